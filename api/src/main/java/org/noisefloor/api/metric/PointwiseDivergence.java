package org.noisefloor.api.metric;

/**
 * A divergence that is a sum over tokens, as one function of what the two models believe of a token; {@link Metric#pointwise}
 * makes a metric of it.
 *
 * <p>The sum must not be negative, and must be 0 where p = q. A single term may be negative.
 */
@FunctionalInterface
public interface PointwiseDivergence {

    /**
     * One token's term.
     *
     * @param p the original's probability
     * @param q the spliced model's probability
     * @param logP log p in nats; −∞ where the original forbids the token
     * @param logQ log q in nats; −∞ where the splice forbids it. Tokens that both forbid are not asked about
     */
    double term(double p, double q, double logP, double logQ);
}
