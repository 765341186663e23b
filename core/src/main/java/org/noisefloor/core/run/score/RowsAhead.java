package org.noisefloor.core.run.score;

import java.nio.FloatBuffer;

/**
 * Copies rows of a buffer one after the other, having looked at some kilobytes at a time before. A processor fetches ahead only for who goes
 * through memory without pause: a row that is copied and scored, and then the next, came at a third of the pace.
 */
final class RowsAhead {
    /** Entries that are looked at in one go: of both sides of a comparison they fit into a second cache with room to spare. */
    private static final int AHEAD = (64 << 10) / Float.BYTES;

    /** Entries of a line of the cache. */
    private static final int LINE = 64 / Float.BYTES;

    private int last = -1;
    /** Where what was looked at ends. */
    private int seen;

    @SuppressWarnings("UnusedVariable") // else the compiler looks at nothing
    private float something;

    /** @param start of the row, above that of the call before while it is the same pass over the rows */
    void copy(FloatBuffer rows, int start, float[] row) {
        int end = start + row.length;
        if (start <= last || start > seen) {
            seen = start;
        }
        if (end > seen) {
            int to = Math.min(rows.limit(), Math.max(end, seen + AHEAD));
            something += lookAt(rows, seen, to);
            seen = to;
        }
        last = start;
        rows.get(start, row);
    }

    private static float lookAt(FloatBuffer rows, int from, int to) {
        float sum = 0;
        for (int i = from; i < to; i += LINE) {
            sum += rows.get(i);
        }
        return sum;
    }
}
