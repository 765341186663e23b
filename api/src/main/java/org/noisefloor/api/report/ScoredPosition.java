package org.noisefloor.api.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One scored position under one intervention.
 *
 * @param site the site's name
 * @param intervention the intervention's name
 * @param sequence index of the sequence
 * @param position index in the sequence, BOS being 0
 * @param token the token at the position
 * @param target the token that follows it, which is to be predicted
 * @param probabilityBefore p of the correct token, by the original
 * @param probabilityAfter q of the correct token, by the spliced model
 * @param values by figure, of the divergences, similarities and differences that have a value at a position
 * @param floors by floor and figure, what the floor's draws did at this position
 * @param classes by stratifier, the class that the position is in under this intervention
 * @param before the original's most probable tokens, most probable first; ties by id
 * @param after the spliced model's
 */
public record ScoredPosition(
        String site,
        String intervention,
        int sequence,
        int position,
        int token,
        int target,
        double probabilityBefore,
        double probabilityAfter,
        Map<String, Double> values,
        Map<String, Map<String, Draws>> floors,
        Map<String, String> classes,
        List<Likely> before,
        List<Likely> after) {

    /**
     * A floor's draws at one position. Of a similarity S, 1 − S is what is compared.
     *
     * @param mean of the figure over the draws
     * @param below how many draws lie strictly below the intervention
     * @param tied how many are equal to it
     * @param draws how many there are
     * @param halves of the main divergence, the draws in two halves; null for other figures, and for one draw
     */
    public record Draws(
            double mean,
            int below,
            int tied,
            int draws,
            @Nullable Halves halves) {
        private static final Draws NONE = new Draws(Double.NaN, 0, 0, 0, null);

        /** Where there is no floor. */
        public static Draws none() {
            return NONE;
        }
    }

    /**
     * A floor's draws parted in two. A position that is picked for standing out against one half is told by the other: a few small draws
     * make any position stand out against them.
     *
     * @param picking mean of the draws 0, 2, 4, …
     * @param telling mean of the others
     * @param below how many of the others lie strictly below the intervention
     * @param draws how many the others are
     */
    public record Halves(double picking, double telling, int below, int draws) {}

    /** A token and its probability. */
    public record Likely(int token, double probability) {}
}
