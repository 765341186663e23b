package org.noisefloor.core.run;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * log Σ_v exp z_v in float64, with the maximum taken out first.
 *
 * <p>Both paths sum in float64; they differ by rounding alone (some 1e-16 of the sum). The vector path needs the incubating
 * Vector API, so it sits in a class of its own that a JVM without that module never loads.
 */
final class LogPartition {
    private static final boolean VECTORS =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    private LogPartition() {}

    /** @return NaN if a logit is NaN or +∞, or all are −∞ */
    static double of(float[] logits, int vocabulary, int favourite) {
        float max = logits[favourite];
        return VECTORS ? Vectors.of(logits, vocabulary, max) : scalar(logits, vocabulary, max);
    }

    /** argmax, the lowest index among equals. */
    static int favourite(float[] logits, int vocabulary) {
        int best = 0;
        for (int v = 1; v < vocabulary; v++) {
            if (logits[v] > logits[best]) {
                best = v;
            }
        }
        return best;
    }

    static double scalar(float[] logits, int vocabulary, float max) {
        double sum = 0;
        for (int v = 0; v < vocabulary; v++) {
            sum += Math.exp((double) logits[v] - max);
        }
        return max + Math.log(sum);
    }

    /**
     * The same sum in double lanes, with an exponential of additions and multiplications alone: the JVM's own vector exp gives
     * other last bits before it is compiled than after, and a report must not depend on when that happens.
     */
    static final class Vectors {
        private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
        private static final VectorSpecies<Float> FLOATS =
                VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));

        /** e^x rounds to a subnormal or zero below this: such terms are left out of a sum whose largest term is 1. */
        private static final double LOWEST = -708;

        private static final double LOG2_E = 1.4426950408889634;
        private static final double LN2_HIGH = 0x1.62e42feep-1;
        private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
        /** Adding and subtracting 1.5 · 2^52 rounds to a whole number, whose bits are then the low bits of the sum. */
        private static final double ROUND = 0x1.8p52;

        private static final double[] TAYLOR = new double[14];

        static {
            TAYLOR[0] = 1;
            for (int n = 1; n < TAYLOR.length; n++) {
                TAYLOR[n] = TAYLOR[n - 1] / n;
            }
        }

        private Vectors() {}

        static double of(float[] logits, int vocabulary, float max) {
            DoubleVector sums = DoubleVector.zero(DOUBLES);
            int bound = DOUBLES.loopBound(vocabulary);
            for (int v = 0; v < bound; v += DOUBLES.length()) {
                DoubleVector z =
                        (DoubleVector) FloatVector.fromArray(FLOATS, logits, v).castShape(DOUBLES, 0);
                sums = sums.add(exp(z.sub(max)));
            }
            double sum = 0;
            for (double lane : sums.toArray()) {
                sum += lane; // in this order: the order of a lane reduction is not defined
            }
            for (int v = bound; v < vocabulary; v++) {
                sum += Math.exp((double) logits[v] - max);
            }
            return max + Math.log(sum);
        }

        /** e^x for x ≤ 0: x = k ln 2 + r, e^r by its series (|r| ≤ 0.35: the first term left out is below 1e-17), times 2^k. */
        static DoubleVector exp(DoubleVector x) {
            var tooLow = x.lt(LOWEST);
            DoubleVector shifted = x.blend(LOWEST, tooLow).mul(LOG2_E).add(ROUND);
            DoubleVector k = shifted.sub(ROUND);
            DoubleVector r = k.mul(-LN2_HIGH).add(x.blend(LOWEST, tooLow)).sub(k.mul(LN2_LOW));
            DoubleVector series = DoubleVector.broadcast(DOUBLES, TAYLOR[13]);
            for (int n = 12; n >= 0; n--) {
                series = series.mul(r).add(TAYLOR[n]);
            }
            LongVector exponent = shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52);
            return series.reinterpretAsLongs()
                    .add(exponent)
                    .reinterpretAsDoubles()
                    .blend(0, tooLow);
        }
    }
}
