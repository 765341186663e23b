package org.noisefloor.api.report;

import org.jspecify.annotations.Nullable;

/**
 * A figure of an intervention against the same one of a noise floor. Of a similarity S, the distance 1 − S is what is compared.
 *
 * @param floor the floor's figure: mean over draws and positions
 * @param excess D − floor
 * @param ratio D / floor; null for what is signed or itself a quotient, of which a ratio would mean nothing
 * @param ratioBySequence the ratio's interval if each sequence is taken for a document; null where it is one, or where there is none
 * @param detectableExcess the smallest excess that a run of this size detects: 2.8 bootstrap standard errors of the excess,
 *     and more where documents are few, as intervals are wider
 * @param verdict from the interval of the ratio, or of the excess where there is no ratio; null for a figure of which neither more nor
 *     less is worse
 * @param ranks the positions by where the intervention stands among the draws; null for what has no value at a position
 */
public record FloorContrast(
        Estimate floor,
        Estimate excess,
        @Nullable Estimate ratio,
        FigureReport.@Nullable BySequence ratioBySequence,
        double detectableExcess,
        @Nullable Verdict verdict,
        @Nullable Ranks ranks) {

    /**
     * Shares of positions, by where the intervention stands among the floor's K draws at the same position.
     *
     * @param above strictly above all draws; 1/(K+1) for an intervention that is one more draw of the floor
     * @param below strictly below all draws
     * @param tied equal to at least one draw
     * @param midRank mean of (draws below + half of the ties)/K; ½ for one more draw, whatever the ties
     * @param expectedAbove 1/(K+1); NaN where ties are 1 % or more, which make it a bad comparison
     */
    public record Ranks(Estimate above, Estimate below, Estimate tied, Estimate midRank, double expectedAbove) {}
}
