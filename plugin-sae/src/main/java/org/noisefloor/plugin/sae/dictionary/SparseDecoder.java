package org.noisefloor.plugin.sae.dictionary;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.Function;
import org.noisefloor.plugin.sae.lanes.RowSum;

/**
 * Σ f_j W_dec[j] over the active features of each row of a block, in ascending order and in float64.
 *
 * <p>W_dec is far larger than any cache, and rows share features. So it is walked through in panels, some features by some columns, as a
 * matrix product does; what a row needs of a panel is copied when it is first asked for, and read by the rows that follow from the cache.
 * The bits are those of one row after the other.
 *
 * <p>The features of a row wait in the room of its pre-activations, which nobody reads any more.
 */
final class SparseDecoder {
    /** Columns of a panel. */
    private static final int COLUMNS = 512;
    /** Features of a panel; 512 KiB fit into the second cache. */
    private static final int FEATURES = 256;

    /** Whether this JVM and machine have vectors for it. */
    static final boolean LANES = hasLanes();

    /** The module may stand in any layer of the JVM, so the class is what is asked for. */
    private static boolean hasLanes() {
        try {
            return RowSum.isSupported();
        } catch (NoClassDefFoundError withoutVectorApi) {
            return false;
        }
    }

    private final boolean lanes;
    private final FloatBuffer decoder;
    private final float[] bias;
    private final int dSae;
    private final int dOut;
    private final FloatBuffer room;
    private final int[] counts;
    private final double[] sums;
    private final int tiles;

    /** What one thread works with. */
    static final class Bench {
        private final float[] panel;
        private final int[] packed;
        private final int[] next;
        private final int[] at = new int[FEATURES];
        private final float[] coefficients = new float[FEATURES];
        private int pass;

        private Bench(int features, int columns, int rows) {
            this.panel = new float[features * columns];
            this.packed = new int[features];
            this.next = new int[rows];
        }
    }

    /**
     * @param room the pre-activations of a block, [rows, d_sae]
     * @param lanes {@link #LANES}, or false for the plain loop, which gives the same bits
     */
    SparseDecoder(Dictionary dictionary, FloatBuffer room, int rows, boolean lanes) {
        this.lanes = lanes;
        this.decoder = dictionary.decoder();
        this.bias = dictionary.outputBias();
        this.dSae = dictionary.dSae();
        this.dOut = dictionary.dOut();
        this.room = room;
        this.counts = new int[rows];
        this.sums = new double[Math.multiplyExact(rows, dOut)];
        this.tiles = (dOut + COLUMNS - 1) / COLUMNS;
    }

    /** Keeps the features of a row, half of all at most, until {@link #decode}. */
    void keep(int slot, Features features) {
        int first = slot * dSae;
        for (int n = 0; n < features.count(); n++) {
            room.put(first + n, features.coefficient(n));
            room.put(first + dSae / 2 + n, Float.intBitsToFloat(features.index(n))); // far below the bits of NaN
        }
        counts[slot] = features.count();
    }

    /** A row without features here. */
    void skip(int slot) {
        counts[slot] = -1;
    }

    boolean has(int slot) {
        return counts[slot] >= 0;
    }

    /** What one thread needs to decode. */
    Bench bench() {
        return new Bench(Math.min(FEATURES, dSae), Math.min(COLUMNS, dOut), counts.length);
    }

    /** Decodes what was kept for rows 0 to count − 1. */
    <D> void decode(int count, Crew<D> crew, Function<D, Bench> benchOf) {
        int groups = Math.min(count, 1 + (2 * crew.size() - 1) / tiles);
        crew.each(tiles * groups, (desk, task) -> {
            int group = task / tiles;
            decode(benchOf.apply(desk), task % tiles * COLUMNS, group * count / groups, (group + 1) * count / groups);
        });
    }

    private void decode(Bench bench, int column, int firstRow, int endRow) {
        int width = Math.min(COLUMNS, dOut - column);
        Arrays.fill(bench.next, 0);
        for (int slot = firstRow; slot < endRow; slot++) {
            for (int i = 0; has(slot) && i < width; i++) {
                sums[slot * dOut + column + i] = bias[column + i];
            }
        }
        for (int feature = 0; feature < dSae; feature += FEATURES) {
            bench.pass++;
            for (int slot = firstRow; slot < endRow; slot++) {
                int taken = take(bench, slot, feature, column, width);
                if (lanes) {
                    RowSum.add(bench.panel, bench.at, bench.coefficients, taken, sums, slot * dOut + column, width);
                } else {
                    add(bench, taken, slot * dOut + column, width);
                }
            }
        }
    }

    /** Lays out the features of a row that are in the panel, and returns how many. */
    private int take(Bench bench, int slot, int firstFeature, int column, int width) {
        int taken = 0;
        int coefficients = slot * dSae;
        int indices = coefficients + dSae / 2;
        int n = bench.next[slot];
        for (; n < counts[slot]; n++) {
            int feature = Float.floatToRawIntBits(room.get(indices + n));
            int row = feature - firstFeature;
            if (row >= FEATURES) {
                break;
            }
            if (bench.packed[row] != bench.pass) {
                decoder.get(feature * dOut + column, bench.panel, row * width, width);
                bench.packed[row] = bench.pass;
            }
            bench.at[taken] = row * width;
            bench.coefficients[taken++] = room.get(coefficients + n);
        }
        bench.next[slot] = n;
        return taken;
    }

    private void add(Bench bench, int count, int to, int width) {
        for (int n = 0; n < count; n++) {
            double f = bench.coefficients[n];
            int at = bench.at[n];
            for (int i = 0; i < width; i++) {
                sums[to + i] += f * bench.panel[at + i];
            }
        }
    }

    /** The sum of a row with the bias, [d_out]. */
    void sum(int slot, double[] into) {
        System.arraycopy(sums, slot * dOut, into, 0, dOut);
    }
}
