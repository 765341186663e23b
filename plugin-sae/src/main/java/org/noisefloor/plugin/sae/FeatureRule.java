package org.noisefloor.plugin.sae;

/** Which features are active at a position, and how strongly. */
interface FeatureRule {

    /**
     * Adds the active features.
     *
     * @param products the row times W_enc, without a bias, [d_sae]; may be overwritten
     * @param active cleared by the caller
     */
    void select(float[] products, Features active);

    /** The rule of an architecture, as SAELens 6.54.12 computes it. */
    static FeatureRule of(SaeConfig config, Weights weights) {
        return switch (config.architecture()) {
            case STANDARD -> relu(weights.vector("b_enc"));
            case JUMPRELU -> jumpRelu(weights.vector("b_enc"), weights.vector("threshold"));
            case GATED -> gated(weights.vector("b_gate"), weights.vector("b_mag"), weights.vector("r_mag"));
            case TOPK -> TopK.of(config, weights);
        };
    }

    /** f = max(0, h), h = x W_enc + b_enc. */
    private static FeatureRule relu(float[] bias) {
        return (products, active) -> {
            for (int j = 0; j < bias.length; j++) {
                float h = products[j] + bias[j];
                if (h > 0) {
                    active.add(j, h, h);
                }
            }
        };
    }

    /** f = h where h > θ and h > 0, else 0 (Rajamanoharan et al. 2024b). */
    private static FeatureRule jumpRelu(float[] bias, float[] threshold) {
        return (products, active) -> {
            for (int j = 0; j < bias.length; j++) {
                float h = products[j] + bias[j];
                if (h > threshold[j] && h > 0) {
                    active.add(j, h, h);
                }
            }
        };
    }

    /**
     * f = [x W_enc + b_gate > 0] · max(0, x (W_enc · exp r_mag) + b_mag) (Rajamanoharan et al. 2024a). The two products differ
     * by one factor per feature, so one is computed.
     */
    private static FeatureRule gated(float[] gateBias, float[] magnitudeBias, float[] logScale) {
        double[] scale = new double[logScale.length];
        for (int j = 0; j < scale.length; j++) {
            scale[j] = StrictMath.exp(logScale[j]);
        }
        return (products, active) -> {
            for (int j = 0; j < scale.length; j++) {
                double magnitude = scale[j] * products[j] + magnitudeBias[j];
                if (products[j] + gateBias[j] > 0 && magnitude > 0) {
                    active.add(j, magnitude, magnitude);
                }
            }
        };
    }
}
