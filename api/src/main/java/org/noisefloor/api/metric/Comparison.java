package org.noisefloor.api.metric;

import java.util.function.Supplier;

/**
 * One position: the original's and the spliced model's logits and activations, and the correct token. Valid during the
 * call; what the arrays hold is overwritten for the next position and must not be changed.
 *
 * <p>p = softmax(z), z the original logits; q = softmax(z̃), z̃ the spliced ones. No logit is NaN or +∞.
 */
public interface Comparison {

    /** Index of the position in its sequence as run, from 0 with the BOS token. */
    int position();

    /** Index of the position's sequence in the run, from 0. */
    int sequence();

    /**
     * Index of the document that the position's token comes from, in the order of the corpus, from 0; a BOS token that was put in
     * belongs to the document behind it.
     */
    int document();

    /** Tokens of the sequence, BOS included. */
    int length();

    /** x_s, the token at a position of the sequence, in 0..{@link #length}−1; x_t stands at {@link #position}. */
    int token(int at);

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
    int top1Original();

    /** argmax z̃; the lowest id among equals. */
    int top1Spliced();

    /** y, the token that follows in the text; −1 at a position that has none (the last of a sequence). */
    int target();

    /** log p_v in nats. */
    default double logProbOriginal(int token) {
        return original()[token] - logPartitionOriginal();
    }

    /** log q_v in nats. */
    default double logProbSpliced(int token) {
        return spliced()[token] - logPartitionSpliced();
    }

    /**
     * d_v = log q_v − log p_v in nats; 0 for a token that both sides forbid (a logit of −∞), ±∞ for one that one side forbids.
     *
     * <p>Taken as (z̃_v − z_v) − (log Z̃ − log Z): float32 logits of like size subtract exactly in float64, and so do two log
     * partitions within a factor 2 of each other. The difference of two log probabilities would lose more.
     */
    default double logProbChange(int token) {
        double rise = (double) spliced()[token] - original()[token];
        return Double.isNaN(rise) ? 0 : rise - (logPartitionSpliced() - logPartitionOriginal());
    }

    /**
     * Work on this position that several metrics need, done once for all of them: a pass over the vocabulary, say. There is
     * one instance of each kind for each thread, made at the first position, computed anew at each position that asks for it.
     *
     * @param kind what tells one kind of work from another
     * @param make makes the instance
     */
    default <W extends Work> W shared(Class<W> kind, Supplier<W> make) {
        W work = make.get();
        work.compute(this);
        return work;
    }

    /** What {@link #shared} does once at a position; keeps what it found until the next one. */
    interface Work {
        void compute(Comparison comparison);
    }

    /** a, the original activation at the site, [width]. */
    float[] activation();

    /** ã, what was put in its place, [width]. */
    float[] replacement();

    /**
     * ā, the mean of a over the measured positions (in the mask, finite under every arm) of the batch in which the sequence ran,
     * [width], in float64.
     *
     * <p>Nothing else here depends on which sequences share a batch: the first {@code run.batch} of the run, the next as
     * many, and so on. A figure made from it changes with the batch size, and the metric must say so.
     */
    double[] batchMean();
}
