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
 * @param quotient the same resample by resample; null too where the floor is not above 0
 */
record Contrast(
        Resampled there,
        Resampled excess,
        @Nullable Estimate ratio,
        @Nullable Resampled quotient) {

    static Contrast of(Figure figure, Resampled intervention, Resampled floor) {
        boolean similarity = figure.kind() == Figure.Kind.SIMILARITY;
        Resampled here = similarity ? intervention.complement() : intervention;
        Resampled there = similarity ? floor.complement() : floor;
        Resampled excess = here.minus(there);
        return switch (figure.kind()) {
            case DIVERGENCE, SIMILARITY -> {
                if (there.value() > 0) {
                    Resampled quotient = here.over(there);
                    yield new Contrast(there, excess, quotient.estimate(), quotient);
                }
                yield new Contrast(there, excess, Estimate.undefined("the floor is not above 0"), null);
            }
            case DIFFERENCE, QUOTIENT, LEVEL -> new Contrast(there, excess, null, null);
        };
    }

    /** How rare such a result would be if there were no difference; NaN where that cannot be told. */
    double probability() {
        if (ratio == null) {
            return excess.probability(0);
        }
        return quotient == null ? Double.NaN : quotient.probability(1);
    }
}
