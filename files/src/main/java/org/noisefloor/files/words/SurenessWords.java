package org.noisefloor.files.words;

import org.noisefloor.api.report.RunReport;
import org.noisefloor.files.text.PlainNumbers;

/** What a run says that was to end as soon as an interval is narrow enough. */
public final class SurenessWords {
    private SurenessWords() {}

    /**
     * In a sentence.
     *
     * @param sequences after how many
     */
    public static String of(RunReport.Until until, int sequences) {
        String after =
                " after " + PlainNumbers.count(sequences) + " of " + PlainNumbers.count(most(until)) + " sequences";
        if (Double.isNaN(until.widest())) {
            return until.figure() + " has no interval" + at(until) + after + ".";
        }
        if (Double.isInfinite(until.widest())) {
            return until.figure() + " is 0" + at(until) + after + ", of which no width is " + until.width()
                    + "; give until.width in the figure's unit.";
        }
        String wide = until.figure() + " is " + (until.reached() ? "no more than " : "")
                + Width.parse(until.width()).shown(until.widest()) + " wide" + (until.reached() ? "" : at(until))
                + after + ", where " + until.width() + " was to do";
        return wide + (until.reached() ? "" : "; about " + PlainNumbers.count(wouldDo(until, sequences)) + " would")
                + ". " + room(until);
    }

    /**
     * The same of a look, while the run goes on or ends.
     *
     * @param sequences how many there are
     */
    public static String ofLook(RunReport.Until until, int sequences) {
        String sentence = of(until, sequences);
        int end = sentence.indexOf(". ");
        return end < 0 ? sentence.substring(0, sentence.length() - 1) : sentence.substring(0, end);
    }

    /** By how much intervals are wider than those of a run that is looked at once; empty where they are not. */
    public static String room(RunReport.Until until) {
        int looks = until.looks().size();
        return looks == 1
                ? ""
                : "All intervals are of " + PlainNumbers.significant(100 - 5.0 / looks, 4)
                        + " %, to hold with 95 % whichever of " + looks + " looks ended the run.";
    }

    private static int most(RunReport.Until until) {
        return until.looks().get(until.looks().size() - 1);
    }

    private static String at(RunReport.Until until) {
        return until.site().isEmpty() ? "" : " (" + until.intervention() + " at " + until.site() + ")";
    }

    /** An interval shrinks with the root of the number of documents. */
    private static long wouldDo(RunReport.Until until, int sequences) {
        double asked = Width.parse(until.width()).number();
        return (long) Math.ceil(sequences * Math.pow(until.widest() / asked, 2));
    }
}
