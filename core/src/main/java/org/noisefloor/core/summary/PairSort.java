package org.noisefloor.core.summary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;

/**
 * Pairs of numbers, read by the first in ascending order. There may be any number of them: what is more than {@value #HELD} waits, sorted
 * piece by piece, in a temporary file that no name leads to.
 */
final class PairSort implements AutoCloseable {
    /** Bytes that one holds at most, beside {@value #WINDOW} pairs of each piece while it is read. */
    static final long BYTES = 2L * Long.BYTES * PairSort.HELD;

    private static final int HELD = 1 << 16;
    private static final int WINDOW = 512;

    private long[] keys = new long[256];
    private long[] values = new long[256];
    private int held;
    private long count;
    private int pieces;
    private boolean sorted;
    private @Nullable FileChannel file;

    /** A number whose order is that of {@link Double#compare}. */
    static long key(double value) {
        long bits = Double.doubleToLongBits(value);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** Undoes {@link #key}. */
    static double number(long key) {
        return Double.longBitsToDouble(key ^ ((key >> 63) & Long.MAX_VALUE));
    }

    void add(long key, long value) {
        if (held == HELD) {
            spill();
        }
        if (held == keys.length) {
            keys = Arrays.copyOf(keys, 2 * held);
            values = Arrays.copyOf(values, 2 * held);
        }
        keys[held] = key;
        values[held] = value;
        held++;
        count++;
    }

    /** How many were added. */
    long count() {
        return count;
    }

    private void spill() {
        sort();
        try {
            if (file == null) {
                Path temporary = Files.createTempFile("noisefloor", ".sorted");
                file = FileChannel.open(
                        temporary,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) BYTES);
            LongBuffer pairs = bytes.asLongBuffer();
            for (int i = 0; i < held; i++) {
                pairs.put(keys[i]).put(values[i]);
            }
            for (long at = pieces * BYTES; bytes.hasRemaining(); ) {
                at += file.write(bytes, at);
            }
        } catch (IOException failed) {
            throw unusable(failed);
        }
        pieces++;
        held = 0;
    }

    private static UserError unusable(IOException failed) {
        return new UserError(
                "the temporary folder " + System.getProperty("java.io.tmpdir") + " cannot be used for sorting ("
                        + failed.getMessage()
                        + "); make room there, or name another one with NOISEFLOOR_JAVA_OPTS=-Djava.io.tmpdir=…",
                failed);
    }

    /** By key, a byte after the other from the last; a byte that all have in common moves nothing. */
    private void sort() {
        long[] fromKeys = keys;
        long[] fromValues = values;
        long[] toKeys = new long[held];
        long[] toValues = new long[held];
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            int[] starts = new int[(1 << Byte.SIZE) + 1];
            for (int i = 0; i < held; i++) {
                starts[digit(fromKeys[i], shift) + 1]++;
            }
            if (Arrays.stream(starts).anyMatch(all -> all == held)) {
                continue;
            }
            for (int d = 1; d < starts.length; d++) {
                starts[d] += starts[d - 1];
            }
            for (int i = 0; i < held; i++) {
                int at = starts[digit(fromKeys[i], shift)]++;
                toKeys[at] = fromKeys[i];
                toValues[at] = fromValues[i];
            }
            long[] swapped = fromKeys;
            fromKeys = toKeys;
            toKeys = swapped;
            swapped = fromValues;
            fromValues = toValues;
            toValues = swapped;
        }
        keys = fromKeys;
        values = fromValues;
    }

    private static int digit(long key, int shift) {
        return (int) ((key ^ Long.MIN_VALUE) >>> shift) & 0xff;
    }

    /** Reads all pairs; nothing is added any more. */
    Cursor read() {
        if (!sorted) {
            sort();
            sorted = true;
        }
        return new Cursor();
    }

    /** Stands on one pair after the other. */
    final class Cursor {
        private final PriorityQueue<Piece> next = new PriorityQueue<>(Comparator.comparingLong(Piece::key));
        private @Nullable Piece at;

        private Cursor() {
            for (int p = 0; p < pieces; p++) {
                next.add(new Piece(p));
            }
            if (held > 0) {
                next.add(new Piece(-1));
            }
        }

        /** Goes to the next pair; false behind the last. */
        boolean next() {
            if (at != null && at.next()) {
                next.add(at);
            }
            at = next.poll();
            return at != null;
        }

        long key() {
            return here().key();
        }

        long value() {
            return here().value();
        }

        private Piece here() {
            if (at == null) {
                throw new IllegalStateException("there is no pair here");
            }
            return at;
        }
    }

    /** Pairs that are sorted: those in memory, or a piece of the file. */
    private final class Piece {
        private final int piece;
        private final @Nullable LongBuffer window;
        private final ByteBuffer bytes;
        private final int size;
        private int i;

        /** @param piece −1 for those in memory */
        Piece(int piece) {
            this.piece = piece;
            this.size = piece < 0 ? held : HELD;
            this.bytes = ByteBuffer.allocate(piece < 0 ? 0 : 2 * Long.BYTES * WINDOW);
            this.window = piece < 0 ? null : bytes.asLongBuffer();
            fill();
        }

        private void fill() {
            if (window == null || i % WINDOW != 0) {
                return;
            }
            bytes.clear();
            try {
                FileChannel from = file;
                long at = piece * BYTES + 2L * Long.BYTES * i;
                while (from != null && bytes.hasRemaining()) {
                    int read = from.read(bytes, at);
                    if (read < 0) {
                        throw new IOException("it was cut short");
                    }
                    at += read;
                }
            } catch (IOException failed) {
                throw unusable(failed);
            }
        }

        boolean next() {
            i++;
            if (i < size) {
                fill();
            }
            return i < size;
        }

        long key() {
            return window == null ? keys[i] : window.get(2 * (i % WINDOW));
        }

        long value() {
            return window == null ? values[i] : window.get(2 * (i % WINDOW) + 1);
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException failed) {
            throw unusable(failed);
        }
    }
}
