package org.noisefloor.plugin.loss;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Stratifier;

/**
 * Sorts positions by a number: band i holds what is at or above {@code starts[i]} and below the next start.
 *
 * @param classes the names of the bands
 * @param starts ascending; what is below the first is in the first band too
 */
record Bands(List<String> classes, List<Double> starts, ToDoubleFunction<Comparison> number) implements Stratifier {
    @Override
    public int classify(Comparison comparison) {
        double value = number.applyAsDouble(comparison);
        int band = classes.size() - 1;
        while (band > 0 && value < starts.get(band)) {
            band--;
        }
        return band;
    }
}
