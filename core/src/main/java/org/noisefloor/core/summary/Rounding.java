package org.noisefloor.core.summary;

import java.util.HashMap;
import java.util.Map;
import org.noisefloor.api.metric.Figure;

/**
 * How far arithmetic alone can move a mean over positions, where the original and the spliced model are both computed otherwise: by another
 * engine, in another precision, at another batch shape.
 *
 * <p>With ε the mean KL between two ways of computing the original, and the same for the spliced model, by the Cauchy–Schwarz inequality: a
 * divergence of mean D moves by at most √ε·(√2 + 5√D) + 4ε, a signed difference at the correct token by 2√(2ε). {@code
 * docs/design/statistics.md} has the derivation.
 *
 * @param kl ε in nats
 * @param floors of each figure, what arithmetic was seen to do to it; of a similarity S, 1 − S
 */
record Rounding(double kl, Map<String, Double> floors) {
    /** What one rounding of logits to float32 does, of order one: half the square of 2⁻²⁴. Nothing is known more exactly. */
    private static final double FLOAT32 = StrictMath.scalb(0.5, -48);

    /** What a run measured of its own arithmetic. */
    static Rounding of(RunData data, NumericFloors floors) {
        Map<String, Double> sizes = floors.sizes();
        double measured = sizes.getOrDefault("kl", Double.NaN);
        double largest = data.run().arithmetic().largestLogitDifference();
        // logits that differ by at most m have a KL of at most m²/2 (Hoeffding 1963)
        return new Rounding(Math.max(FLOAT32, Double.isFinite(measured) ? measured : largest * largest / 2), sizes);
    }

    /**
     * Of one run against another.
     *
     * @param apart the mean KL between their originals; 0 if they are not the same model, and so do not differ by arithmetic
     */
    Rounding with(Rounding other, double apart) {
        double most = Math.max(apart, Math.max(kl, other.kl));
        Map<String, Double> all = scaled(most);
        other.scaled(most).forEach((figure, floor) -> all.merge(figure, floor, Math::max));
        return new Rounding(most, all);
    }

    /** What a figure's floor is where arithmetic differs more than it was measured: a distance grows like the root of KL. */
    private Map<String, Double> scaled(double most) {
        double times = Math.sqrt(most / kl);
        Map<String, Double> all = new HashMap<>();
        floors.forEach((figure, floor) -> all.put(figure, times * floor));
        return all;
    }

    /**
     * The farthest that the figure's difference between two interventions can move; 0 for a quotient, of which nothing is known, NaN where
     * one of them is not finite.
     *
     * @param one of a similarity S, the distance 1 − S
     */
    double bound(Figure figure, double one, double other) {
        if (!Double.isFinite(one) || !Double.isFinite(other)) {
            return Double.NaN;
        }
        double floor = floors.getOrDefault(figure.name(), 0.0);
        // the triangle inequality: once for the original, once for what is spliced
        double seen = Double.isFinite(floor) ? 2 * floor : 0;
        return switch (figure.kind()) {
            case DIVERGENCE, SIMILARITY -> {
                double distance = Math.max(0, Math.max(one, other));
                yield Math.max(seen, Math.sqrt(kl) * (Math.sqrt(2) + 5 * Math.sqrt(distance)) + 4 * kl);
            }
            case DIFFERENCE -> Math.max(seen, 2 * Math.sqrt(2 * kl));
            case QUOTIENT, LEVEL -> 0;
        };
    }
}
