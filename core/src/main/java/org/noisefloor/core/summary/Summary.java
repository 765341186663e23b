package org.noisefloor.core.summary;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Figure;
import org.noisefloor.core.record.Arm;

/**
 * What a run found: a function of its sequence records, taken in order of sequence index.
 *
 * @param numericFloor what arithmetic alone does to each figure
 * @param pairs each two interventions of a site, compared
 */
public record Summary(
        Counts counts,
        List<ArmSummary> arms,
        List<PairSummary> pairs,
        List<NumericFloorFigure> numericFloor,
        List<String> warnings) {

    /**
     * How much was measured.
     *
     * @param ends last positions at which predictions were compared although they have no correct token
     * @param nonfinite positions left out, since some arm's logits are NaN or +∞ there
     */
    public record Counts(int sequences, long tokens, long intervened, long scored, long ends, long nonfinite) {}

    /**
     * Everything about one arm.
     *
     * @param vectors means over scored positions and draws of the columns that are vectors, by name: a divergence by decade of
     *     the original's probability, for instance
     */
    public record ArmSummary(
            Arm arm,
            List<FigureSummary> figures,
            Map<String, double[]> vectors,
            List<FloorSummary> floors,
            List<RecoveredSummary> recovered,
            List<EquivalentNoise> equivalentNoise,
            @Nullable Agreement agreement,
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
     * @param infinite the positions at which it is infinite; null if it is infinite at none
     * @param spread how it is spread over positions; null for what is no divergence
     */
    public record FigureSummary(
            String metric,
            Figure figure,
            boolean ofScored,
            Estimate estimate,
            boolean belowNumericFloor,
            @Nullable InfinitePositions infinite,
            @Nullable Spread spread) {}

    /**
     * @param positions how many; for random arms the mean over draws
     * @param meanOfTheRest the mean over the other positions
     */
    public record InfinitePositions(double positions, double meanOfTheRest) {}

    /**
     * How a divergence is spread over positions.
     *
     * @param histogram positions of all draws by {@linkplain org.noisefloor.core.record.Histogram bin}
     * @param quantiles null for random arms, of which single positions are not kept
     */
    public record Spread(
            SortedMap<Integer, Long> histogram, @Nullable Quantiles quantiles) {}

    /**
     * Quantiles over positions by linear interpolation.
     *
     * @param topShare the share of the total that the ⌈N/100⌉ largest positions hold
     */
    public record Quantiles(double median, double q90, double q99, double topShare) {}

    /**
     * A figure of an intervention against a noise floor. Of a similarity S, the distance 1 − S is what is compared.
     *
     * @param baseline the floor's name
     * @param floor mean over the floor's draws and the scored positions
     * @param excess D − floor
     * @param ratio D / floor; null for a signed difference, of which a ratio would mean nothing
     * @param ranks the positions by where the intervention stands among the draws; null for what has no value at a position
     * @param detectable the smallest excess that a run of this size detects: 2.8 bootstrap standard errors of the excess
     */
    public record FloorSummary(
            String figure,
            String baseline,
            Estimate floor,
            Estimate excess,
            @Nullable Estimate ratio,
            @Nullable Ranks ranks,
            double detectable) {}

    /**
     * Shares of positions, by where the intervention stands among the floor's K draws at the same position.
     *
     * @param above strictly above all draws; 1/(K+1) for an intervention that is one more draw of the floor
     * @param below strictly below all draws
     * @param tied equal to at least one draw
     * @param midRank mean of (draws below + half of the ties)/K; ½ for one more draw, whatever the ties
     * @param expected 1/(K+1); NaN where ties are 1 % or more, which make it a bad comparison
     */
    public record Ranks(Estimate above, Estimate below, Estimate tied, Estimate midRank, double expected) {}

    /**
     * The share of an ablation's damage that is not done: (D_ablation − D) / D_ablation. Not clamped. Its draw error is that of
     * D alone.
     *
     * @param name for instance {@code loss_recovered}
     */
    public record RecoveredSummary(String name, String figure, String ablation, Estimate share) {}

    /**
     * The size of noise that does as much damage, as a multiple of the intervention's own error.
     *
     * @param family the dose-response curve it is read from
     * @param bound whether the value is the answer (=) or the answer lies beyond the measured doses ({@literal < or >})
     */
    public record EquivalentNoise(String figure, String family, char bound, Estimate multiple) {}

    /**
     * Spearman's rank correlation over positions between each pair of figures.
     *
     * @param matrix NaN where a figure is the same at all positions
     */
    public record Agreement(List<String> figures, double[][] matrix) {}

    /**
     * Two interventions at one site on the same positions.
     *
     * @param difference the figure of {@code one} minus that of {@code other}
     * @param detectable the smallest difference that a run of this size detects
     */
    public record PairSummary(
            String site, String one, String other, String figure, Estimate difference, double detectable) {}

    /**
     * The positions that a stratifier puts into one class. A class without positions is absent.
     *
     * @param n positions; for random arms the mean over draws
     * @param share of the scored positions
     * @param floors of an intervention, against each of its floors
     */
    public record ClassSummary(
            String stratifier,
            String name,
            Estimate n,
            Estimate share,
            List<ClassFigure> figures,
            List<ClassFloor> floors) {}

    /**
     * A figure within a class.
     *
     * @param ofTotal the class's share of the figure's total over all positions; null where the figure is no sum over
     *     positions, NaN where the total's interval includes 0
     */
    public record ClassFigure(
            String figure, Estimate value, @Nullable Estimate ofTotal) {}

    /**
     * A class under an intervention against the same class under a noise floor. Where the class depends on what the spliced
     * model says, the positions in it are others.
     *
     * @param shareExcess the share of the scored positions less the floor's
     */
    public record ClassFloor(String baseline, Estimate shareExcess, List<ClassExcess> figures) {}

    /**
     * A figure within a class against the same one of a floor, as in {@link FloorSummary}.
     *
     * @param ratio null also where either side is undefined
     */
    public record ClassExcess(
            String figure, Estimate excess, @Nullable Estimate ratio) {}

    /** The value of a figure for the whole model, one sequence at a time, against the cut one. */
    public record NumericFloorFigure(String figure, double cut, double value) {}
}
