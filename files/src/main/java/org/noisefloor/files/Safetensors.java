package org.noisefloor.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.noisefloor.api.UserError;

/**
 * A safetensors file, checked in full before any tensor is read.
 *
 * <p>Eight bytes of header length n (little-endian), n bytes of JSON, then the data. Offsets count from the end of the header,
 * and the tensors fill the data without overlap or gap (format description of safetensors 0.4 and later).
 */
public final class Safetensors implements AutoCloseable {
    private static final int LENGTH_BYTES = 8;
    private static final long MOST_HEADER_BYTES = 100_000_000;
    private static final int CHUNK_BYTES = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final long dataStart;
    private final Map<String, TensorEntry> tensors;

    /** Opens a file and checks its header. */
    public static Safetensors open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserError(file + ": there is no such file");
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                return new Safetensors(file, channel);
            } catch (IOException | RuntimeException failed) {
                channel.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw Unreadable.file(file, failed);
        }
    }

    private Safetensors(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw new UserError(file + ": a safetensors file starts with 8 bytes of header length, and this one has "
                    + size + " bytes in all");
        }
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        fill(length, 0);
        long header = length.getLong(0);
        long most = Math.min(size - LENGTH_BYTES, MOST_HEADER_BYTES);
        if (header <= 0 || header > most) {
            throw new UserError(file + ": the header length is given as " + Long.toUnsignedString(header)
                    + " bytes, expected 1 to " + most + "; the file is truncated or not a safetensors file");
        }
        byte[] json = new byte[(int) header];
        fill(ByteBuffer.wrap(json), LENGTH_BYTES);
        this.dataStart = LENGTH_BYTES + header;
        this.tensors = TensorEntry.parse(file, json, size - dataStart);
    }

    /** What the file holds, by name. */
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
            fill(into, dataStart + tensor.from() + start);
        } catch (IOException failed) {
            throw Unreadable.file(file, failed);
        }
    }

    /**
     * Reads a tensor into a buffer, rounded to float32.
     *
     * @throws UserError if its values are no floats, or one is NaN or infinite
     */
    public void floats(TensorEntry tensor, FloatBuffer into) {
        tensor.checkFloats();
        int first = into.position();
        ByteBuffer chunk =
                ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, tensor.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = 0; at < tensor.bytes(); at += CHUNK_BYTES) {
            chunk.clear().limit((int) Math.min(CHUNK_BYTES, tensor.bytes() - at));
            bytes(tensor, at, chunk);
            int from = into.position();
            tensor.dtype().decode(chunk.flip(), into);
            for (int i = from; i < into.position(); i++) {
                if (!Float.isFinite(into.get(i))) {
                    throw new UserError(tensor.where() + " holds "
                            + (Float.isNaN(into.get(i)) ? "NaN" : "a value that is infinite in float32")
                            + " at element " + (i - first) + ", and weights must be finite");
                }
            }
        }
    }

    private void fill(ByteBuffer buffer, long start) throws IOException {
        long offset = start - buffer.position();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw new IOException("it ended while it was being read");
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw Unreadable.file(file, failed);
        }
    }
}
