package org.noisefloor.core.summary;

import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.Verdict.Word;

/**
 * The one rule by which something is called worse or milder: the whole 95 % interval of the ratio lies on one side of 1 or, where
 * there is no ratio, that of the difference on one side of 0. Without an interval nothing is called anything.
 */
public final class Verdicts {
    private Verdicts() {}

    /**
     * An intervention against a floor.
     *
     * @param ratio null for a figure that has none
     * @return null for a figure of which neither more nor less is worse
     */
    static @Nullable Verdict of(Figure figure, Estimate excess, @Nullable Estimate ratio) {
        if (!figure.hasDirection()) {
            return null;
        }
        return ratio == null ? of(excess, 0) : of(ratio, 1);
    }

    /** What the interval of a difference says of the first of two. */
    public static Verdict ofDifference(Estimate difference) {
        return of(difference, 0);
    }

    private static Verdict of(Estimate estimate, double noDifference) {
        if (!estimate.hasInterval()) {
            return new Verdict(Word.UNKNOWN, estimate.missing() == null ? "there is no interval" : estimate.missing());
        }
        Word word = estimate.isAbove(noDifference)
                ? Word.WORSE
                : estimate.isBelow(noDifference) ? Word.MILDER : Word.NOT_TOLD_APART;
        return new Verdict(word, null);
    }
}
