package org.noisefloor.plugin.baselines;

import java.util.random.RandomGenerator;

/**
 * Random numbers from nothing but {@link RandomGenerator#nextLong}.
 *
 * <p>The JDK documents neither how {@code nextGaussian} nor how {@code nextInt(bound)} uses the bits of a generator, so both
 * may change between releases and with them every draw of a report. These do not: they use IEEE arithmetic and
 * {@link StrictMath} alone.
 */
final class Draws {
    /** How often a direction is drawn before it counts as none. */
    static final int ATTEMPTS = 16;

    private Draws() {}

    /** A uniform number in 0..bound−1. */
    static int below(RandomGenerator random, int bound) {
        return (int) below(random, (long) bound);
    }

    /** A uniform number in 0..bound−1, by rejecting the incomplete last run of multiples of the bound. */
    static long below(RandomGenerator random, long bound) {
        long last = Long.MAX_VALUE - Long.MAX_VALUE % bound;
        long bits = random.nextLong() >>> 1;
        while (bits >= last) {
            bits = random.nextLong() >>> 1;
        }
        return bits % bound;
    }

    /**
     * Fills with a direction uniform on the unit sphere: independent gaussians, normalised, in float64. A vector of zeros is
     * drawn again, up to 16 times.
     *
     * @return false if all of them were zero, which says that the generator is broken
     */
    static boolean direction(RandomGenerator random, double[] direction) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            gaussians(random, direction);
            if (Vectors.normalise(direction)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Fills with a direction uniform on the unit sphere in the space orthogonal to an axis of any length other than 0.
     *
     * @return false if 16 draws gave nothing, as in one dimension, where there is no such direction
     */
    static boolean orthogonalDirection(RandomGenerator random, double[] axis, double[] direction) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            gaussians(random, direction);
            // the second time takes away what rounding left the first time, which matters if the draw lay along the
            // axis
            Vectors.removeAlong(axis, direction);
            Vectors.removeAlong(axis, direction);
            if (Vectors.normalise(direction)) {
                return true;
            }
        }
        return false;
    }

    /** Independent standard normal numbers by the polar method (Marsaglia and Bray 1964), two from each accepted point. */
    static void gaussians(RandomGenerator random, double[] out) {
        for (int i = 0; i < out.length; i += 2) {
            double x;
            double y;
            double s;
            do {
                x = symmetric(random);
                y = symmetric(random);
                s = x * x + y * y;
            } while (s >= 1 || s == 0);
            double scale = Math.sqrt(-2 * StrictMath.log(s) / s);
            out[i] = x * scale;
            if (i + 1 < out.length) {
                out[i + 1] = y * scale;
            }
        }
    }

    /** Uniform in [−1, 1), a multiple of 2^−52. */
    private static double symmetric(RandomGenerator random) {
        return (random.nextLong() >> 11) * 0x1p-52;
    }
}
