package org.noisefloor.plugin.kl.exact;

import java.util.List;
import java.util.Locale;
import org.noisefloor.api.metric.PointwiseDivergence;

/**
 * What is summed over tokens at a position: divergences, or their squares, and the rulers.
 *
 * <p>Each but {@link #LOGIT_L2_SQ} is a {@link PointwiseDivergence}, as a third party would write it; this plugin evaluates them
 * together, in one pass.
 */
public enum Quantity implements PointwiseDivergence {
    MASS_P,
    KL,
    /** The textbook summand p log(p/q), which may be negative; the same total as KL. */
    KL_SIGNED,
    KL_REVERSE,
    JS,
    TV,
    HELLINGER_SQ,
    LOGPROB_L2_SQ,
    /** Its terms depend on the mean of d over the vocabulary. */
    LOGIT_L2_SQ,
    MASS_Q,
    TOKENS;

    public static final List<Quantity> THAT_COME_WITH_KL = List.of(KL, KL_SIGNED);

    /** One token's part, from d = log q − log p, which may be known better than from either logarithm. */
    public double term(double p, double q, double d) {
        return switch (this) {
            case MASS_P -> p;
            case KL -> Terms.kl(p, q, d);
            case KL_SIGNED -> Terms.klSigned(p, d);
            case KL_REVERSE -> Terms.kl(q, p, -d);
            case JS -> Terms.js(p, q, d);
            case TV -> Terms.tv(p, q, d);
            case HELLINGER_SQ -> Terms.hellingerSquare(p, q, d);
            case LOGPROB_L2_SQ -> d * d;
            case LOGIT_L2_SQ -> throw new IllegalStateException(id() + " is no function of one token");
            case MASS_Q -> q;
            case TOKENS -> 1;
        };
    }

    @Override
    public double term(double p, double q, double logP, double logQ) {
        return term(p, q, logQ - logP);
    }

    public boolean comesWithKl() {
        return THAT_COME_WITH_KL.contains(this);
    }

    /** Whether probabilities weigh its terms, so that few tokens make up its sum. */
    public boolean isWeighted() {
        return switch (this) {
            case LOGPROB_L2_SQ, LOGIT_L2_SQ, TOKENS -> false;
            default -> true;
        };
    }

    /** As in columns and figures. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
