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
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link LogitScan} in lanes, operation by operation those of {@link ScalarScan}. What a loop carried is stored by way of a
 * vector that was made here: of that one the compiler knows the class, whoever else stores vectors of other lengths.
 */
final class VectorScan {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED.length() > LogitScan.STRIPES
            ? DoubleVector.SPECIES_512
            : DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = DOUBLES.length();
    private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, DOUBLES.vectorShape());
    /** As many floats as there are doubles in a vector; there are no vectors below 64 bits. */
    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Math.max(64, DOUBLES.vectorBitSize() / 2)));

    private VectorScan() {}

    /** Doubles in a vector of this machine; 1 means that it has none, and that this class is of no use. */
    static int lanes() {
        return LANES;
    }

    static void highest(float[] logits, int from, float[] cells, int to) {
        for (int cell = 0; cell < LogitScan.CELLS; cell += FLOATS.length()) {
            FloatVector lowest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
            FloatVector even = lowest;
            FloatVector odd = lowest;
            for (int i = from + cell; i < from + LogitScan.BLOCK; i += 2 * LogitScan.CELLS) {
                FloatVector first = FloatVector.fromArray(FLOATS, logits, i);
                FloatVector second = FloatVector.fromArray(FLOATS, logits, i + LogitScan.CELLS);
                even = higher(even, first);
                odd = higher(odd, second);
            }
            FloatVector known = higher(lowest, even);
            higher(known, odd).intoArray(cells, to + cell);
        }
    }

    /** The first where the second is not above it, also where that is no number. */
    private static FloatVector higher(FloatVector first, FloatVector second) {
        return first.blend(second, second.compare(VectorOperators.GT, first));
    }

    static void add(float[] logits, int from, float reference, double[] stripes) {
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

    private static DoubleVector exp(DoubleVector x) {
        DoubleVector scaled =
                x.blend(ScalarScan.LOWEST, x.lt(ScalarScan.LOWEST)).mul(ScalarScan.LOG2_E);
        DoubleVector shifted = scaled.add(ScalarScan.ROUND);
        DoubleVector f = scaled.sub(shifted.sub(ScalarScan.ROUND));
        DoubleVector f2 = f.mul(f);
        DoubleVector f4 = f2.mul(f2);
        DoubleVector low = f.mul(EXP_3).add(EXP_2).mul(f2).add(f.mul(EXP_1).add(1));
        DoubleVector middle = f.mul(EXP_7).add(EXP_6).mul(f2).add(f.mul(EXP_5).add(EXP_4));
        DoubleVector high = f2.mul(EXP_10).add(f.mul(EXP_9).add(EXP_8));
        DoubleVector series = high.mul(f4).add(middle).mul(f4).add(low);
        LongVector exponent = shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52);
        return series.reinterpretAsLongs().add(exponent).reinterpretAsDoubles();
    }
}
