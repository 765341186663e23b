package org.noisefloor.core.run.score;

import java.util.Arrays;

/**
 * What the host reads from a vector of logits: argmax, log Σ_v exp z_v in float64, whether all are finite, and the highest logits where
 * somebody asks for them. One pass in blocks that stay in the cache: first the highest logit of each cell of a block, which are its
 * entries that are equal mod 16, then the sum of exponentials. The cells tell where the highest ones are without reading all once more.
 * Owned by one thread.
 *
 * <p><em>The same bits on every machine.</em> Entry v goes to partial sum v mod 8, and these are added in order, so that
 * vectors give the same sum for any number of lanes and scalar loops give it too. The exponential is made of
 * additions and fused multiplications alone, in the same order in both: the JVM's own differs between processors and between
 * interpreted and compiled code, and a report must not depend on when a method is compiled. The last logarithm is
 * StrictMath's for the same reason. A processor that cannot multiply and add in one step rounds twice, and may give another last bit.
 *
 * <p>Vectors need the incubating Vector API, so their loops sit in a class of their own that a JVM without that module never
 * loads.
 */
public final class LogitScan {
    /** Entries that are looked at twice while they are in the first cache. */
    static final int BLOCK = 512;

    /** Cells of a block. */
    static final int CELLS = 16;

    /** Partial sums, a multiple of every number of lanes in use. */
    static final int STRIPES = 8;

    /** Two lanes are slower than none (seen with JDK 17 on x86). */
    private static final int LEAST_LANES = 4;

    private static final boolean VECTORS = hasVectors();

    private final int vocabulary;
    private final boolean vectors;
    /** [block, cell]. */
    private final float[] cells;
    /** Σ exp (z − {@link #max}). */
    private final double[] stripes = new double[STRIPES];
    /** The last block, filled up with what adds nothing. */
    private final float[] last = new float[BLOCK];

    /** The highest and the lowest logit of a block. */
    private final float[] range = new float[2];

    private float[] logits = {};
    private float max;
    private double logPartition;

    /** @param vocabulary entries of a vector that are in use */
    public LogitScan(int vocabulary) {
        this(vocabulary, VECTORS);
    }

    LogitScan(int vocabulary, boolean vectors) {
        this.vocabulary = vocabulary;
        this.vectors = vectors;
        this.cells = new float[(vocabulary + BLOCK - 1) / BLOCK * CELLS];
    }

    /** The module may stand in any layer of the JVM, so the class is what is asked for. */
    private static boolean hasVectors() {
        try {
            return ScalarScan.FUSED && VectorScan.lanes() >= LEAST_LANES;
        } catch (NoClassDefFoundError withoutVectorApi) {
            return false;
        }
    }

    /** Reads a vector, which must not change as long as this is asked about it. */
    public void read(float[] vector) {
        logits = vector;
        max = Float.NEGATIVE_INFINITY;
        Arrays.fill(stripes, 0);
        for (int from = 0; from < vocabulary; from += BLOCK) {
            int tokens = Math.min(BLOCK, vocabulary - from);
            if (tokens == BLOCK) {
                readBlock(vector, from, from / BLOCK * CELLS);
            } else {
                System.arraycopy(vector, from, last, 0, tokens);
                Arrays.fill(last, tokens, BLOCK, Float.NEGATIVE_INFINITY);
                readBlock(last, 0, from / BLOCK * CELLS);
            }
        }
        double sum = 0;
        for (double stripe : stripes) {
            sum += stripe;
        }
        logPartition = max + StrictMath.log(sum);
    }

    private void readBlock(float[] values, int from, int to) {
        float highest = Float.NaN;
        if (vectors) {
            VectorScan.highest(values, from, cells, to, range);
            highest = range[0];
        }
        if (Float.isNaN(highest)) {
            highest = ScalarScan.highest(values, from, cells, to);
        }
        if (highest > max) {
            double factor = ScalarScan.exp((double) max - highest);
            for (int i = 0; i < STRIPES; i++) {
                stripes[i] *= factor;
            }
            max = highest;
        }
        if (max == Float.NEGATIVE_INFINITY) {
            addForbidden(values, from);
        } else if (!vectors) {
            ScalarScan.add(values, from, max, stripes);
        } else if ((double) range[1] - max >= ScalarScan.LOWEST) {
            VectorScan.addNear(values, from, max, stripes);
        } else {
            VectorScan.addFar(values, from, max, stripes);
        }
    }

    /** No term, unless there is something that is no number. */
    private void addForbidden(float[] values, int from) {
        for (int i = from; i < from + BLOCK; i++) {
            stripes[0] = Float.isNaN(values[i]) ? Double.NaN : stripes[0];
        }
    }

    /** log Σ_v exp z_v; not finite if a logit is NaN or +∞, or all are −∞. */
    public double logPartition() {
        return logPartition;
    }

    /** argmax, the lowest index among equals. */
    public int top1() {
        int cell = 0;
        while (cells[cell] != max) {
            cell++;
        }
        int block = cell / CELLS;
        int first = vocabulary;
        for (; cell < (block + 1) * CELLS; cell++) {
            if (cells[cell] == max) {
                int v = start(cell);
                int end = end(cell);
                while (v < end && logits[v] != max) {
                    v += CELLS;
                }
                first = v < end ? Math.min(first, v) : first;
            }
        }
        return first == vocabulary ? 0 : first; // where all are NaN
    }

    /**
     * The indices of the highest logits, the highest first, the lowest index first among equals; −1 in place of one that is −∞. Of a
     * vector without NaN.
     *
     * @param indices takes them from {@code at} on
     */
    void highest(int[] indices, int at, int count) {
        Arrays.fill(indices, at, at + count, -1);
        float least = leastOf(count);
        for (int cell = 0; cell < cells.length; cell++) {
            if (cells[cell] >= least) {
                for (int v = start(cell); v < end(cell); v += CELLS) {
                    if (logits[v] >= least && logits[v] > Float.NEGATIVE_INFINITY) {
                        insert(v, indices, at, at + count - 1);
                    }
                }
            }
        }
    }

    /** A bound that the so many highest logits are not below: the so many highest of the cells' highest. */
    private float leastOf(int count) {
        float[] most = new float[count];
        Arrays.fill(most, Float.NEGATIVE_INFINITY);
        for (float highest : cells) {
            if (highest > most[count - 1]) {
                int i = count - 1;
                for (; i > 0 && highest > most[i - 1]; i--) {
                    most[i] = most[i - 1];
                }
                most[i] = highest;
            }
        }
        return most[count - 1];
    }

    private void insert(int v, int[] indices, int first, int last) {
        if (indices[last] >= 0 && !isBefore(v, indices[last])) {
            return;
        }
        int i = last;
        for (; i > first && (indices[i - 1] < 0 || isBefore(v, indices[i - 1])); i--) {
            indices[i] = indices[i - 1];
        }
        indices[i] = v;
    }

    private boolean isBefore(int one, int other) {
        return logits[one] > logits[other] || (logits[one] == logits[other] && one < other);
    }

    private static int start(int cell) {
        return cell / CELLS * BLOCK + cell % CELLS;
    }

    private int end(int cell) {
        return Math.min(vocabulary, (cell / CELLS + 1) * BLOCK);
    }
}
