package org.noisefloor.core.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisefloor.api.UserError;

/**
 * What a run's result must be, as {@code gate} in a config says it: {@code kl.ratio.eps_random.upper < 3}, or of one intervention
 * {@code sae@blocks.3.hook_resid_post: kl < 0.2}.
 *
 * @param text as written
 * @param about what is compared
 * @param bound which of its numbers
 */
public record Condition(String text, About about, Bound bound, Comparison comparison, double limit, String place) {
    private static final Pattern FORM = Pattern.compile(
            About.FORM + "(?:\\.(value|lower|upper))?\\s*(<=|>=|<|>)\\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)");

    /** A number of an estimate: itself, or an end of its interval. */
    public enum Bound {
        VALUE,
        LOWER,
        UPPER
    }

    /** How it must stand to the limit. */
    public enum Comparison {
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        static Comparison of(String sign) {
            for (Comparison each : values()) {
                if (each.sign.equals(sign)) {
                    return each;
                }
            }
            throw new IllegalArgumentException(sign);
        }
    }

    /** @throws UserError without a place, if it is not of this form */
    public static Condition parse(String text, String place) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new UserError(
                    "gate: expected a condition such as 'kl.ratio.eps_random.upper < 3' or 'sae@SITE: kl < 0.2'"
                            + ", found '" + text + "'");
        }
        double limit;
        try {
            limit = Double.parseDouble(parts.group(6));
        } catch (NumberFormatException noNumber) {
            throw new UserError("gate: expected a number to compare with, found '" + parts.group(6) + "'", noNumber);
        }
        String bound = parts.group(4);
        return new Condition(
                text.strip(),
                About.of(parts),
                bound == null ? Bound.VALUE : Bound.valueOf(bound.toUpperCase(Locale.ROOT)),
                Comparison.of(parts.group(5)),
                limit,
                place);
    }

    /** Whether a number satisfies it; what is undefined does not. */
    public boolean holds(double value) {
        return switch (comparison) {
            case LESS -> value < limit;
            case AT_MOST -> value <= limit;
            case MORE -> value > limit;
            case AT_LEAST -> value >= limit;
        };
    }
}
