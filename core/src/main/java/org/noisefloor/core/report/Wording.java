package org.noisefloor.core.report;

import org.noisefloor.api.report.Estimate;
import org.noisefloor.files.text.PlainNumbers;

/** How estimates are put into words, the same on every page. */
final class Wording {
    private Wording() {}

    static String estimate(Estimate estimate) {
        return estimate.isDefined() ? PlainNumbers.estimate(estimate.value(), estimate.low(), estimate.high()) : "–";
    }

    static String ratio(Estimate estimate) {
        return estimate.isDefined() ? PlainNumbers.ratio(estimate.value(), estimate.low(), estimate.high()) : "–";
    }

    /** Text in lines of at most {@code width} characters, those after the first one indented. */
    static String wrapped(String text, int width) {
        StringBuilder wrapped = new StringBuilder();
        int column = 0;
        for (String word : text.split(" ")) {
            if (column > 0 && column + 1 + word.length() > width) {
                wrapped.append("\n  ").append(word);
                column = 2 + word.length();
            } else {
                wrapped.append(column == 0 ? "" : " ").append(word);
                column += (column == 0 ? 0 : 1) + word.length();
            }
        }
        return wrapped.append('\n').toString();
    }
}
