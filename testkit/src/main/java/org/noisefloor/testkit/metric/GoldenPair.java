package org.noisefloor.testkit.metric;

import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.metric.Comparison;

/** One pair of logit vectors with what every measure must give for it. */
public final class GoldenPair {
    private final String name;
    private final float[] original;
    private final float[] spliced;
    private final int target;
    private final Map<String, Double> expected;
    private final Optional<Map<String, Double>> tailShare;

    // six parameters, one for each key of golden/pairs.json, which alone makes them
    GoldenPair(
            String name,
            float[] original,
            float[] spliced,
            int target,
            Map<String, Double> expected,
            Optional<Map<String, Double>> tailShare) {
        this.name = name;
        this.original = original;
        this.spliced = spliced;
        this.target = target;
        this.expected = Map.copyOf(expected);
        this.tailShare = tailShare.map(Map::copyOf);
    }

    public String name() {
        return name;
    }

    /** z; a copy. */
    public float[] original() {
        return original.clone();
    }

    /** z̃; a copy. */
    public float[] spliced() {
        return spliced.clone();
    }

    /** y. */
    public int target() {
        return target;
    }

    /** The pair at position 0, without activations. */
    public Comparison comparison() {
        return Comparisons.of(original(), spliced(), target);
    }

    /** What a measure must give, for instance {@code kl}; may be +∞. */
    public double expected(String measure) {
        Double value = expected.get(measure);
        if (value == null) {
            throw new IllegalArgumentException("no golden value of '" + measure + "', there are " + expected.keySet());
        }
        return value;
    }

    /** Shares of a sum over tokens that come from tokens with p ≤ 1e-4, by measure; absent where a file gives none. */
    public Optional<Map<String, Double>> tailShare() {
        return tailShare;
    }

    /** Whether a value is the golden one, up to a relative or an absolute error, whichever is more lenient; ∞ must be met exactly. */
    public boolean agrees(String measure, double actual, double relative, double absolute) {
        double wanted = expected(measure);
        return actual == wanted
                || (Double.isFinite(wanted)
                        && Math.abs(actual - wanted) <= Math.max(relative * Math.abs(wanted), absolute));
    }

    /** The name, which makes it the name of a parameterised test. */
    @Override
    public String toString() {
        return name;
    }
}
