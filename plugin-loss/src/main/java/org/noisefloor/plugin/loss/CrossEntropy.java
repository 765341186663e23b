package org.noisefloor.plugin.loss;

import org.noisefloor.api.metric.Comparison;

/** −log of the probability of the correct token, from logits: never log(softmax), which is −∞ where softmax rounds to 0. */
final class CrossEntropy {
    private CrossEntropy() {}

    /** −log p_y in nats; +∞ if the original forbids the correct token. */
    static double original(Comparison c) {
        return c.logPartitionOriginal() - c.original()[c.target()];
    }

    /** −log q_y in nats; +∞ if the splice forbids the correct token. */
    static double spliced(Comparison c) {
        return c.logPartitionSpliced() - c.spliced()[c.target()];
    }

    /**
     * Whether both models forbid the correct token, so that {@link #delta} is ∞ − ∞: undefined, and the position is in no mean of
     * it.
     */
    static boolean bothForbid(Comparison c) {
        return original(c) == Double.POSITIVE_INFINITY && spliced(c) == Double.POSITIVE_INFINITY;
    }

    /**
     * log p_y − log q_y in nats; 0 if {@linkplain #bothForbid both forbid} the correct token, which adds nothing to a sum.
     *
     * <p>From {@link Comparison#logProbChange}, not as the difference of the two cross-entropies. What remains is the rounding of
     * the partitions themselves, which the tests hold below 1e-13 at 50,257 tokens. A compensated pass over the vocabulary
     * would take that away too, and is not worth its time: this is of first order in a change, with a root mean square of
     * about sqrt(2 KL), so five digits of it are left where KL is 1e-16.
     */
    static double delta(Comparison c) {
        return 0 - c.logProbChange(c.target()); // not −0 where nothing changed
    }
}
