package org.noisefloor.backend.djl;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.noisefloor.api.UserError;

/**
 * A safetensors file, whose header is checked in full before any tensor is read.
 *
 * <p>Eight bytes of header length n (little-endian), n bytes of JSON, then the data. Offsets count from the end of the header,
 * and the tensors fill the data without overlap or gap (format description of safetensors 0.4 and later).
 */
final class Safetensors implements AutoCloseable {
    private static final int LENGTH_BYTES = 8;
    private static final long MOST_HEADER_BYTES = 100_000_000;

    private final Path file;
    private final FileChannel channel;
    private final long dataStart;
    private final Map<String, TensorEntry> tensors;

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
        long most = Math.min(size - LENGTH_BYTES, MOST_HEADER_BYTES);
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (size >= LENGTH_BYTES) {
            fill(length, 0);
        }
        long header = length.getLong(0);
        if (header <= 0 || header > most) {
            throw new UserError(file + ": the header length is given as " + Long.toUnsignedString(header)
                    + " bytes, expected 1 to " + Math.max(1, most)
                    + "; the file is truncated or not a safetensors file");
        }
        byte[] json = new byte[(int) header];
        fill(ByteBuffer.wrap(json), LENGTH_BYTES);
        this.dataStart = LENGTH_BYTES + header;
        this.tensors = TensorEntry.parse(file, json, size - dataStart);
    }

    /** What the file holds, by name. */
    Map<String, TensorEntry> tensors() {
        return tensors;
    }

    /** Fills the rest of a buffer with bytes of a tensor, from a position in it. */
    void read(TensorEntry tensor, long position, ByteBuffer into) {
        try {
            fill(into, dataStart + tensor.from() + position);
        } catch (IOException failed) {
            throw unreadable(file, failed);
        }
    }

    private void fill(ByteBuffer buffer, long position) throws IOException {
        long at = position - buffer.position();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new IOException("it ended while it was being read");
            }
        }
    }

    private static UserError unreadable(Path file, IOException failed) {
        return new UserError(file + ": the file cannot be read: " + failed.getMessage(), failed);
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
