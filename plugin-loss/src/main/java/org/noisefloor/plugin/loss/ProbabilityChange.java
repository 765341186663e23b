package org.noisefloor.plugin.loss;

import org.noisefloor.api.metric.Comparison;

/** q_v − p_v, accurate for small changes. */
final class ProbabilityChange {
    private ProbabilityChange() {}

    /**
     * q_v − p_v of a token; 0 if both sides forbid it.
     *
     * <p>Taken as p_v (e^d − 1), d = log q_v − log p_v, since the difference of two probabilities of like size loses what it is
     * about. A rise goes the same way with the sides exchanged, −q_v (e^−d − 1), so that e^d never overflows and exchanging
     * the models changes the sign and nothing else.
     */
    static double of(int token, Comparison c) {
        double d = c.logProbChange(token);
        return d > 0
                ? -StrictMath.exp(c.logProbSpliced(token)) * StrictMath.expm1(-d)
                : StrictMath.exp(c.logProbOriginal(token)) * StrictMath.expm1(d);
    }
}
