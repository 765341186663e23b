package org.noisefloor.plugin.loss;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Stratifier;

/** Classes that are bands of a number. */
final class Bands {
    private Bands() {}

    /**
     * Sorts positions by a number: band i holds what is at or above {@code starts[i]} and below the next start.
     *
     * @param classes the names of the bands
     * @param starts ascending; what is below the first is in the first band too
     */
    static Stratifier of(List<String> classes, List<Double> starts, ToDoubleFunction<Comparison> number) {
        return Stratifier.of(classes, comparison -> band(number.applyAsDouble(comparison), starts));
    }

    private static int band(double value, List<Double> starts) {
        int band = starts.size() - 1;
        while (band > 0 && value < starts.get(band)) {
            band--;
        }
        return band;
    }
}
