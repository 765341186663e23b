package org.noisefloor.plugin.sae.dictionary;

import java.nio.FloatBuffer;

/**
 * Σ f_j W_dec[j] over active features, in ascending order and in float64. Four features are added in one pass over the sum, which is
 * then loaded and stored a fourth as often; the order in which one number is added to another stays.
 */
final class SparseDecoder {
    private final FloatBuffer decoder;
    private final float[] a;
    private final float[] b;
    private final float[] c;
    private final float[] d;

    /**
     * @param decoder W_dec, [d_sae, width]
     * @param width d_out
     */
    SparseDecoder(FloatBuffer decoder, int width) {
        this.decoder = decoder;
        this.a = new float[width];
        this.b = new float[width];
        this.c = new float[width];
        this.d = new float[width];
    }

    /** @param sum [d_out], to which the rows are added */
    void add(Features features, double[] sum) {
        int n = 0;
        for (; n + 4 <= features.count(); n += 4) {
            addFour(features, n, sum);
        }
        for (; n < features.count(); n++) {
            double f = row(features, n, a);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += f * a[i];
            }
        }
    }

    private void addFour(Features features, int n, double[] sum) {
        double fa = row(features, n, a);
        double fb = row(features, n + 1, b);
        double fc = row(features, n + 2, c);
        double fd = row(features, n + 3, d);
        for (int i = 0; i < sum.length; i++) {
            sum[i] = sum[i] + fa * a[i] + fb * b[i] + fc * c[i] + fd * d[i];
        }
    }

    /** Copies the decoder's row of a feature, from memory that the processor reads ahead in one go, and returns its coefficient. */
    private double row(Features features, int n, float[] into) {
        decoder.get(features.index(n) * into.length, into);
        return features.coefficient(n);
    }
}
