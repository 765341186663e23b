package org.noisefloor.plugin.kl;

import java.util.Locale;

/** What is summed over tokens at a position. All but the rulers are divergences, or their squares, up to a sum of such terms. */
enum Quantity {
    KL,
    /** The textbook summand p log(p/q), which may be negative; the same total as KL. */
    KL_SIGNED,
    KL_REVERSE,
    JS,
    TV,
    HELLINGER_SQ,
    LOGPROB_L2_SQ,
    LOGIT_L2_SQ,
    MASS_P,
    MASS_Q,
    TOKENS;

    /** As in columns and figures. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
