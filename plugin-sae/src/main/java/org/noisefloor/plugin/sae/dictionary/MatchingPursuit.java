package org.noisefloor.plugin.sae.dictionary;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * {@link Selection.MatchingPursuit}. One product with the whole decoder for each step and row, so this costs as many times more than
 * another encoder as there are steps.
 */
final class MatchingPursuit implements FeatureRule {
    private final Selection.MatchingPursuit rule;
    private final FloatBuffer decoder;
    private final Blas blas;
    private final FloatBuffer residual;
    private final FloatBuffer products;
    private final float[] left;
    private final float[] row;
    private final float[] h;
    private final float[] activation;

    MatchingPursuit(Selection.MatchingPursuit rule, Dictionary dictionary, Blas blas) {
        this.rule = rule;
        this.decoder = dictionary.decoder();
        this.blas = blas;
        this.residual = Direct.floats("what is left of an activation", dictionary.dIn());
        this.products = Direct.floats("pre-activations", dictionary.dSae());
        this.left = new float[dictionary.dIn()];
        this.row = new float[dictionary.dIn()];
        this.h = new float[dictionary.dSae()];
        this.activation = new float[dictionary.dSae()];
    }

    @Override
    public void select(float[] x, float[] unused, Features active) {
        System.arraycopy(x, 0, left, 0, left.length);
        Arrays.fill(activation, 0);
        for (int step = 0; step < rule.iterations(); step++) {
            residual.put(0, left);
            blas.rowTimesTransposed(residual, decoder, products, left.length, h.length);
            products.get(0, h);
            int best = best();
            decoder.get(best * row.length, row);
            float value = Math.max(0, product());
            boolean repeated = activation[best] != 0;
            activation[best] += value;
            for (int i = 0; i < left.length; i++) {
                left[i] -= value * row[i];
            }
            // with a product of 0 nothing changes any more
            if (value == 0 || (rule.untilRepeated() && repeated) || (rule.residual() > 0 && norm() < rule.residual())) {
                break;
            }
        }
        for (int j = 0; j < activation.length; j++) {
            if (activation[j] != 0) {
                active.add(j, activation[j], activation[j]);
            }
        }
    }

    /** The largest positive product; of equals the first, and the first feature if none is positive. */
    private int best() {
        int best = 0;
        float most = 0;
        for (int j = 0; j < h.length; j++) {
            if (h[j] > most) {
                most = h[j];
                best = j;
            }
        }
        return best;
    }

    private float product() {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * row[i];
        }
        return (float) sum;
    }

    private double norm() {
        double squares = 0;
        for (float value : left) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
