package org.noisefloor.files.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Unreadable;

/** A file whose tensors are numbers of one type that lie in some order; what reading them has in common for all formats. */
interface StridedFile extends TensorFile {
    /** Where the numbers of one of its tensors lie. */
    View view(StoredTensor tensor);

    /**
     * The elements of a tensor.
     *
     * @param cells what there is
     * @param layout which of them make up the tensor, in which order
     */
    record View(Cells cells, Layout layout) {}

    @Override
    default void floats(StoredTensor tensor, FloatBuffer into) {
        tensor.checkFloats();
        View view = view(tensor);
        read(tensor, view.cells(), view.layout(), into).ifPresent(at -> {
            throw at.refused(tensor, at.index());
        });
    }

    @Override
    default void transposed(StoredTensor matrix, FloatBuffer into) {
        if (matrix.shape().size() != 2) {
            throw new UserError(matrix.where() + " has shape " + matrix.shape() + ", expected two dimensions");
        }
        matrix.checkFloats();
        View view = view(matrix);
        long rows = matrix.shape().get(0);
        long columns = matrix.shape().get(1);
        read(matrix, view.cells(), view.layout().transposed(), into).ifPresent(at -> {
            throw at.refused(matrix, at.index() % rows * columns + at.index() / rows);
        });
    }

    private Optional<FloatReader.NonFinite> read(StoredTensor tensor, Cells cells, Layout layout, FloatBuffer into) {
        if (into.remaining() < tensor.elements()) {
            throw new IllegalArgumentException(tensor.where() + " has " + tensor.elements()
                    + " elements, and the buffer takes " + into.remaining());
        }
        try {
            return new FloatReader(cells, into).read(layout);
        } catch (IOException failed) {
            throw Unreadable.file(path(), failed);
        } finally {
            cells.bytes().release();
        }
    }

    @Override
    default OptionalLong integer(StoredTensor tensor) {
        if (tensor.elements() != 1 || !tensor.dtype().isInteger()) {
            return OptionalLong.empty();
        }
        View view = view(tensor);
        ByteBuffer value = ByteBuffer.allocate(tensor.dtype().bytes());
        try {
            view.cells().read(view.layout().first(), value);
        } catch (IOException failed) {
            throw Unreadable.file(path(), failed);
        } finally {
            view.cells().bytes().release();
        }
        return tensor.dtype().integer(value);
    }

    /** What closing has in common too. */
    static void close(Path file, FileChannel channel) {
        try {
            channel.close();
        } catch (IOException failed) {
            throw Unreadable.file(file, failed);
        }
    }
}
