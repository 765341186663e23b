package org.noisefloor.api;

/**
 * One position: the original's and the spliced model's logits and activations, and the correct token. Valid during the
 * call; what the arrays hold is overwritten for the next position and must not be changed.
 *
 * <p>p = softmax(z), z the original logits; q = softmax(z̃), z̃ the spliced ones. No logit is NaN or +∞.
 */
public interface Comparison {

    /** Index of the position in its sequence as run, from 0 with the BOS token. */
    int position();

    /** V, the number of entries in use; the arrays of logits may be longer. */
    int vocabulary();

    /** z, the original's logits, in 0..V−1. */
    float[] original();

    /** z̃, the spliced model's logits, in 0..V−1. */
    float[] spliced();

    /** log Σ_v exp z_v in float64, so that log p_v = z_v − this. */
    double logPartitionOriginal();

    /** log Σ_v exp z̃_v in float64, so that log q_v = z̃_v − this. */
    double logPartitionSpliced();

    /** argmax z; the lowest id among equals. */
    int favouriteOriginal();

    /** argmax z̃; the lowest id among equals. */
    int favouriteSpliced();

    /** y, the token that follows in the text; −1 at a position that has none (the last of a sequence). */
    int correct();

    /** log p_v in nats. */
    default double logProbOriginal(int token) {
        return original()[token] - logPartitionOriginal();
    }

    /** log q_v in nats. */
    default double logProbSpliced(int token) {
        return spliced()[token] - logPartitionSpliced();
    }

    /** a, the original activation at the site, [width]. */
    float[] activation();

    /** ã, what was put in its place, [width]. */
    float[] replacement();
}
