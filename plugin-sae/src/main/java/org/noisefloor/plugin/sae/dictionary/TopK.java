package org.noisefloor.plugin.sae.dictionary;

import java.util.Arrays;

/** The features with the k largest pre-activations, or the largest of their magnitudes; of equals the one with the lowest index. */
final class TopK implements FeatureRule {
    /** The lead of the k-th pre-activation, relative to it, below which engines may choose differently. */
    private static final double NEAR = 1e-5;

    private final int k;
    private final boolean byMagnitude;
    private final float[] bias;
    private final Ranking ranking;
    private final float[] ranked;
    private final float[] size;
    private final int[] heap;

    TopK(Selection.TopK selection, float[] bias, Ranking ranking) {
        this.k = selection.k();
        this.byMagnitude = selection.byMagnitude();
        this.bias = bias;
        this.ranking = ranking;
        this.ranked = new float[bias.length];
        this.size = byMagnitude ? new float[bias.length] : ranked;
        this.heap = new int[k];
    }

    @Override
    public void select(float[] x, float[] h, Features active) {
        for (int j = 0; j < h.length; j++) {
            h[j] += bias[j];
            ranked[j] = ranking.ranked(j, h[j]);
        }
        if (byMagnitude) {
            for (int j = 0; j < h.length; j++) {
                size[j] = Math.abs(ranked[j]);
            }
        }
        float next = choose(size);
        float last = size[heap[0]];
        if (last > 0 && last - next < NEAR * last) {
            active.markNearTie();
        }
        Arrays.sort(heap);
        for (int j : heap) {
            if (size[j] > 0) {
                ranking.add(j, h[j], ranked[j], active);
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
