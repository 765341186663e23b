package org.noisefloor.plugin.baselines;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * An orthogonal matrix drawn from the Haar measure, as a product of reflections: rotations and mirrorings, none likelier than
 * another.
 *
 * <p>Q = M_0 M_1 … M_{d−1}, where M_k acts on the coordinates from k on and takes the first of them to a direction v_k uniform on
 * the sphere: flip the sign of that coordinate if v_k starts with a positive number, then reflect along v_k ± (1, 0, …, 0), with
 * the sign that avoids cancellation. Given its first column, the rest of such a matrix is Haar-random on the space orthogonal
 * to it, which is what M_1, M_2, … make.
 *
 * <p>Sources: Stewart 1980, "The efficient generation of random orthogonal matrices"; Mezzadri 2007, "How to generate random
 * matrices from the classical compact groups".
 *
 * <p>Memory: 4 d² bytes. Time: d²/2 gaussians; then d² multiplications and additions per vector, as with a matrix. The QR
 * decomposition of a gaussian matrix has the same distribution and costs d³.
 */
final class Rotation {
    /** Vector k has d − k entries and squared norm 2, so that reflecting takes x to x − (w·x) w. */
    private final double[][] reflections;

    Rotation(int width, RandomGenerator random) {
        reflections = new double[width][];
        for (int k = 0; k < width; k++) {
            reflections[k] = reflection(new double[width - k], random);
        }
    }

    private static double[] reflection(double[] v, RandomGenerator random) {
        if (!Draws.direction(random, v)) {
            throw new IllegalStateException("sixteen draws of a direction were all zero: the generator is broken");
        }
        double length = Math.sqrt(1 + Math.abs(v[0]));
        v[0] += Math.copySign(1, v[0]);
        for (int i = 0; i < v.length; i++) {
            v[i] /= length;
        }
        return v;
    }

    /** Rotates vectors in place; several at once, so that a reflection is read from memory once for all of them. */
    void apply(List<double[]> vectors) {
        for (int k = reflections.length - 1; k >= 0; k--) {
            double[] w = reflections[k];
            for (double[] x : vectors) {
                if (w[0] > 0) {
                    x[k] = -x[k];
                }
                Vectors.addTo(x, k, -Vectors.dot(w, x, k), w);
            }
        }
    }
}
