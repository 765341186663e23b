package org.noisefloor.plugin.report.html;

import java.util.Objects;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.text.Numbers;

/** Estimates as text and as cells of tables. */
final class Words {
    /** What the report does not have. */
    static final Estimate ABSENT = Estimate.alone(Double.NaN);

    private Words() {}

    /** {@code 0.154 [0.148, 0.160]}; of what is undefined its reason. */
    static String of(Estimate estimate, String unit) {
        return unit.equals("share") ? percents(estimate) : numbers(estimate, Numbers.decimals(estimate.value()), 0);
    }

    /** A multiple: two decimals, so that a column of them can be compared, or more where an end would become 1. */
    private static String ratio(Estimate estimate) {
        double size = Math.abs(estimate.value());
        boolean fits = size == 0 || (size >= 0.1 && size < 100);
        return fits ? numbers(estimate, 2, 1) : of(estimate, "");
    }

    /** {@code 1.48× [1.44, 1.53]}. */
    static String multiple(Estimate estimate) {
        String words = ratio(estimate);
        int interval = words.indexOf(" [");
        return interval < 0 ? words + "×" : words.substring(0, interval) + "×" + words.substring(interval);
    }

    private static String percents(Estimate estimate) {
        if (!estimate.isFinite()) {
            return numbers(estimate, 0, 0);
        }
        int decimals = Numbers.decimalsBeside(
                0, Numbers.percentDecimals(estimate.value()), 100 * estimate.low(), 100 * estimate.high());
        String interval = estimate.hasInterval()
                ? " [" + Numbers.fixed(100 * estimate.low(), decimals) + ", "
                        + Numbers.fixed(100 * estimate.high(), decimals) + "]"
                : "";
        return Numbers.fixed(100 * estimate.value(), decimals) + interval + " %";
    }

    /** @param bound what the ends of an interval are compared with: 0 of a difference, 1 of a multiple */
    private static String numbers(Estimate estimate, int least, double bound) {
        if (!estimate.isDefined()) {
            return reason(estimate);
        }
        int decimals = Numbers.decimalsBeside(bound, least, estimate.low(), estimate.high());
        String interval = estimate.hasInterval()
                ? " [" + Numbers.fixed(estimate.low(), decimals) + ", " + Numbers.fixed(estimate.high(), decimals) + "]"
                : "";
        return Numbers.fixed(estimate.value(), decimals) + interval;
    }

    /** Why there is no value. */
    static String reason(Estimate estimate) {
        return missing(estimate).isEmpty() ? "–" : "none: " + missing(estimate);
    }

    /** Why a number is missing; empty if none is, or if the report does not have the figure at all. */
    static String missing(Estimate estimate) {
        return Objects.requireNonNullElse(estimate.missing(), "");
    }

    /** A table's cell: a value whose interval is smaller, or why there is none. */
    static Html cell(Estimate estimate, String unit) {
        return cell(estimate, of(estimate, unit), "");
    }

    /** @param mark what is said after the number; empty for nothing */
    static Html markedCell(Estimate estimate, String unit, String mark) {
        return cell(estimate, of(estimate, unit), mark);
    }

    static Html ratioCell(Estimate estimate) {
        return cell(estimate, ratio(estimate), "");
    }

    private static Html cell(Estimate estimate, String words, String mark) {
        Html cell = new Html();
        String missing = missing(estimate);
        if (!estimate.isDefined()) {
            return missing.isEmpty() ? cell.text("–") : cell.element("span", reason(estimate), "class", "why");
        }
        int interval = words.indexOf(" [");
        cell.text(interval < 0 ? words : words.substring(0, interval));
        if (interval >= 0) {
            cell.text(" ").element("i", words.substring(interval + 1));
        }
        if (!mark.isEmpty()) {
            cell.text(" ").element("i", mark);
        }
        if (!missing.isEmpty() && interval < 0) {
            String what = estimate.isFinite() ? "no interval: " : "";
            cell.text(" ").element("span", what + missing, "class", "why");
        }
        if (estimate.note() != null) {
            cell.text(" ").element("span", estimate.note(), "class", "why");
        }
        return cell;
    }
}
