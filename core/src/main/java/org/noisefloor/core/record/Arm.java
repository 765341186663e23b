package org.noisefloor.core.record;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is done at one site and compared with the original: an intervention, or a baseline.
 *
 * @param site the site's name
 * @param name the name of the intervention or baseline in the config
 * @param type its provider's id
 * @param baseline whether it is a baseline
 * @param matchedTo the name of the intervention that this baseline is matched to; null if it is matched to none
 * @param draws how many times it is drawn; 1 for what is deterministic
 * @param random whether the draws differ
 */
public record Arm(
        String site,
        String name,
        String type,
        boolean baseline,
        @Nullable String matchedTo,
        int draws,
        boolean random) {

    /** As it is called in messages: {@code eps_random (of sae) at blocks.3.hook_resid_post}. */
    public String label() {
        return name + (matchedTo == null ? "" : " (of " + matchedTo + ")") + " at " + site;
    }
}
