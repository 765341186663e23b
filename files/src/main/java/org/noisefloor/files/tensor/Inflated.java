package org.noisefloor.files.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Bytes that lie deflated in a file. Quick from front to back; each step back starts anew. */
final class Inflated implements Bytes {
    private static final int CHUNK_BYTES = 1 << 16;

    private final Bytes compressed;
    private final long size;
    private @Nullable Inflater inflater;
    private byte[] chunk = {};
    private long taken;
    private long made;

    /** @param size when unpacked, as the file says; no more than that is ever unpacked */
    Inflated(Bytes compressed, long size) {
        this.compressed = compressed;
        this.size = size;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long at, ByteBuffer into) throws IOException {
        if (at < 0 || at > size - into.remaining()) {
            throw new IOException("it ended while it was being read");
        }
        if (at < made) {
            release();
        }
        ByteBuffer skipped = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, at - made));
        while (made < at) {
            inflate(skipped.clear().limit((int) Math.min(skipped.capacity(), at - made)));
        }
        inflate(into);
    }

    private void inflate(ByteBuffer into) throws IOException {
        Inflater running = inflater;
        if (running == null) {
            running = new Inflater(true);
            inflater = running;
        }
        try {
            while (into.hasRemaining()) {
                int count = running.inflate(into);
                made += count;
                if (count == 0 && (running.finished() || running.needsDictionary() || !feed(running))) {
                    throw new IOException("a compressed part of it ends after " + made + " of its " + size + " bytes");
                }
            }
        } catch (DataFormatException broken) {
            throw new IOException("a compressed part of it is broken");
        }
    }

    private boolean feed(Inflater running) throws IOException {
        int count = (int) Math.min(CHUNK_BYTES, compressed.size() - taken);
        if (count == 0) {
            return false;
        }
        chunk = chunk.length == 0 ? new byte[(int) Math.min(CHUNK_BYTES, compressed.size())] : chunk;
        compressed.read(taken, ByteBuffer.wrap(chunk, 0, count));
        taken += count;
        running.setInput(chunk, 0, count);
        return true;
    }

    @Override
    public void release() {
        if (inflater != null) {
            inflater.end();
        }
        inflater = null;
        taken = 0;
        made = 0;
    }
}
