package org.noisefloor.core.run.score;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The sum of {@link LogPartition} in double lanes, to the same bits. */
final class VectorLogPartition {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED.length() > LogPartition.STRIPES
            ? DoubleVector.SPECIES_512
            : DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = DOUBLES.length();
    /** As many floats as there are lanes; there are no vectors below 64 bits. */
    private static final VectorSpecies<Float> FLOATS =
            VectorSpecies.of(float.class, VectorShape.forBitSize(Math.max(64, DOUBLES.vectorBitSize() / 2)));

    private VectorLogPartition() {}

    /** Doubles in a vector of this machine; 1 means that it has none, and that this class is of no use. */
    static int lanes() {
        return LANES;
    }

    static double of(float[] logits, int vocabulary, float max) {
        int whole = vocabulary - vocabulary % LogPartition.STRIPES;
        double[] stripes = new double[LogPartition.STRIPES];
        for (int stripe = 0; stripe < LogPartition.STRIPES; stripe += LANES) {
            DoubleVector sums = DoubleVector.zero(DOUBLES);
            for (int v = stripe; v < whole; v += LogPartition.STRIPES) {
                DoubleVector z =
                        (DoubleVector) FloatVector.fromArray(FLOATS, logits, v).castShape(DOUBLES, 0);
                sums = sums.add(exp(z.sub(max)));
            }
            sums.intoArray(stripes, stripe);
        }
        return LogPartition.finish(stripes, logits, whole, vocabulary, max);
    }

    /** {@link LogPartition}'s exponential, operation by operation. */
    private static DoubleVector exp(DoubleVector x) {
        var tooLow = x.lt(LogPartition.LOWEST);
        DoubleVector bounded = x.blend(LogPartition.LOWEST, tooLow);
        DoubleVector shifted = bounded.mul(LogPartition.LOG2_E).add(LogPartition.ROUND);
        DoubleVector k = shifted.sub(LogPartition.ROUND);
        DoubleVector r = k.mul(-LogPartition.LN2_HIGH).add(bounded).sub(k.mul(LogPartition.LN2_LOW));
        DoubleVector series = DoubleVector.broadcast(DOUBLES, LogPartition.TAYLOR[LogPartition.TAYLOR.length - 1]);
        for (int n = LogPartition.TAYLOR.length - 2; n >= 0; n--) {
            series = series.mul(r).add(LogPartition.TAYLOR[n]);
        }
        LongVector exponent = shifted.reinterpretAsLongs().lanewise(VectorOperators.LSHL, 52);
        return series.reinterpretAsLongs().add(exponent).reinterpretAsDoubles().blend(0, tooLow);
    }
}
