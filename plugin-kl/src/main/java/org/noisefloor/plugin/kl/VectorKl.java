package org.noisefloor.plugin.kl;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * KL(p‖q) from logits in one pass of double lanes. Sits in a class of its own because a JVM without the incubating Vector API
 * must never load it.
 *
 * <p>With m = argmax z, c = z̃_m − z_m and u_v = (z̃_v − z_v) − c, let B = Σ p u, C = Σ p φ(u) and L = log1p(B + C). Then
 * log q − log p = u − L, and KL = Σ p φ(u − L) = L − B = C − φ(L). The second form holds all digits where little changed, the
 * first where much did. Either cancels at most by about the factor 1/p_m ≤ V (Cauchy and Schwarz, since u_m = 0), so sums run
 * in blocks that keep their rounding errors near 1e-14: eight digits are left in the worst case known at V = 50,000, eleven and
 * more in ordinary ones. A rounding error of exp perturbs p on both sides alike and nothing else.
 *
 * <p><em>The same bits every time.</em> The JVM's own vector exp gives other last bits before it is compiled than after, so the
 * exponential here is made of additions and multiplications. The order of a lane reduction is not defined, and lanes differ
 * between machines, so entry v always goes to partial sum v mod 8, and these are added in order: any lane count gives the same.
 */
final class VectorKl {
    /** Partial sums of each quantity. */
    private static final int STRIPES = 8;

    /** Entries summed before they are added to the totals: a sum of 50,000 in a row would lose two digits more. */
    private static final int BLOCK = 1_024;

    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED.length() > STRIPES
            ? DoubleVector.SPECIES_512
            : DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = DOUBLES.length();

    /** Larger |u| are rare and go to the exact path; below this no product here can overflow. */
    private static final double LARGEST = 80;
    /** e^x is subnormal or zero below this: such terms are left out of a sum whose largest term is 1. */
    private static final double LOWEST = -708;

    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN2_HIGH = 0x1.62e42feep-1;
    private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    /** Adding and subtracting 1.5 · 2^52 rounds to a whole number, whose bits are then the low bits of the sum. */
    private static final double ROUND = 0x1.8p52;

    private static final double[] SERIES = Phi.SERIES;

    private VectorKl() {}

    /** Whether this machine has lanes at all: two doubles at least. */
    static boolean isSupported() {
        return LANES > 1;
    }

    /**
     * @param p logits of the distribution that weighs
     * @param q logits of the other one
     * @param vocabulary entries in use
     * @param favourite argmax of p's logits
     * @return nats; NaN if a logit is not finite or some |u| is above 80, which is for {@link ExactKl}
     */
    static double of(float[] p, float[] q, int vocabulary, int favourite) {
        Totals totals = new Totals(p[favourite], (double) q[favourite] - p[favourite]);
        int whole = vocabulary - vocabulary % STRIPES;
        for (int from = 0; from < whole; from += BLOCK) {
            totals.add(p, q, from, Math.min(whole, from + BLOCK));
        }
        int padding = 0;
        if (whole < vocabulary) {
            // the rest is filled up with the favourite, for which e = 1 and u = 0
            padding = STRIPES - (vocabulary - whole);
            totals.add(
                    filledUp(p, whole, vocabulary, p[favourite]),
                    filledUp(q, whole, vocabulary, q[favourite]),
                    0,
                    STRIPES);
        }
        if (sum(totals.inside) != vocabulary + padding) {
            return Double.NaN;
        }
        double partition = sum(totals.partition) - padding;
        double b = sum(totals.first) / partition;
        double c = sum(totals.second) / partition;
        double shift = StrictMath.log1p(b + c);
        return Math.max(0, Math.abs(shift) < 0.5 ? c - Phi.of(shift) : shift - b);
    }

    private static float[] filledUp(float[] logits, int from, int to, float with) {
        float[] filled = new float[STRIPES];
        Arrays.fill(filled, with);
        System.arraycopy(logits, from, filled, 0, to - from);
        return filled;
    }

    /** In order: the order of a lane reduction is not defined. */
    private static double sum(double[] stripes) {
        double sum = 0;
        for (double stripe : stripes) {
            sum += stripe;
        }
        return sum;
    }

