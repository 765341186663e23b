package org.noisefloor.core.record;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is done at one site and compared with the original: an intervention, or a baseline.
 *
 * @param site the site's name
 * @param name the name of the intervention or baseline in the config, with the suffix of its variant
 * @param type its provider's id
 * @param baseline whether it is a baseline
 * @param matchedTo the name of the intervention that this baseline is matched to; null if it is matched to none
 * @param draws how many times it is drawn; 1 for what is deterministic
 * @param random whether the draws differ
 * @param sharesDraws whether one draw is the same for all sequences
 * @param family the name in the config, which the variants of one entry have in common
 * @param dose the size of the noise, if the family is a dose-response curve; null otherwise
 */
public record Arm(
        String site,
        String name,
        String type,
        boolean baseline,
        @Nullable String matchedTo,
        int draws,
        boolean random,
        boolean sharesDraws,
        String family,
        @Nullable Double dose) {

    /** The type of an arm that replaces the whole model, and no activation. */
    public static final String WHOLE_MODEL = "model";

    /** An arm that is the only variant of its entry, with draws of its own for each sequence. */
    public static Arm of(
            String site,
            String name,
            String type,
            boolean baseline,
            @Nullable String matchedTo,
            int draws,
            boolean random) {
        return new Arm(site, name, type, baseline, matchedTo, draws, random, false, name, null);
    }

    /** As it is called in messages: {@code eps_random (of sae) at blocks.3.hook_resid_post}. */
    public String label() {
        return name + (matchedTo == null ? "" : " (of " + matchedTo + ")") + " at " + site;
    }

    /** Whether it is a whole model in the original's place; its site is where the noise is that measures it. */
    public boolean replacesWholeModel() {
        return type.equals(WHOLE_MODEL);
    }

    /** Whether it is the original itself, by another engine or in another precision: what arithmetic alone does. */
    public boolean measuresArithmetic() {
        return baseline && replacesWholeModel();
    }

    /** Whether it is an intervention that puts something in an activation's place, which metrics of activations look at. */
    public boolean replacesActivations() {
        return !baseline && !replacesWholeModel();
    }

    /** Whether its single positions are kept for a reader: those of interventions without draws. */
    public boolean showsPositions() {
        return !baseline && !random;
    }

    /** Whether what it costs is something to recover from; a dose, or one variant of several, is not. */
    public boolean servesAsAblation() {
        return baseline && !measuresArithmetic() && matchedTo == null && dose == null && name.equals(family);
    }

    /** Whether one of the names is its own, or that of its entry in the config. */
    public boolean isNamedIn(Collection<String> names) {
        return names.contains(name) || names.contains(family);
    }

    /** Whether this arm may serve as a noise floor of another one: at the same site, and matched to it or to nothing. */
    public boolean isComparableWith(Arm intervention) {
        return baseline
                && !intervention.baseline
                && site.equals(intervention.site)
                && (matchedTo == null || matchedTo.equals(intervention.name));
    }
}
