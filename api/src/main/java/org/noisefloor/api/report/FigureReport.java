package org.noisefloor.api.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A figure of an arm over all positions.
 *
 * @param bySequence the interval that takes each sequence for a document; null where it is one, or where there is none
 * @param belowNumericFloor whether it is a divergence that arithmetic alone could have caused
 * @param infinite the positions at which it is infinite; null if it is infinite at none
 * @param spread how it is spread over positions; null for what is no divergence
 */
public record FigureReport(
        Estimate estimate,
        @Nullable BySequence bySequence,
        boolean belowNumericFloor,
        @Nullable InfinitePositions infinite,
        @Nullable Spread spread) {

    /**
     * An interval that is too narrow wherever the sequences of a document are alike, for whoever compares with figures made so.
     *
     * @param widthRatio the width of the estimate's own interval, by document, as a multiple of this one's
     */
    public record BySequence(double low, double high, double widthRatio) {}

    /**
     * @param positions how many; for random arms the mean over draws
     * @param meanOfTheRest the mean over the other positions
     */
    public record InfinitePositions(double positions, double meanOfTheRest) {}

    /**
     * How a divergence is spread over positions.
     *
     * @param histogram positions of all draws by bin: {@code zero}, or i for [10^(−16 + i/10), 10^(−16 + (i+1)/10)); smaller values
     *     are in bin 0, larger ones in 189
     * @param quantiles null for random arms, of which single positions are not kept
     */
    public record Spread(
            Map<String, Long> histogram, @Nullable Quantiles quantiles) {}

    /**
     * Quantiles over positions by linear interpolation.
     *
     * @param topShare the share of the total that the ⌈N/100⌉ largest positions hold
     */
    public record Quantiles(double median, double q90, double q99, double topShare) {}
}
