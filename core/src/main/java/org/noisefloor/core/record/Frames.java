package org.noisefloor.core.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Byte strings in a file one behind the other, each with its length and a checksum before it, so that one that was half-written when the
 * power went is told from a whole one.
 */
final class Frames {
    private static final int HEAD = 2 * Integer.BYTES;

    private final FileChannel channel;
    private long at;

    /** @param at where the first one starts */
    Frames(FileChannel channel, long at) {
        this.channel = channel;
        this.at = at;
    }

    static ByteBuffer frame(byte[] bytes) {
        return ByteBuffer.allocate(HEAD + bytes.length)
                .putInt(bytes.length)
                .putInt(checksum(ByteBuffer.wrap(bytes)))
                .put(bytes)
                .flip();
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate());
        return (int) checksum.getValue();
    }

    /** Where the next one starts. */
    long position() {
        return at;
    }

    /** @param start where the next one starts */
    void seek(long start) {
        at = start;
    }

    /**
     * The next one; null behind the last.
     *
     * @throws DamagedRecord if it is not whole; then the position is where it starts
     */
    @Nullable
    ByteBuffer next() throws IOException, DamagedRecord {
        long left = channel.size() - at;
        if (left == 0) {
            return null;
        }
        ByteBuffer head = left < HEAD ? ByteBuffer.allocate(0) : read(channel, at, HEAD);
        int length = left < HEAD ? Integer.MAX_VALUE : head.getInt();
        if (length < 0 || length > left - HEAD) {
            throw new DamagedRecord("it ends too early; was the file cut short?");
        }
        ByteBuffer bytes = read(channel, at + HEAD, length);
        if (checksum(bytes) != head.getInt()) {
            throw new DamagedRecord("its checksum is another one; was the file changed?");
        }
        at += HEAD + length;
        return bytes;
    }

    static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("the records were cut off while they were read");
            }
        }
        return bytes.flip();
    }
}
