package org.noisefloor.api.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The positions that a stratifier puts into one class, under one arm.
 *
 * @param n positions; for random arms the mean over draws. Where classes of an arm have no intervals, its {@code missing} says why for
 *     all of the class
 * @param share of the scored positions
 * @param figures by name; those that read vectors are absent
 * @param floors of an intervention, against each of its floors; empty for a baseline
 */
public record ClassReport(
        Estimate n, Estimate share, Map<String, ClassFigure> figures, Map<String, ClassContrast> floors) {

    /**
     * A figure within a class.
     *
     * @param ofTotal the class's share of the figure's total over all positions; null where the figure is no sum over
     *     positions
     */
    public record ClassFigure(Estimate estimate, @Nullable Estimate ofTotal) {}

    /**
     * A class under an intervention against the same class under a noise floor. Where the class depends on what the spliced
     * model says, the positions in it are others.
     *
     * @param shareExcess the share of the scored positions less the floor's
     */
    public record ClassContrast(Estimate shareExcess, Map<String, ClassExcess> figures) {}

    /**
     * A figure within a class against the same one of a floor, as in {@link FloorContrast}.
     *
     * @param ratio null also where either side is undefined
     */
    public record ClassExcess(Estimate excess, @Nullable Estimate ratio) {}
}
