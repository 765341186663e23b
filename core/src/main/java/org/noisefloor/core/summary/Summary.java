package org.noisefloor.core.summary;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Figure;
import org.noisefloor.core.record.Arm;

/**
 * What a run found: a function of its sequence records, taken in order of sequence index.
 *
 * @param numericFloor what arithmetic alone does to each figure
 */
public record Summary(
        Counts counts, List<ArmSummary> arms, List<NumericFloorFigure> numericFloor, List<String> warnings) {

    /** How much was measured. */
    public record Counts(int sequences, long tokens, long intervened, long scored) {}

    /** Everything about one arm. */
    public record ArmSummary(
            Arm arm,
            List<FigureSummary> figures,
            List<FloorSummary> floors,
            List<RecoveredSummary> recovered,
            List<ClassSummary> classes,
            @Nullable FeatureUse features,
            @Nullable SinkSummary sinks) {

        /** A figure's estimate; null if this arm does not have it. */
        public @Nullable Estimate estimate(String figure) {
            return figures.stream()
                    .filter(each -> each.figure().name().equals(figure))
                    .map(FigureSummary::estimate)
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * @param metric the metric that reports it, or the intervention that observed it
     * @param ofScored whether it is taken over scored positions; otherwise over intervened ones
     * @param belowNumericFloor whether it is a divergence that arithmetic alone could have caused
     */
    public record FigureSummary(
            String metric, Figure figure, boolean ofScored, Estimate estimate, boolean belowNumericFloor) {}

    /**
     * A figure of an intervention against a noise floor. Of a similarity S, the distance 1 − S is what is compared.
     *
     * @param baseline the floor's name
     * @param floor mean over the floor's draws and the scored positions
     * @param excess D − floor
     * @param ratio D / floor; null for a signed difference, of which a ratio would mean nothing
     */
    public record FloorSummary(
            String figure,
            String baseline,
            Estimate floor,
            Estimate excess,
            @Nullable Estimate ratio) {}

    /**
     * The share of an ablation's damage that is not done: (D_ablation − D) / D_ablation. Not clamped.
     *
     * @param name for instance {@code loss_recovered}
     */
    public record RecoveredSummary(String name, String figure, String ablation, Estimate share) {}

    /**
     * The positions that a stratifier puts into one class. A class without positions is absent.
     *
     * @param n positions; for random arms the mean over draws
     * @param share of the scored positions
     */
    public record ClassSummary(String stratifier, String name, double n, double share, List<ClassFigure> figures) {}

    /** The value of a figure within a class; NaN where undefined. */
    public record ClassFigure(String figure, double value) {}

    /** The value of a figure for the whole model against the cut one. */
    public record NumericFloorFigure(String figure, double value) {}
}
