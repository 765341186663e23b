package org.noisefloor.core.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.summary.Estimate;

/** How numbers and rules are put into words, the same on every page. */
final class Wording {
    private Wording() {}

    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** Four significant digits; powers of ten where there would be too many zeros. */
    static String number(double value) {
        return significant(value, 4);
    }

    static String significant(double value, int digits) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        if (value == 0) {
            return "0";
        }
        int magnitude = (int) Math.floor(Math.log10(Math.abs(value)));
        if (magnitude < -4 || magnitude >= 7) {
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
        }
        return String.format(Locale.ROOT, "%." + Math.max(0, digits - 1 - magnitude) + "f", value);
    }

    /** "12.3 %". */
    static String percent(double share) {
        return Double.isNaN(share) ? "–" : significant(100 * share, 3) + " %";
    }

    /** "0.150 [0.142, 0.158]". */
    static String estimate(Estimate estimate) {
        if (!estimate.isDefined()) {
            return "–";
        }
        if (Double.isNaN(estimate.low())) {
            return significant(estimate.value(), 3);
        }
        return significant(estimate.value(), 3) + " [" + significant(estimate.low(), 3) + ", "
                + significant(estimate.high(), 3) + "]";
    }

    /** "1.52 [1.42, 1.64]": two decimals say enough of a ratio, unless it is tiny. */
    static String ratio(Estimate estimate) {
        if (!estimate.isDefined()) {
            return "–";
        }
        return Double.isNaN(estimate.low())
                ? ratio(estimate.value())
                : ratio(estimate.value()) + " [" + ratio(estimate.low()) + ", " + ratio(estimate.high()) + "]";
    }

    private static String ratio(double value) {
        return Math.abs(value) < 0.1 ? significant(value, 2) : String.format(Locale.ROOT, "%.2f", value);
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

    /** Which positions count. */
    static String mask(List<Integer> special, int skipFirst, Plan.Conventions conventions) {
        return switch (conventions) {
            case NOISEFLOOR -> mask(special, skipFirst);
            case SAELENS ->
                mask(special, skipFirst)
                        + "; as in SAELens, divergences between predictions are taken at the last position of a"
                        + " sequence too";
        };
    }

    static String mask(List<Integer> special, int skipFirst) {
        String ids = special.stream().map(String::valueOf).collect(Collectors.joining(", "));
        String rule = special.isEmpty()
                ? "all tokens are intervened on and scored"
                : "special tokens (" + (special.size() == 1 ? "id " : "ids ") + ids
                        + ") are neither intervened on nor scored";
        return skipFirst == 0
                ? rule
                : rule + (special.isEmpty() ? ", but not " : ", nor ")
                        + (skipFirst == 1 ? "the first position" : "the first " + skipFirst + " positions")
                        + " of a sequence";
    }
}
