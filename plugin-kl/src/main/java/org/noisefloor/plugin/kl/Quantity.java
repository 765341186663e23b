package org.noisefloor.plugin.kl;

import java.util.Locale;

/**
 * What is summed over tokens at a position: divergences, or their squares, and the rulers. Those that KL alone needs come first.
 */
enum Quantity {
    MASS_P,
    KL,
    /** The textbook summand p log(p/q), which may be negative; the same total as KL. */
    KL_SIGNED,
    KL_REVERSE,
    JS,
    TV,
    HELLINGER_SQ,
    LOGPROB_L2_SQ,
    LOGIT_L2_SQ,
    MASS_Q,
    TOKENS;

    /** How many of them come with KL. */
    static final int WITH_KL = 3;

    boolean comesWithKl() {
        return ordinal() < WITH_KL;
    }

    /** As in columns and figures. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
