package org.noisefloor.core.summary;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.Verdict.Word;

/**
 * The one rule by which something is called worse or milder: the whole 95 % interval of the ratio lies on one side of 1 or, where
 * there is no ratio, that of the difference on one side of 0; and so it stays if all comparisons of a report by the same figure are to
 * hold together. Without an interval nothing is called anything.
 */
public final class Verdicts {
    private static final double ERROR = 0.05;

    private Verdicts() {}

    /**
     * How a comparison stands among all that are made.
     *
     * @param probability adjusted for their number ({@link Holm}); NaN where there is none
     * @param comparisons their number
     */
    record Among(double probability, int comparisons) {
        /** Of a comparison that is the only one. */
        static final Among NO_OTHERS = new Among(0, 1);
    }

    /**
     * An intervention against a floor.
     *
     * @param ratio null for a figure that has none
     * @return null for a figure of which neither more nor less is worse
     */
    static @Nullable Verdict of(Figure figure, Estimate excess, @Nullable Estimate ratio, Among others) {
        if (!figure.hasDirection()) {
            return null;
        }
        return ratio == null ? of(excess, 0, others) : of(ratio, 1, others);
    }

    /** What the interval of a difference says of the first of two. */
    public static Verdict ofDifference(Estimate difference) {
        return of(difference, 0, Among.NO_OTHERS);
    }

    private static Verdict of(Estimate estimate, double noDifference, Among others) {
        if (!estimate.hasInterval()) {
            return new Verdict(Word.UNKNOWN, estimate.missing() == null ? "there is no interval" : estimate.missing());
        }
        boolean above = estimate.isAbove(noDifference);
        if (!above && !estimate.isBelow(noDifference)) {
            return new Verdict(Word.NOT_TOLD_APART, null);
        }
        if (!(others.probability() < ERROR)) {
            return new Verdict(
                    Word.NOT_TOLD_APART,
                    String.format(
                            Locale.ROOT,
                            "its own interval lies %s %.0f, but not if all %d comparisons are to hold together",
                            above ? "above" : "below",
                            noDifference,
                            others.comparisons()));
        }
        return new Verdict(above ? Word.WORSE : Word.MILDER, null);
    }
}
