package org.noisefloor.files.words;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.files.text.PlainNumbers;

/**
 * How wide an interval may be from end to end, as {@code until} in a config has it: {@code 5 %} of the value, or a number in the figure's
 * unit.
 *
 * @param number above 0; in per cent where it is relative
 * @param isRelative whether it is a part of the value
 */
public record Width(double number, boolean isRelative) {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\\s*(%?)");

    /** @throws UserError without a place, if it is none */
    public static Width parse(String written) {
        Matcher parts = WRITTEN.matcher(written.strip());
        double number = parts.matches() ? Double.parseDouble(parts.group(1)) : Double.NaN;
        if (!(number > 0) || Double.isInfinite(number)) {
            throw new UserError(
                    "expected a width above 0, such as '5 %' of the value or 0.05 in the figure's unit, found '"
                            + written + "'");
        }
        return new Width(number, !parts.group(2).isEmpty());
    }

    /** That of an interval, in the same terms; infinite where it is a part of a value that is 0. */
    public double of(Estimate estimate) {
        double whole = estimate.high() - estimate.low();
        return isRelative && whole > 0 ? 100 * whole / Math.abs(estimate.value()) : whole;
    }

    /** One in the same terms. */
    String shown(double width) {
        return PlainNumbers.significant(width, 3) + (isRelative ? " %" : "");
    }
}