    /** Partial sums, all relative to e^max. */
    private static final class Totals {
        private static final VectorSpecies<Float> FLOATS =
                VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));

        private final double max;
        private final double common;
        /** Σ e^(z − max). */
        final double[] partition = new double[STRIPES];
        /** Σ e^(z − max) u. */
        final double[] first = new double[STRIPES];
        /** Σ e^(z − max) φ(u). */
        final double[] second = new double[STRIPES];
        /** How many |u| are at most {@link #LARGEST}. */
        final double[] inside = new double[STRIPES];

        Totals(double max, double common) {
            this.max = max;
            this.common = common;
        }

        /** Takes in entries from..to−1, a multiple of {@link #STRIPES} in number. */
        void add(float[] p, float[] q, int from, int to) {
            for (int stripe = 0; stripe < STRIPES; stripe += LANES) {
                DoubleVector partitions = DoubleVector.zero(DOUBLES);
                DoubleVector firsts = DoubleVector.zero(DOUBLES);
                DoubleVector seconds = DoubleVector.zero(DOUBLES);
                DoubleVector insides = DoubleVector.zero(DOUBLES);
                for (int v = from + stripe; v < to; v += STRIPES) {
                    DoubleVector z = widened(p, v);
                    DoubleVector u = widened(q, v).sub(z).sub(common);
                    DoubleVector e = exp(z.sub(max));
                    partitions = partitions.add(e);
                    firsts = firsts.add(e.mul(u));
                    seconds = seconds.add(e.mul(phi(u)));
                    insides = insides.add(1, u.abs().compare(VectorOperators.LE, LARGEST));
                }
                addTo(partition, stripe, partitions);
                addTo(first, stripe, firsts);
                addTo(second, stripe, seconds);
                addTo(inside, stripe, insides);
            }
        }

        private static void addTo(double[] totals, int stripe, DoubleVector block) {
            DoubleVector.fromArray(DOUBLES, totals, stripe).add(block).intoArray(totals, stripe);
        }

        private static DoubleVector widened(float[] logits, int from) {
            return (DoubleVector) FloatVector.fromArray(FLOATS, logits, from).castShape(DOUBLES, 0);
        }
    }

    /** e^x for x ≤ 0: x = k ln 2 + r with |r| ≤ 0.35, e^x = 2^k (1 + r + φ(r)). */
    private static DoubleVector exp(DoubleVector x) {
        var tooLow = x.lt(LOWEST);
        DoubleVector bounded = x.blend(LOWEST, tooLow);
        DoubleVector shifted = bounded.mul(LOG2_E).add(ROUND);
        DoubleVector r = remainder(bounded, shifted);
        return series(r).add(r).add(1).mul(powerOfTwo(shifted)).blend(0, tooLow);
    }

    /**
     * φ(x) for |x| ≤ 80: with s = 2^k, φ(x) = s φ(r) + (s − 1) + (s r − x). For k = 0 the rest is exactly 0 and the series alone
     * remains; for any other k, φ(x) is above 0.05 and nothing cancels.
     */
    private static DoubleVector phi(DoubleVector x) {
        DoubleVector shifted = x.mul(LOG2_E).add(ROUND);
        DoubleVector r = remainder(x, shifted);
        DoubleVector s = powerOfTwo(shifted);
        return s.mul(series(r)).add(s.sub(1).add(s.mul(r).sub(x)));
    }

    private static DoubleVector remainder(DoubleVector x, DoubleVector shifted) {
        DoubleVector k = shifted.sub(ROUND);
        return x.sub(k.mul(LN2_HIGH)).sub(k.mul(LN2_LOW));
    }

    private static DoubleVector powerOfTwo(DoubleVector shifted) {
        LongVector exponent = shifted.reinterpretAsLongs().add(1023).lanewise(VectorOperators.LSHL, 52);
        return exponent.reinterpretAsDoubles();
    }

    /** φ(r) for |r| ≤ 0.35. */
    private static DoubleVector series(DoubleVector r) {
        DoubleVector sum = DoubleVector.broadcast(DOUBLES, SERIES[SERIES.length - 1]);
        for (int n = SERIES.length - 2; n >= 0; n--) {
            sum = sum.mul(r).add(SERIES[n]);
        }
        return sum.mul(r).mul(r);
    }
}
