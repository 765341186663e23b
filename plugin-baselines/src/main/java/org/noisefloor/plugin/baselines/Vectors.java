package org.noisefloor.plugin.baselines;

/**
 * Float64 arithmetic on vectors. The order of every sum is fixed by the lengths alone, so that a result has the same bits on
 * every machine.
 */
final class Vectors {
    private Vectors() {}

    /** Σ_i x_i y_{from+i} over the whole of x, in four sums, which a processor carries out side by side. */
    static double dot(double[] x, double[] y, int from) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < x.length; i += 4) {
            s0 += x[i] * y[from + i];
            s1 += x[i + 1] * y[from + i + 1];
            s2 += x[i + 2] * y[from + i + 2];
            s3 += x[i + 3] * y[from + i + 3];
        }
        for (; i < x.length; i++) {
            s0 += x[i] * y[from + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    static double dot(double[] x, double[] y) {
        return dot(x, y, 0);
    }

    static double norm(double[] x) {
        return Math.sqrt(dot(x, x));
    }

    /** y_i += scale · x_i as far as both go. Entries of the same place, of which the JVM takes several in one instruction. */
    static void addTo(double[] y, double scale, double[] x) {
        int length = Math.min(x.length, y.length);
        for (int i = 0; i < length; i++) {
            y[i] += scale * x[i];
        }
    }

    /** The same from an entry of y on: one by one, since the JVM cannot tell that y and x are two vectors. */
    static void addTo(double[] y, int to, double scale, double[] x) {
        for (int i = 0; i < x.length; i++) {
            y[to + i] += scale * x[i];
        }
    }

    /**
     * Makes a vector one of length 1.
     *
     * @return false for a vector of zeros, which stays
     */
    static boolean normalise(double[] x) {
        double norm = norm(x);
        if (norm == 0) {
            return false;
        }
        for (int i = 0; i < x.length; i++) {
            x[i] /= norm;
        }
        return true;
    }

    /** Takes away the component along an axis of any length other than 0. */
    static void removeAlong(double[] axis, double[] x) {
        addTo(x, -dot(axis, x) / dot(axis, axis), axis);
    }
}
