package org.noisefloor.files.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Bytes of a file as they stand there.
 *
 * @param start its first byte in the file
 */
record FilePart(FileChannel channel, long start, long size) implements Bytes {
    static FilePart all(FileChannel channel) throws IOException {
        return new FilePart(channel, 0, channel.size());
    }

    @Override
    public void read(long at, ByteBuffer into) throws IOException {
        if (at < 0 || at > size - into.remaining()) {
            throw new IOException("it ended while it was being read");
        }
        long offset = start + at - into.position();
        while (into.hasRemaining()) {
            if (channel.read(into, offset + into.position()) < 0) {
                throw new IOException("it ended while it was being read");
            }
        }
    }
}
