package org.noisefloor.plugin.kl.lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
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

    /** No |x| above this needs a power of two taken out for {@link #phi}. */
    static final float NEAR = 2;

    // (e^x − 1 − x)/x² for |x| ≤ NEAR, to 2.4e-8 of it; exact at 0. Constants, since the elements of an array are read
    // anew for every vector.
    private static final float PHI_0 = 0.5f;
    private static final float PHI_1 = 0x1.55554ep-3f;
    private static final float PHI_2 = 0x1.55554cp-5f;
    private static final float PHI_3 = 0x1.1112aap-7f;
    private static final float PHI_4 = 0x1.6c1afcp-10f;
    private static final float PHI_5 = 0x1.9fbda2p-13f;
    private static final float PHI_6 = 0x1.9f2308p-16f;
    private static final float PHI_7 = 0x1.7953bep-19f;
    private static final float PHI_8 = 0x1.3c899cp-22f;
    private static final float PHI_9 = 0x1.53bc02p-26f;

    /** What is added to it stays the same to the bit, zeros of either sign included. */
    private static final float NEUTRAL = -0f;

    private static final int ONE = Float.floatToRawIntBits(1);

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
     * As {@link #rounded}, but k = 0 for |x| ≤ {@link #NEAR}. With x = k ln 2 + r and s = 2^k, φ(x) = s φ(r) + (s − 1) + (s r − x): near 0 all
     * but φ(r) is exactly 0 then; beyond, φ(x) is above 1 and nothing cancels.
     */
    static FloatVector roundedBeyondNear(FloatVector x) {
        return rounded(x).blend(ROUND, x.abs().compare(VectorOperators.LE, NEAR));
    }

    /** x − k ln 2. */
    static FloatVector remainder(FloatVector x, FloatVector rounded) {
        FloatVector k = rounded.sub(ROUND);
        FloatVector r = k.fma(FloatVector.broadcast(FLOATS, -LN2_HIGH), x);
        return k.fma(FloatVector.broadcast(FLOATS, -LN2_LOW), r);
    }

    /** 2^k, k from −127 to 127; 0 for the lowest. */
    static FloatVector powerOfTwo(FloatVector rounded) {
        return rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    /**
     * φ(x) = e^x − 1 − x for |x| ≤ {@link #NEAR}. In pairs and pairs of pairs: what waits for one another is a third of what it would be in
     * one row, and processors compute the rest side by side.
     */
    static FloatVector phi(FloatVector x) {
        FloatVector x2 = x.mul(x);
        FloatVector x4 = x2.mul(x2);
        FloatVector first = pair(PHI_3, PHI_2, x).fma(x2, pair(PHI_1, PHI_0, x));
        FloatVector second = pair(PHI_7, PHI_6, x).fma(x2, pair(PHI_5, PHI_4, x));
        FloatVector last = pair(PHI_9, PHI_8, x);
        return last.fma(x4, second).fma(x4, first).mul(x2);
    }

    /**
     * Stores what a loop summed up. Of a vector that a loop carries the compiler does not know the class, and takes it from what all callers
     * of a method brought there: once those were two, vectors live on the heap. Of a sum whose first term was made here it knows the class, so
     * no method may be called on what a loop carries.
     */
    static void store(FloatVector sum, float[] into, int at) {
        FloatVector.broadcast(FLOATS, NEUTRAL).add(sum).intoArray(into, at);
    }

    /** 1 where x is at most an end, else 0. By the sign of their difference, since what a comparison gives goes through two registers more on JDK 17. */
    static FloatVector atOrBelow(float end, FloatVector x) {
        IntVector above =
                FloatVector.broadcast(FLOATS, end).sub(x).reinterpretAsInts().lanewise(VectorOperators.ASHR, 31);
        return IntVector.broadcast(above.species(), ONE)
                .lanewise(VectorOperators.AND_NOT, above)
                .reinterpretAsFloats();
    }

    /** slope · x + constant. */
    static FloatVector pair(float slope, float constant, FloatVector x) {
        return x.fma(FloatVector.broadcast(FLOATS, slope), FloatVector.broadcast(FLOATS, constant));
    }

    /** a − b − c, c as two floats, to its last bit. */
    static FloatVector difference(FloatVector a, FloatVector b, float c, float cLow) {
        FloatVector first = a.sub(b);
        FloatVector rounded = first.sub(c);
        FloatVector lost = lost(a, b, first).add(lost(first, FloatVector.broadcast(FLOATS, c), rounded));
        return rounded.add(lost.sub(cLow));
    }

    /** What rounding took from a − b (Knuth's two-sum). */
    private static FloatVector lost(FloatVector a, FloatVector b, FloatVector difference) {
        FloatVector bRounded = a.sub(difference);
        FloatVector aRounded = difference.add(bRounded);
        return a.sub(aRounded).add(bRounded.sub(b));
    }
}
