package org.noisefloor.plugin.loss;

import org.noisefloor.api.Option;

/**
 * @param unit in what the change is measured
 * @param delta threshold on p_y − q_y, for {@code unit: probability}
 * @param deltaNats threshold on log p_y − log q_y, for {@code unit: nats}
 */
public record CorrectTokenOptions(
        @Option(doc = "what a change is measured in", orElse = "probability")
        Unit unit,

        @Option(doc = "smallest change of the probability that counts; for unit probability", orElse = "0.1", max = 1)
        double delta,

        @Option(doc = "smallest change of the log probability that counts; for unit nats", orElse = "1")
        double deltaNats) {

    /** How the change at the correct token is measured. */
    public enum Unit {
        PROBABILITY,
        NATS
    }

    public CorrectTokenOptions {
        requirePositive("delta", delta);
        requirePositive("delta_nats", deltaNats);
    }

    private static void requirePositive(String key, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(
                    key + " is " + value
                            + ", a number above 0 is needed (at 0 a position that did not change would be both lost and gained)");
        }
    }
}
