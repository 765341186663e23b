package org.noisefloor.plugin.sae.dictionary;

/** Which features are active at a position, and how strongly. */
interface FeatureRule {

    /**
     * Adds the active features.
     *
     * @param x the prepared row, [d_in]
     * @param products x times W_enc, without a bias, [d_sae]; may be overwritten
     * @param active cleared by the caller
     */
    void select(float[] x, float[] products, Features active);

    /**
     * Of a dictionary, for one thread.
     *
     * @param ranking of the dictionary
     * @param blas for rules that need more products than the one with the encoder
     */
    static FeatureRule of(Dictionary dictionary, Ranking ranking, Blas blas) {
        float[] bias = dictionary.encoderBias();
        Selection selection = dictionary.selection();
        if (selection instanceof Selection.JumpRelu jump) {
            return threshold(bias, jump.threshold(), ranking);
        }
        if (selection instanceof Selection.TanhRelu) {
            return tanhRelu(bias);
        }
        if (selection instanceof Selection.TopK topk) {
            return new TopK(topk, bias, ranking);
        }
        if (selection instanceof Selection.GroupMax groups) {
            return groupMax(groups.k(), bias);
        }
        if (selection instanceof Selection.Gated gated) {
            return gated(bias, gated.magnitudeBias(), gated.logScale());
        }
        if (selection instanceof Selection.MatchingPursuit pursuit) {
            return new MatchingPursuit(pursuit, dictionary, blas);
        }
        return threshold(bias, new float[bias.length], ranking);
    }

    /** f = h where h &gt; θ and h &gt; 0, else 0; θ = 0 is the ReLU. */
    private static FeatureRule threshold(float[] bias, float[] threshold, Ranking ranking) {
        if (ranking.isPlain()) {
            float[] positive = threshold.clone();
            for (int j = 0; j < positive.length; j++) {
                positive[j] = Math.max(0, positive[j]);
            }
            return (x, products, active) -> active.addAbove(positive, products, bias);
        }
        return (x, products, active) -> {
            for (int j = 0; j < bias.length; j++) {
                float h = products[j] + bias[j];
                float ranked = ranking.ranked(j, h);
                if (ranked > threshold[j] && ranked > 0) {
                    ranking.add(j, h, ranked, active);
                }
            }
        };
    }

    private static FeatureRule tanhRelu(float[] bias) {
        return (x, products, active) -> {
            for (int j = 0; j < bias.length; j++) {
                float h = products[j] + bias[j];
                if (h > 0) {
                    double f = StrictMath.tanh(h);
                    active.add(j, f, f);
                }
            }
        };
    }

    private static FeatureRule groupMax(int k, float[] bias) {
        int size = bias.length / k;
        return (x, products, active) -> {
            for (int group = 0; group < k; group++) {
                int best = group * size;
                for (int j = group * size; j < (group + 1) * size; j++) {
                    products[j] += bias[j];
                    best = products[j] > products[best] ? j : best;
                }
                if (products[best] > 0) {
                    active.add(best, products[best], products[best]);
                }
            }
        };
    }

    /** The two products of a gated SAE differ by one factor per feature, so one is computed. */
    private static FeatureRule gated(float[] gateBias, float[] magnitudeBias, float[] logScale) {
        double[] scale = new double[logScale.length];
        for (int j = 0; j < scale.length; j++) {
            scale[j] = StrictMath.exp(logScale[j]);
        }
        return (x, products, active) -> {
            for (int j = 0; j < scale.length; j++) {
                double magnitude = scale[j] * products[j] + magnitudeBias[j];
                if (products[j] + gateBias[j] > 0 && magnitude > 0) {
                    active.add(j, magnitude, magnitude);
                }
            }
        };
    }
}
