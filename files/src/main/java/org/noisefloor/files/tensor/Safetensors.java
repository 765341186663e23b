package org.noisefloor.files.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Unreadable;

/**
 * A safetensors file, checked in full before any tensor is read.
 *
 * <p>Eight bytes of header length n (little-endian), n bytes of JSON, then the data. Offsets count from the end of the header,
 * and the tensors fill the data without overlap or gap (format description of safetensors 0.4 and later).
 */
public final class Safetensors implements StridedFile {
    private static final int LENGTH_BYTES = 8;
    private static final long MOST_HEADER_BYTES = 100_000_000;

    private final Path file;
    private final FileChannel channel;
    private final long dataStart;
    private final Map<String, TensorEntry> tensors;

    /**
     * Opens a file and checks its header.
     *
     * @throws UserError if it is no safetensors file, with what it seems to be
     */
    public static Safetensors open(Path file) {
        return (Safetensors) FileKind.opened(file, channel -> open(file, channel));
    }

    static Safetensors open(Path file, FileChannel channel) throws IOException {
        return new Safetensors(file, channel);
    }

    /** Whether a file starts with a header length that may be one, and a header. */
    static boolean isLikely(ByteBuffer start) {
        if (start.limit() <= LENGTH_BYTES || start.get(LENGTH_BYTES) != '{') {
            return false;
        }
        long length = start.duplicate().order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        return length > 0 && length <= MOST_HEADER_BYTES;
    }

    private Safetensors(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        FilePart all = FilePart.all(channel);
        long size = all.size();
        if (size < LENGTH_BYTES) {
            refuseOtherKinds();
            throw new UserError(file + ": a safetensors file starts with 8 bytes of header length, and this one has "
                    + size + " bytes in all");
        }
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        all.read(0, length);
        long header = length.getLong(0);
        long most = Math.min(size - LENGTH_BYTES, MOST_HEADER_BYTES);
        if (header <= 0 || header > most) {
            refuseOtherKinds();
            throw new UserError(
                    file + ": the header length is given as " + Long.toUnsignedString(header) + " bytes, expected 1 to "
                            + most + "; the file is truncated or not a safetensors file, download or save it again");
        }
        byte[] json = new byte[(int) header];
        all.read(LENGTH_BYTES, ByteBuffer.wrap(json));
        this.dataStart = LENGTH_BYTES + header;
        this.tensors = TensorEntry.parse(file, json, size - dataStart);
    }

    /** @throws UserError if the file seems to be of another kind */
    private void refuseOtherKinds() throws IOException {
        FileKind.seems(FileKind.start(channel)).ifPresent(kind -> {
            throw new UserError(file + ": " + kind);
        });
    }

    @Override
    public Path path() {
        return file;
    }

    @Override
    public String format() {
        return "safetensors";
    }

    @Override
    public Map<String, TensorEntry> tensors() {
        return tensors;
    }

    /**
     * Fills the rest of a buffer with bytes of a tensor as they stand in the file, without a copy between where the buffer is
     * direct.
     *
     * @param start the first byte, counted from the start of the tensor
     */
    public void bytes(TensorEntry tensor, long start, ByteBuffer into) {
        try {
            new FilePart(channel, dataStart + tensor.from(), tensor.bytes()).read(start, into);
        } catch (IOException failed) {
            throw Unreadable.file(file, failed);
        }
    }

    @Override
    public Map<String, Object> values() {
        return Map.of();
    }

    @Override
    public View view(StoredTensor tensor) {
        if (!(tensor instanceof TensorEntry entry) || !entry.equals(tensors.get(entry.name()))) {
            throw new IllegalArgumentException(tensor.where() + " is not of " + file);
        }
        Bytes bytes = new FilePart(channel, dataStart + entry.from(), entry.bytes());
        return new View(
                new Cells(bytes, 0, entry.dtype(), ByteOrder.LITTLE_ENDIAN, false), Layout.rowMajor(entry.shape()));
    }

    @Override
    public void close() {
        StridedFile.close(file, channel);
    }
}
