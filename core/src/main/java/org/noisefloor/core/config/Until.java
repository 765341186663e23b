package org.noisefloor.core.config;

import java.util.List;
import org.noisefloor.api.UserError;
import org.noisefloor.files.words.Width;

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

    /** @throws UserError without a place, if the figure is not written as one */
    public About about() {
        return About.parse(figure);
    }

    /**
     * The width as it is meant.
     *
     * @throws UserError without a place, if it is none
     */
    public Width wide() {
        return Width.parse(width);
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
