package org.noisefloor.core.run.score;

/**
 * log Σ_v exp z_v in float64, with the maximum taken out first.
 *
 * <p><em>The same bits on every machine.</em> Entry v goes to partial sum v mod 8, and these are added in order, so that the
 * vector path gives the same sum for any number of lanes and the scalar path gives it too. The exponential is made of
 * additions and multiplications alone, in the same order in both: the JVM's own differs between processors and between
 * interpreted and compiled code, and a report must not depend on when a method is compiled. The last logarithm is
 * StrictMath's for the same reason.
 *
 * <p>The vector path needs the incubating Vector API, so it sits in a class of its own that a JVM without that module never
 * loads.
 */
public final class LogPartition {
    /** Partial sums, a multiple of every number of lanes in use. */
    static final int STRIPES = 8;

    /** e^x rounds to a subnormal or zero below this: such terms are left out of a sum whose largest term is 1. */
    static final double LOWEST = -708;

    static final double LOG2_E = 1.4426950408889634;
    static final double LN2_HIGH = 0x1.62e42feep-1;
    static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    /** Adding and subtracting 1.5 · 2^52 rounds to a whole number, whose bits are then the low bits of the sum. */
    static final double ROUND = 0x1.8p52;

    /** 1/n!. */
    static final double[] TAYLOR = new double[14];

    static {
        TAYLOR[0] = 1;
        for (int n = 1; n < TAYLOR.length; n++) {
            TAYLOR[n] = TAYLOR[n - 1] / n;
        }
    }

    /** Two lanes are slower than none (seen with JDK 17 on x86). */
    private static final int LEAST_LANES = 4;

    private static final boolean VECTORS = hasVectors();

    private LogPartition() {}

    /** The module may stand in any layer of the JVM, so the class is what is asked for. */
    private static boolean hasVectors() {
        try {
            return VectorLogPartition.lanes() >= LEAST_LANES;
        } catch (NoClassDefFoundError withoutVectorApi) {
            return false;
        }
    }

    /** @return NaN if a logit is NaN or +∞, or all are −∞ */
    public static double of(float[] logits, int vocabulary, int top1) {
        float max = logits[top1];
        return VECTORS ? VectorLogPartition.of(logits, vocabulary, max) : scalar(logits, vocabulary, max);
    }

    /** argmax, the lowest index among equals. */
    public static int top1(float[] logits, int vocabulary) {
        int best = 0;
        for (int v = 1; v < vocabulary; v++) {
            if (logits[v] > logits[best]) {
                best = v;
            }
        }
        return best;
    }

    static double scalar(float[] logits, int vocabulary, float max) {
        return finish(new double[STRIPES], logits, 0, vocabulary, max);
    }

    /** Adds the entries from..vocabulary−1, from a multiple of 8, to the partial sums, and these to the result. */
    static double finish(double[] stripes, float[] logits, int from, int vocabulary, float max) {
        for (int v = from; v < vocabulary; v++) {
            stripes[v % STRIPES] += exp((double) logits[v] - max);
        }
        double sum = 0;
        for (double stripe : stripes) {
            sum += stripe;
        }
        return max + StrictMath.log(sum);
    }

    /** e^x for x ≤ 0: x = k ln 2 + r, e^r by its series (|r| ≤ 0.35: the first term left out is below 1e-17), times 2^k. */
    private static double exp(double x) {
        if (x < LOWEST) {
            return 0;
        }
        double shifted = x * LOG2_E + ROUND;
        double k = shifted - ROUND;
        double r = k * -LN2_HIGH + x - k * LN2_LOW;
        double series = TAYLOR[TAYLOR.length - 1];
        for (int n = TAYLOR.length - 2; n >= 0; n--) {
            series = series * r + TAYLOR[n];
        }
        return Double.longBitsToDouble(
                Double.doubleToRawLongBits(series) + (Double.doubleToRawLongBits(shifted) << 52));
    }
}
