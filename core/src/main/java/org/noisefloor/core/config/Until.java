package org.noisefloor.core.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.Estimate;

/**
 * How sure a run is to be, as {@code until} in a config says it: it ends as soon as the interval of a figure is no wider than this. It looks
 * at fixed points alone, an eighth, a quarter and half of the sequences that it may take. An interval that is narrow enough is the more
 * likely narrow by chance the more often one looks, so the error of 5 % is shared by the looks (Bonferroni's inequality): intervals of
 * such a run are as wide as it takes for them to hold whichever look ends it.
 *
 * @param figure as written
 * @param width as written: {@code 5 %} of the value, or a number in the figure's unit
 * @param place of the section
 */
public record Until(String figure, String width, String place) {
    /** Of the sequences that a run may take, one is looked at: the end is a look too. */
    private static final List<Integer> PARTS = List.of(8, 4, 2, 1);

    /** With fewer sequences there are fewer documents than an interval takes. */
    private static final int FEWEST = 6;

    private static final Pattern WIDTH = Pattern.compile("([0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\\s*(%?)");

    public About about() {
        return About.parse(figure);
    }

    /** @throws UserError without a place, if something is not as expected */
    Until checked() {
        about();
        Matcher parts = WIDTH.matcher(width.strip());
        double number = parts.matches() ? Double.parseDouble(parts.group(1)) : Double.NaN;
        if (!(number > 0) || Double.isInfinite(number)) {
            throw new UserError(
                    "expected a width above 0, such as '5 %' of the value or 0.05 in the figure's unit, found '" + width
                            + "'");
        }
        return this;
    }

    /** From end to end, in the terms of {@link #width}; infinite where that is a part of a value that is 0. */
    public double widthOf(Estimate estimate) {
        double whole = estimate.high() - estimate.low();
        return isRelative() && whole > 0 ? 100 * whole / Math.abs(estimate.value()) : whole;
    }

    private boolean isRelative() {
        return width.strip().endsWith("%");
    }

    /** In per cent where it is relative. */
    public double number() {
        return Double.parseDouble(width.replace("%", "").strip());
    }

    /**
     * After how many sequences it is looked.
     *
     * @param most how many it may take; the last look
     */
    public static List<Integer> looks(int most) {
        return PARTS.stream()
                .map(part -> (most + part - 1) / part)
                .filter(look -> look >= FEWEST || look == most)
                .distinct()
                .toList();
    }
}
