package org.noisefloor.files.tensor;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.noisefloor.api.UserError;

/** An array of NumPy (npy), or a zip file of such arrays (npz), stored or deflated. */
final class NumpyFile implements StridedFile {
    private static final String ENDING = ".npy";

    private final Path file;
    private final FileChannel channel;
    private final String format;
    private final Map<String, StridedTensor> tensors;

    private NumpyFile(Path file, FileChannel channel, String format, Map<String, StridedTensor> tensors) {
        this.file = file;
        this.channel = channel;
        this.format = format;
        this.tensors = tensors;
    }

    /** @throws UserError if it is no array of numbers, or not as long as its shape says */
    static NumpyFile npy(Path file, FileChannel channel) throws IOException {
        String name = FileKind.stem(file);
        StridedTensor array = array(file, name, file + ": the file", FilePart.all(channel));
        if (array.dtype() == TensorDtype.OTHER) {
            array.checkFloats();
        }
        return new NumpyFile(file, channel, "npy", Map.of(name, array));
    }

    /** Arrays of texts or Python objects are listed like all others and refused when they are read. */
    static NumpyFile npz(Path file, FileChannel channel, ZipIndex zip) throws IOException {
        Map<String, StridedTensor> tensors = new LinkedHashMap<>();
        for (String entry : zip.names()) {
            if (entry.endsWith(ENDING)) {
                String name = entry.substring(0, entry.length() - ENDING.length());
                Bytes bytes = zip.bytes(entry);
                try {
                    tensors.put(name, array(file, name, file + ": the array " + Shown.text(name), bytes));
                } finally {
                    bytes.release();
                }
            }
        }
        return new NumpyFile(file, channel, "npz", tensors);
    }

    private static StridedTensor array(Path file, String name, String where, Bytes bytes) throws IOException {
        NpyHeader header = NpyHeader.read(where, bytes);
        NpyHeader.Type type = header.type();
        long there = bytes.size() - header.dataStart();
        long elements = Layout.elements(header.shape());
        long most = Long.MAX_VALUE / type.dtype().bytes();
        boolean known = type.dtype() != TensorDtype.OTHER;
        if (elements < 0 || elements > most || (known && elements * type.dtype().bytes() != there)) {
            throw new UserError(where + " has " + there + " bytes of numbers, and " + type.dtype() + " of shape "
                    + Shown.text(header.shape().toString()) + " takes "
                    + (elements < 0 || elements > most
                            ? "more than a file can hold"
                            : String.valueOf(elements * type.dtype().bytes()))
                    + "; download or save it again");
        }
        Cells cells = new Cells(bytes, header.dataStart(), type.dtype(), type.order(), false);
        Layout layout = header.columnMajor() ? Layout.columnMajor(header.shape()) : Layout.rowMajor(header.shape());
        return new StridedTensor(file, name, new View(cells, layout), type.refusal());
    }

    @Override
    public Path path() {
        return file;
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public Map<String, StridedTensor> tensors() {
        return tensors;
    }

    @Override
    public Map<String, Object> values() {
        return Map.of();
    }

    @Override
    public View view(StoredTensor tensor) {
        return StridedTensor.of(this, tensor).view();
    }

    @Override
    public void close() {
        StridedFile.close(file, channel);
    }
}
