package org.noisefloor.plugin.sae.dictionary;

/** Which function of the pre-activations h the features f are. */
public sealed interface Selection {

    /** f = max(0, h) (Bricken et al. 2023). */
    record Relu() implements Selection {}

    /** f = tanh(max(0, h)), as older versions of SAELens knew it. */
    record TanhRelu() implements Selection {}

    /**
     * f = h where h &gt; θ and h &gt; 0, else 0 (Rajamanoharan et al. 2024b).
     *
     * @param threshold θ, [d_sae]
     */
    record JumpRelu(float[] threshold) implements Selection {}

    /**
     * f = max(0, h) for the k largest h, 0 for the others; of equals the one with the lowest index (Gao et al. 2024).
     *
     * @param byMagnitude whether the k largest |h| are taken instead, and f = h, whatever its sign (AbsTopK, arXiv 2510.00404)
     */
    record TopK(int k, boolean byMagnitude) implements Selection {}

    /** f = max(0, h) for the largest h of each of k equal groups of neighbours, 0 for the others; of equals the first. */
    record GroupMax(int k) implements Selection {}

    /**
     * f = [x W_enc + b_gate &gt; 0] · max(0, x (W_enc · exp r_mag) + b_mag) (Rajamanoharan et al. 2024a); b_gate is the bias of the
     * encoder.
     *
     * @param magnitudeBias b_mag, [d_sae]
     * @param logScale r_mag, [d_sae]
     */
    record Gated(float[] magnitudeBias, float[] logScale) implements Selection {}

    /**
     * Again and again the feature whose decoder row is most along what is left of x, with its product as activation, until little is
     * left (Costa et al. 2025, arXiv 2506.03093; as SAELens 6.54.12 computes it). The encoder is the decoder transposed.
     *
     * @param residual stops when the norm of what is left is below it; 0 for never
     * @param iterations the most there are
     * @param untilRepeated stops when a feature is chosen again that is active already
     */
    record MatchingPursuit(double residual, int iterations, boolean untilRepeated) implements Selection {}
}
