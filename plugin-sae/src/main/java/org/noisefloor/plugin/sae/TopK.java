package org.noisefloor.plugin.sae;

import java.util.Arrays;

/**
 * f = max(0, h) for the k largest h = x W_enc + b_enc, 0 for the others; of equals the one with the lowest index
 * (Makhzani and Frey 2013; Gao et al. 2024).
 *
 * <p>With {@code rescale_acts_by_decoder_norm} h is multiplied by the norm of the feature's decoder row before the choice,
 * and the activation divided by it before decoding, as if the decoder had unit norms.
 */
final class TopK implements FeatureRule {
    /** The lead of the k-th pre-activation, relative to it, below which engines may choose differently. */
    private static final double NEAR = 1e-5;

    private final int k;
    private final float[] bias;
    private final double[] decoderNorm;
    private final int[] heap;

    private TopK(int k, float[] bias, double[] decoderNorm) {
        this.k = k;
        this.bias = bias;
        this.decoderNorm = decoderNorm;
        this.heap = new int[k];
    }

    static TopK of(SaeConfig config, Weights weights) {
        double[] norms = new double[config.dSae()];
        Arrays.fill(norms, 1);
        if (config.rescaleByDecoderNorm()) {
            float[] row = new float[config.dIn()];
            for (int j = 0; j < norms.length; j++) {
                weights.matrix("W_dec").get(j * row.length, row);
                double squares = 0;
                for (float value : row) {
                    squares += (double) value * value;
                }
                norms[j] = Math.sqrt(squares);
            }
        }
        return new TopK(config.k(), weights.vector("b_enc"), norms);
    }

    @Override
    public void select(float[] h, Features active) {
        for (int j = 0; j < h.length; j++) {
            h[j] = (float) ((h[j] + bias[j]) * decoderNorm[j]);
        }
        float next = choose(h);
        float last = h[heap[0]];
        if (last > 0 && last - next < NEAR * last) {
            active.markNearTie();
        }
        Arrays.sort(heap);
        for (int j : heap) {
            if (h[j] > 0) {
                active.add(j, h[j], h[j] / decoderNorm[j]);
            }
        }
    }

    /**
     * Fills the heap with the k best, the worst of them on top, and returns the best of the others, −∞ if there is none.
     *
     * <p>Features come in ascending order, so a later one displaces an earlier one only if it is truly larger.
     */
    private float choose(float[] h) {
        for (int j = 0; j < k; j++) {
            heap[j] = j;
        }
        for (int i = k / 2 - 1; i >= 0; i--) {
            sink(i, h);
        }
        float next = Float.NEGATIVE_INFINITY;
        for (int j = k; j < h.length; j++) {
            if (h[j] > h[heap[0]]) {
                next = Math.max(next, h[heap[0]]);
                heap[0] = j;
                sink(0, h);
            } else {
                next = Math.max(next, h[j]);
            }
        }
        return next;
    }

    private void sink(int from, float[] h) {
        int moving = heap[from];
        int at = from;
        for (int child = 2 * at + 1; child < k; child = 2 * at + 1) {
            if (child + 1 < k && worse(heap[child + 1], heap[child], h)) {
                child++;
            }
            if (!worse(heap[child], moving, h)) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = moving;
    }

    private static boolean worse(int a, int b, float[] h) {
        return h[a] < h[b] || (h[a] == h[b] && a > b);
    }
}
