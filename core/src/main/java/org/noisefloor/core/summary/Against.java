package org.noisefloor.core.summary;

import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Figure;

/**
 * A figure of an intervention against the same one of a noise floor. Of a similarity S, the distance 1 − S is what is compared.
 *
 * @param there the floor's side
 * @param excess D − floor
 * @param ratio D / floor; null for what is signed or itself a quotient, of which a ratio would mean nothing
 */
record Against(Sampled there, Sampled excess, @Nullable Estimate ratio) {

    static Against of(Figure figure, Sampled intervention, Sampled floor) {
        boolean similarity = figure.kind() == Figure.Kind.SIMILARITY;
        Sampled here = similarity ? intervention.complement() : intervention;
        Sampled there = similarity ? floor.complement() : floor;
        Estimate ratio = switch (figure.kind()) {
            case DIVERGENCE, SIMILARITY ->
                there.value() > 0 ? here.over(there).estimate() : Estimate.undefined("the floor is not above 0");
            case DIFFERENCE, QUOTIENT, LEVEL -> null;
        };
        return new Against(there, here.minus(there), ratio);
    }
}
