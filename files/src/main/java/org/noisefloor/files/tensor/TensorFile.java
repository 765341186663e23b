package org.noisefloor.files.tensor;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.noisefloor.api.UserError;

/**
 * A file of named tensors, its description checked in full before any tensor is read. A tensor that is handed to a method must be one
 * of this file's {@link #tensors}.
 *
 * <p>Not for several threads at a time.
 */
public interface TensorFile extends AutoCloseable {
    /**
     * Opens a file by what lies there, whatever its name: safetensors, what {@code torch.save} writes since torch 1.6, npz or npy.
     *
     * @throws UserError in one sentence for everything else, with what the file seems to be
     */
    static TensorFile open(Path file) {
        return FileKind.open(file);
    }

    Path path();

    /** "safetensors", "PyTorch (zip)", "npz" or "npy". */
    String format();

    /**
     * By name, in the order of the file. Dicts in dicts are joined by points, and what stands in a list has its index for a name. The one
     * tensor of an npy file, and of a PyTorch file that is nothing but a tensor, has the name of the file without its extension.
     */
    Map<String, ? extends StoredTensor> tensors();

    /**
     * What stands beside the tensors of a PyTorch file, by names of the same kind ({@code cfg.d_in}): {@link Long}, {@link Double},
     * {@link Boolean} and {@link String}. Empty for the other formats, whose numbers are tensors.
     */
    Map<String, Object> values();

    /**
     * Reads a tensor in row-major order, rounded to float32, and moves the buffer's position behind it. Quickest into a direct buffer
     * of native order.
     *
     * @throws UserError if its values are no floats, or one is NaN or infinite
     */
    void floats(StoredTensor tensor, FloatBuffer into);

    /**
     * Reads a tensor of shape [rows, columns] as its transpose [columns, rows], else as {@link #floats} does.
     *
     * @throws UserError if it has not two dimensions, or its values are no floats, or one is NaN or infinite
     */
    void transposed(StoredTensor matrix, FloatBuffer into);

    /** The value of a tensor that is one whole number (or one truth value, as 0 or 1); empty for all others. */
    OptionalLong integer(StoredTensor tensor);

    @Override
    void close();
}
