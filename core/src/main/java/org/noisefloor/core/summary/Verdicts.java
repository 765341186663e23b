package org.noisefloor.core.summary;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.Verdict.Word;
import org.noisefloor.files.text.PlainNumbers;

/**
 * The one rule by which something is called worse or milder: the whole 95 % interval of the ratio lies on one side of 1 or, where
 * there is no ratio, that of the difference on one side of 0; and so it stays if all comparisons of a report by the same figure are to
 * hold together. Without an interval nothing is called anything.
 */
final class Verdicts {
    private static final double ERROR = 0.05;

    private static final String ALIKE =
            "it is the same in all resamples, as what never came up is, and so nothing says how far it varies";

    private Verdicts() {}

    /**
     * How a comparison stands among all that are made.
     *
     * @param probability adjusted for their number ({@link Holm}); NaN where there is none
     * @param comparisons their number
     */
    record Among(double probability, int comparisons) {
        /**
         * Of each of several.
         *
         * @param figures by which each is made: those by one figure are judged together
         * @param probabilities of each; NaN where there is none, which then is none of the comparisons
         */
        static List<Among> of(List<String> figures, double[] probabilities) {
            Among[] all = new Among[probabilities.length];
            IntStream.range(0, all.length)
                    .boxed()
                    .collect(Collectors.groupingBy(figures::get))
                    .forEach((figure, family) -> {
                        double[] adjusted = Holm.adjusted(family.stream()
                                .mapToDouble(i -> probabilities[i])
                                .toArray());
                        int judged = (int) Arrays.stream(adjusted)
                                .filter(each -> !Double.isNaN(each))
                                .count();
                        for (int i = 0; i < adjusted.length; i++) {
                            all[family.get(i)] = new Among(adjusted[i], judged);
                        }
                    });
            return List.of(all);
        }
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

    /**
     * What the interval of a difference says of the first of two.
     *
     * @param arithmetic how far arithmetic alone can move it; NaN where that is not known
     */
    static Verdict ofDifference(Estimate difference, double arithmetic, Among others) {
        if (difference.low() >= -arithmetic && difference.high() <= arithmetic) {
            return new Verdict(Word.LEVEL, null);
        }
        boolean reachesIn =
                difference.excludesZero() && !difference.isAbove(arithmetic) && !difference.isBelow(-arithmetic);
        return reachesIn
                ? new Verdict(
                        Word.NOT_TOLD_APART,
                        "its interval lies " + (difference.isAbove(0) ? "above" : "below") + " 0, but not beyond the "
                                + PlainNumbers.significant(arithmetic, 2) + " that arithmetic alone can do")
                : of(difference, 0, others);
    }

    private static Verdict of(Estimate estimate, double noDifference, Among others) {
        if (!estimate.hasInterval()) {
            return new Verdict(Word.UNKNOWN, estimate.missing() == null ? "there is no interval" : estimate.missing());
        }
        boolean above = estimate.isAbove(noDifference);
        if (!above && !estimate.isBelow(noDifference)) {
            return new Verdict(Word.NOT_TOLD_APART, null);
        }
        if (Double.isNaN(others.probability())) {
            return new Verdict(Word.UNKNOWN, ALIKE);
        }
        if (others.probability() >= ERROR) {
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
