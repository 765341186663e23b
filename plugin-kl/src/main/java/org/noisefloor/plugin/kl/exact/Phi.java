package org.noisefloor.plugin.kl.exact;

/**
 * φ(d) = e^d − 1 − d, the convex function whose mean under p is KL.
 *
 * <p>Written out, e^d − 1 − d loses half the digits of d near 0, and with them the KL of an almost faithful splice.
 */
public final class Phi {
    /** 1/2!, 1/3!, …, 1/14!: for |d| ≤ 0.35 the first term left out is below 1e-16 of the sum. */
    static final double[] SERIES = new double[13];

    private static final double SERIES_BELOW = 0.3;

    static {
        double factorial = 1;
        for (int n = 0; n < SERIES.length; n++) {
            factorial *= n + 2;
            SERIES[n] = 1 / factorial;
        }
    }

    private Phi() {}

    public static double of(double d) {
        if (Math.abs(d) >= SERIES_BELOW) {
            return StrictMath.expm1(d) - d;
        }
        double sum = SERIES[SERIES.length - 1];
        for (int n = SERIES.length - 2; n >= 0; n--) {
            sum = sum * d + SERIES[n];
        }
        return sum * d * d;
    }
}
