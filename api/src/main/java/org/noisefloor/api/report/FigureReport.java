package org.noisefloor.api.report;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A figure of an arm over all positions.
 *
 * @param belowNumericFloor whether it is a divergence that arithmetic alone could have caused
 * @param infinite the positions at which it is infinite; null if it is infinite at none
 * @param spread how it is spread over positions; null for what is no divergence
 */
public record FigureReport(
        Estimate estimate,
        boolean belowNumericFloor,
        @Nullable InfinitePositions infinite,
        @Nullable Spread spread) {

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
