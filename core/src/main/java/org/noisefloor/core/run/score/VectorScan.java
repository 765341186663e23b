package org.noisefloor.core.run.score;

import static org.noisefloor.core.run.score.ScalarScan.EXP_1;
import static org.noisefloor.core.run.score.ScalarScan.EXP_10;
import static org.noisefloor.core.run.score.ScalarScan.EXP_2;
import static org.noisefloor.core.run.score.ScalarScan.EXP_3;
import static org.noisefloor.core.run.score.ScalarScan.EXP_4;
import static org.noisefloor.core.run.score.ScalarScan.EXP_5;
import static org.noisefloor.core.run.score.ScalarScan.EXP_6;
import static org.noisefloor.core.run.score.ScalarScan.EXP_7;
import static org.noisefloor.core.run.score.ScalarScan.EXP_8;
import static org.noisefloor.core.run.score.ScalarScan.EXP_9;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link LogitScan} in lanes; sums are made operation by operation as {@link ScalarScan} makes them. What a loop carried is stored by way of a
 * vector that was made here: of that one the compiler knows the class, whoever else stores vectors of other lengths.
 */
final class VectorScan {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED.length() > LogitScan.STRIPES
            ? DoubleVector.SPECIES_512
            : DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = DOUBLES.length();
    private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, DOUBLES.vectorShape());
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, DOUBLES.vectorShape());
    /** As many floats as there are doubles in a vector; there are no vectors below 64 bits. */
    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Math.max(64, DOUBLES.vectorBitSize() / 2)));

    private static final int SIGN = Integer.MIN_VALUE;

    private VectorScan() {}

    /** Doubles in a vector of this machine; 1 means that it has none, and that this class is of no use. */
    static int lanes() {
        return LANES;
    }

    /**
     * As {@link ScalarScan#highest}, but that a cell may be NaN where something in it is. Floats of one sign are ordered as their bits are, so maxima
     * and minima of whole numbers take the place of comparisons, which JDK 17 carries from one kind of register to another.
     *
     * @param range takes the highest of all, or NaN, which only a block that holds one gives, and the lowest, or 0 where that is less
     */
    static void highest(float[] logits, int from, float[] cells, int to, float[] range) {
        int mostPositive = SIGN;
        int leastNegative = ~SIGN;
        int lowest = SIGN;
        for (int cell = 0; cell < LogitScan.CELLS; cell += FLOATS.length()) {
            IntVector least = IntVector.broadcast(INTS, SIGN);
            IntVector positive = least;
            IntVector negative = IntVector.broadcast(INTS, ~SIGN);
            IntVector low = least;
            for (int i = from + cell; i < from + LogitScan.BLOCK; i += LogitScan.CELLS) {
                IntVector bits = FloatVector.fromArray(FLOATS, logits, i).reinterpretAsInts();
                positive = bits.max(positive);
                negative = bits.min(negative);
                low = bits.lanewise(VectorOperators.XOR, SIGN).max(low);
            }
            IntVector ofPositive = least.max(positive);
            IntVector ofNegative = IntVector.broadcast(INTS, ~SIGN).min(negative);
            ofNegative
                    .blend(ofPositive, ofPositive.compare(VectorOperators.GE, 0))
                    .reinterpretAsFloats()
                    .intoArray(cells, to + cell);
            mostPositive = Math.max(mostPositive, ofPositive.reduceLanes(VectorOperators.MAX));
            leastNegative = Math.min(leastNegative, ofNegative.reduceLanes(VectorOperators.MIN));
            lowest = Math.max(lowest, least.max(low).reduceLanes(VectorOperators.MAX));
        }
        range[0] = Float.intBitsToFloat(mostPositive < 0 ? leastNegative : mostPositive);
        range[1] = lowest < 0 ? 0 : Float.intBitsToFloat(lowest ^ SIGN);
    }

    /** Adds e^(z − reference) of a block whose logits all lie less than {@link ScalarScan#LOWEST} below the reference. */
    static void addNear(float[] logits, int from, float reference, double[] stripes) {
        for (int stripe = 0; stripe < LogitScan.STRIPES; stripe += LANES) {
            DoubleVector sums = DoubleVector.fromArray(DOUBLES, stripes, stripe);
            for (int i = from + stripe; i < from + LogitScan.BLOCK; i += LogitScan.STRIPES) {
                DoubleVector z =
                        (DoubleVector) FloatVector.fromArray(HALF, logits, i).castShape(DOUBLES, 0);
                sums = sums.add(exp(z.sub(reference)));
            }
            DoubleVector.zero(DOUBLES).add(sums).intoArray(stripes, stripe); // which are not below 0
        }
    }

    /** As {@link #addNear}, of any block, which costs a comparison and a choice for each vector. */
    static void addFar(float[] logits, int from, float reference, double[] stripes) {
        for (int stripe = 0; stripe < LogitScan.STRIPES; stripe += LANES) {
            DoubleVector sums = DoubleVector.fromArray(DOUBLES, stripes, stripe);
            for (int i = from + stripe; i < from + LogitScan.BLOCK; i += LogitScan.STRIPES) {
                DoubleVector z =
                        (DoubleVector) FloatVector.fromArray(HALF, logits, i).castShape(DOUBLES, 0);
                DoubleVector x = z.sub(reference);
                sums = sums.add(exp(x.blend(ScalarScan.LOWEST, x.lt(ScalarScan.LOWEST))));
            }
            DoubleVector.zero(DOUBLES).add(sums).intoArray(stripes, stripe);
        }
    }

    private static DoubleVector exp(DoubleVector x) {
        DoubleVector log2e = DoubleVector.broadcast(DOUBLES, ScalarScan.LOG2_E);
        DoubleVector shifted = x.fma(log2e, DoubleVector.broadcast(DOUBLES, ScalarScan.ROUND));
        // taken here, and not where it is added: right behind what it is taken of (docs/design/kernels.md)
        LongVector exponent = shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52);
        DoubleVector f =
                x.fma(log2e, DoubleVector.broadcast(DOUBLES, ScalarScan.ROUND).sub(shifted));
        DoubleVector f2 = f.mul(f);
        DoubleVector f4 = f2.mul(f2);
        DoubleVector low = pair(f, EXP_3, EXP_2).fma(f2, pair(f, EXP_1, 1));
        DoubleVector middle = pair(f, EXP_7, EXP_6).fma(f2, pair(f, EXP_5, EXP_4));
        DoubleVector high = pair(f2, EXP_10, pair(f, EXP_9, EXP_8));
        DoubleVector series = high.fma(f4, middle).fma(f4, low);
        return series.reinterpretAsLongs().add(exponent).reinterpretAsDoubles();
    }

    private static DoubleVector pair(DoubleVector f, double slope, double constant) {
        return pair(f, slope, DoubleVector.broadcast(DOUBLES, constant));
    }

    private static DoubleVector pair(DoubleVector f, double slope, DoubleVector constant) {
        return f.fma(DoubleVector.broadcast(DOUBLES, slope), constant);
    }
}
