package org.noisefloor.plugin.report.html;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A figure of the report with its interval.
 *
 * @param value NaN if there is none
 * @param low NaN if there is no interval
 * @param missing why a number is null; empty if none is, or if the report does not have the figure at all
 */
record Estimate(double value, double low, double high, double drawError, boolean belowNumericFloor, String missing) {

    /** What the report does not have. */
    static final Estimate NONE = new Estimate(Double.NaN, Double.NaN, Double.NaN, Double.NaN, false, "");

    static Estimate of(JsonNode node) {
        return new Estimate(
                number(node.path("value")),
                number(node.path("low")),
                number(node.path("high")),
                number(node.path("draw_error")),
                node.path("below_numeric_floor").asBoolean(),
                node.path("missing").asText(""));
    }

    static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : Double.NaN;
    }

    boolean isNumber() {
        return !Double.isNaN(value);
    }

    boolean isFinite() {
        return Double.isFinite(value);
    }

    boolean hasInterval() {
        return Double.isFinite(low) && Double.isFinite(high);
    }

    /** {@code 0.154 [0.148, 0.160]}; of a null its reason. */
    String inWords(String unit) {
        boolean share = unit.equals("share");
        return share ? percents() : numbers(Numbers.decimals(value));
    }

    /** A multiple: always two decimals, so that a column of them can be compared. */
    String asRatio() {
        double size = Math.abs(value);
        boolean fits = size == 0 || (size >= 0.1 && size < 100);
        return fits ? numbers(2) : inWords("");
    }

    /** {@code 1.48× [1.44, 1.53]}. */
    String inWordsAsMultiple() {
        String words = asRatio();
        int interval = words.indexOf(" [");
        return interval < 0 ? words + "×" : words.substring(0, interval) + "×" + words.substring(interval);
    }

    private String percents() {
        if (!isNumber()) {
            return reason();
        }
        int decimals = Numbers.percentDecimals(value);
        String interval = hasInterval()
                ? " [" + Numbers.fixed(100 * low, decimals) + ", " + Numbers.fixed(100 * high, decimals) + "]"
                : "";
        return Numbers.fixed(100 * value, decimals) + interval + " %";
    }

    private String numbers(int decimals) {
        if (!isNumber()) {
            return reason();
        }
        String interval =
                hasInterval() ? " [" + Numbers.fixed(low, decimals) + ", " + Numbers.fixed(high, decimals) + "]" : "";
        return Numbers.fixed(value, decimals) + interval;
    }

    String reason() {
        return missing.isEmpty() ? "–" : "none: " + missing;
    }

    /** A table's cell: a value whose interval is smaller, or why there is none. */
    Html cell(String unit) {
        return shown(inWords(unit));
    }

    Html ratioCell() {
        return shown(asRatio());
    }

    private Html shown(String words) {
        Html cell = new Html();
        if (!isNumber()) {
            return missing.isEmpty() ? cell.text("–") : cell.element("span", reason(), "class", "why");
        }
        int interval = words.indexOf(" [");
        cell.text(interval < 0 ? words : words.substring(0, interval));
        if (interval >= 0) {
            cell.text(" ").element("i", words.substring(interval + 1));
        }
        if (belowNumericFloor) {
            cell.text(" ").element("i", "below the numeric floor");
        }
        if (!missing.isEmpty() && interval < 0) {
            cell.text(" ").element("span", "no interval: " + missing, "class", "why");
        }
        return cell;
    }
}
