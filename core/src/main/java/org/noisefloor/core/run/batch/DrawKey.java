package org.noisefloor.core.run.batch;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Random generators by key, so that a draw does not depend on batch size, threads, order or partitioning.
 *
 * <p>The words of the key go through the finaliser of SplitMix64 one after the other (Steele, Lea and Flood 2014); the
 * result seeds a {@link SplittableRandom}, whose algorithm the JDK's documentation fixes.
 */
public final class DrawKey {
    private final long key;

    private DrawKey(long key) {
        this.key = key;
    }

    /** The key of one draw of one baseline. */
    public static DrawKey of(long seed, String baseline, int draw) {
        long mixed = mix(seed);
        for (int i = 0; i < baseline.length(); i++) {
            mixed = mix(mixed ^ baseline.charAt(i));
        }
        return new DrawKey(mix(mixed ^ draw));
    }

    /** The generator that all sequences share. */
    public RandomGenerator shared() {
        return new SplittableRandom(key);
    }

    public RandomGenerator at(int sequence, int position) {
        return new SplittableRandom(mix(mix(key ^ (sequence + 1L)) ^ position));
    }

    private static long mix(long word) {
        long z = word + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
