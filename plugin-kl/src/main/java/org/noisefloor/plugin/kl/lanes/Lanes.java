package org.noisefloor.plugin.kl.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the vector loops have in common.
 *
 * <p><em>The same bits every time.</em> The JVM's own vector exp gives other last bits before it is compiled than after, so
 * exponentials are made of additions and multiplications. The order of a lane reduction is not defined, and lanes differ
 * between machines, so entry v always goes to partial sum v mod {@link #STRIPES}, and these are added in order: any lane count
 * gives the same.
 *
 * <p>Touches the incubating Vector API: a JVM without it must never load this class, nor those that use it.
 */
public final class Lanes {
    /** Partial sums of each quantity. */
    static final int STRIPES = 16;

    /** Entries whose float32 terms are summed in float32 before float64 takes over; their scratch fits into the first cache. */
    static final int BLOCK = 512;

    static final VectorSpecies<Float> FLOATS =
            FloatVector.SPECIES_PREFERRED.length() > STRIPES ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;
    static final int COUNT = FLOATS.length();

    private static final float LOG2_E = 0x1.715476p0f;
    /** ln 2 in two parts; the first has trailing zeros, so that its product with a small whole number is exact. */
    private static final float LN2_HIGH = 0x1.62e4p-1f;

    private static final float LN2_LOW = (float) (0x1.62e42fefa39efp-1 - LN2_HIGH);
    /** Adding and subtracting 1.5 · 2^23 rounds to a whole number, whose bits are then the low bits of the sum; 127 is the exponent of 1. */
    private static final float ROUND = 0x1.8p23f + 127;

    /** 1/n! for the series of the exponential. Constants, since the elements of an array are read anew for every vector. */
    static final float INVERSE_FACTORIAL_2 = 1 / 2f;

    static final float INVERSE_FACTORIAL_3 = 1 / 6f;
    static final float INVERSE_FACTORIAL_4 = 1 / 24f;
    static final float INVERSE_FACTORIAL_5 = 1 / 120f;
    static final float INVERSE_FACTORIAL_6 = 1 / 720f;
    static final float INVERSE_FACTORIAL_7 = 1 / 5040f;
    private static final float INVERSE_FACTORIAL_8 = 1 / 40320f;
    private static final float INVERSE_FACTORIAL_9 = 1 / 362880f;
    private static final float INVERSE_FACTORIAL_10 = 1 / 3628800f;
    private static final float INVERSE_FACTORIAL_11 = 1 / 39916800f;

    private Lanes() {}

    /**
     * Whether this machine has lanes worth the name. Processors with narrow ones multiply and add in one step only on ARM;
     * elsewhere the JVM then does that in software, a thousand times slower than the exact path.
     */
    public static boolean areSupported() {
        return COUNT >= 8 || (COUNT >= 4 && System.getProperty("os.arch").equals("aarch64"));
    }

    /** k = x/ln 2 rounded, plus a constant that {@link #remainder} and {@link #powerOfTwo} take out again. */
    static FloatVector rounded(FloatVector x) {
        return x.fma(FloatVector.broadcast(FLOATS, LOG2_E), FloatVector.broadcast(FLOATS, ROUND));
    }

    /**
     * As {@link #rounded}, but k = 0 for |x| ≤ 1. With x = k ln 2 + r and s = 2^k, φ(x) = s φ(r) + (s − 1) + (s r − x): for |x| ≤ 1 all
     * but φ(r) is exactly 0 then; beyond, φ(x) is above 0.36 and nothing cancels.
     */
    static FloatVector roundedBeyondOne(FloatVector x) {
        return rounded(x).blend(ROUND, x.abs().compare(VectorOperators.LE, 1f));
    }

    /** x − k ln 2. */
    static FloatVector remainder(FloatVector x, FloatVector rounded) {
        FloatVector k = rounded.sub(ROUND);
        FloatVector r = k.fma(FloatVector.broadcast(FLOATS, -LN2_HIGH), x);
        return k.fma(FloatVector.broadcast(FLOATS, -LN2_LOW), r);
    }

    /** 2^k, k from −126 to 127. */
    static FloatVector powerOfTwo(FloatVector rounded) {
        return rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    /** φ(r) = e^r − 1 − r for |r| ≤ 1; the first term left out is 4e-9 of it. */
    static FloatVector phiNearZero(FloatVector r) {
        return FloatVector.broadcast(FLOATS, INVERSE_FACTORIAL_11)
                .fma(r, FloatVector.broadcast(FLOATS, INVERSE_FACTORIAL_10))
                .fma(r, FloatVector.broadcast(FLOATS, INVERSE_FACTORIAL_9))
                .fma(r, FloatVector.broadcast(FLOATS, INVERSE_FACTORIAL_8))
                .fma(r, FloatVector.broadcast(FLOATS, INVERSE_FACTORIAL_7))
                .fma(r, FloatVector.broadcast(FLOATS, INVERSE_FACTORIAL_6))
                .fma(r, FloatVector.broadcast(FLOATS, INVERSE_FACTORIAL_5))
                .fma(r, FloatVector.broadcast(FLOATS, INVERSE_FACTORIAL_4))
                .fma(r, FloatVector.broadcast(FLOATS, INVERSE_FACTORIAL_3))
                .fma(r, FloatVector.broadcast(FLOATS, INVERSE_FACTORIAL_2))
                .mul(r)
                .mul(r);
    }

    /** What rounding took from a − b (Knuth's two-sum). */
    static FloatVector lost(FloatVector a, FloatVector b, FloatVector difference) {
        FloatVector bRounded = a.sub(difference);
        FloatVector aRounded = difference.add(bRounded);
        return a.sub(aRounded).add(bRounded.sub(b));
    }
}
