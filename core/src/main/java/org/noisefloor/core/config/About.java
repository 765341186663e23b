package org.noisefloor.core.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisefloor.api.UserError;

/**
 * A number of a run's result, as a config names it: {@code kl.ratio.eps_random}, or of one intervention
 * {@code sae@blocks.3.hook_resid_post: kl}.
 *
 * @param intervention the one that it is of; empty for all
 * @param site the one that it is at; empty for all
 * @param quantity a figure, or what is made of one
 */
public record About(Optional<String> intervention, Optional<String> site, String quantity) {
    static final String FORM = "(?:([^@:\\s]+)(?:@([^:\\s]+))?\\s*:)?\\s*(\\S+?)";
    private static final Pattern ALONE = Pattern.compile(FORM);

    /** @throws UserError without a place, if it is not of this form */
    public static About parse(String text) {
        Matcher parts = ALONE.matcher(text.strip());
        if (!parts.matches()) {
            throw new UserError(
                    "expected a figure such as 'kl.ratio.eps_random' or 'sae@SITE: kl', found '" + text + "'");
        }
        return of(parts);
    }

    /** Of the first three groups of what begins with {@link #FORM}. */
    static About of(Matcher parts) {
        return new About(Optional.ofNullable(parts.group(1)), Optional.ofNullable(parts.group(2)), parts.group(3));
    }

    /** Whether it is of this intervention. */
    public boolean isOf(String other, String at) {
        return intervention.map(other::equals).orElse(true)
                && site.map(at::equals).orElse(true);
    }
}
