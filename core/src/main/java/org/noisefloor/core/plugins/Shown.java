package org.noisefloor.core.plugins;

import java.util.Optional;
import org.noisefloor.api.metric.Comparison;

/** Digests of what a plugin is shown at a position. It is handed the arrays themselves, since copies would cost as much as most metrics. */
record Shown(int original, int spliced, int activation, int replacement) {

    static Shown of(Comparison comparison) {
        return new Shown(
                digest(comparison.original()),
                digest(comparison.spliced()),
                digest(comparison.activation()),
                digest(comparison.replacement()));
    }

    /** What of it is no longer as it was, if anything, as a plugin gets it. */
    Optional<String> changed(Shown before) {
        if (original != before.original) {
            return Optional.of("Comparison.original()");
        }
        if (spliced != before.spliced) {
            return Optional.of("Comparison.spliced()");
        }
        if (activation != before.activation) {
            return Optional.of("Comparison.activation()");
        }
        return replacement != before.replacement ? Optional.of("Comparison.replacement()") : Optional.empty();
    }

    /** Odd weights, so that no change of one number is lost; a plain loop, which the JVM makes one of vectors. */
    private static int digest(float[] numbers) {
        int sum = 0;
        for (int i = 0; i < numbers.length; i++) {
            sum += Float.floatToRawIntBits(numbers[i]) * (2 * i + 1);
        }
        return sum;
    }
}
