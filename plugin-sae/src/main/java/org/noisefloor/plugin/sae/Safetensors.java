package org.noisefloor.plugin.sae;

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
final class Safetensors implements AutoCloseable {
    private static final int LENGTH_BYTES = 8;
    private static final long MOST_HEADER_BYTES = 100_000_000;
    private static final int CHUNK_BYTES = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final long dataStart;
    private final Map<String, TensorEntry> tensors;

    /** Opens a file and checks its header. */
    static Safetensors open(Path file) {
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
            throw unreadable(file, failed);
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
        long header = read(0, LENGTH_BYTES).getLong();
        long most = Math.min(size - LENGTH_BYTES, MOST_HEADER_BYTES);
        if (header <= 0 || header > most) {
            throw new UserError(file + ": the header length is given as " + Long.toUnsignedString(header)
                    + " bytes, expected 1 to " + most + "; the file is truncated or not a safetensors file");
        }
        byte[] json = new byte[(int) header];
        read(LENGTH_BYTES, json.length).get(json);
        this.dataStart = LENGTH_BYTES + header;
        this.tensors = TensorEntry.parse(file, json, size - dataStart);
    }

    /** What the file holds, by name. */
    Map<String, TensorEntry> tensors() {
        return tensors;
    }

    /**
     * Reads a tensor as float32 into a direct buffer of native byte order.
     *
     * @throws UserError if a value is NaN or infinite
     */
    FloatBuffer read(TensorEntry tensor) {
        FloatBuffer values = Direct.floats(file + ": tensor " + tensor.name(), tensor.elements());
        try {
            for (long at = tensor.from(); at < tensor.to(); at += CHUNK_BYTES) {
                ByteBuffer chunk = read(dataStart + at, (int) Math.min(CHUNK_BYTES, tensor.to() - at));
                while (chunk.hasRemaining()) {
                    float value = tensor.dtype().get(chunk);
                    if (!Float.isFinite(value)) {
                        throw new UserError(file + ": tensor " + tensor.name() + " holds "
                                + (Float.isNaN(value) ? "NaN" : "a value that is infinite in float32") + " at element "
                                + values.position() + ", and weights must be finite");
                    }
                    values.put(value);
                }
            }
        } catch (IOException failed) {
            throw unreadable(file, failed);
        }
        return values.rewind();
    }

    private ByteBuffer read(long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("it ended while it was being read");
            }
        }
        return buffer.flip();
    }

    private static UserError unreadable(Path file, IOException failed) {
        return new UserError(file + ": cannot be read (" + failed.getMessage() + ")", failed);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw unreadable(file, failed);
        }
    }
}
