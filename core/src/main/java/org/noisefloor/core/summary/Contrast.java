package org.noisefloor.core.summary;

import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.Estimate;

/**
 * A figure of an intervention against the same one of a noise floor. Of a similarity S, the distance 1 − S is what is compared.
 *
 * @param there the floor's side
 * @param excess D − floor
 * @param ratio D / floor; null for what is signed or itself a quotient, of which a ratio would mean nothing
 */
record Contrast(Resampled there, Resampled excess, @Nullable Estimate ratio) {

    static Contrast of(Figure figure, Resampled intervention, Resampled floor) {
        boolean similarity = figure.kind() == Figure.Kind.SIMILARITY;
        Resampled here = similarity ? intervention.complement() : intervention;
        Resampled there = similarity ? floor.complement() : floor;
        Estimate ratio = switch (figure.kind()) {
            case DIVERGENCE, SIMILARITY ->
                there.value() > 0 ? here.over(there).estimate() : Estimate.undefined("the floor is not above 0");
            case DIFFERENCE, QUOTIENT, LEVEL -> null;
        };
        return new Contrast(there, here.minus(there), ratio);
    }
}
