package org.noisefloor.plugin.loss;

import org.noisefloor.api.Option;

/** @param theta the probability of its favourite from which on a model counts as confident */
public record ConfidenceOptions(
        @Option(
                doc = "probability of its favourite token from which on a model is confident",
                orElse = "0.5",
                min = 0,
                max = 1)
        double theta) {
    public ConfidenceOptions {
        if (!(theta >= 0 && theta <= 1)) {
            throw new IllegalArgumentException("theta is " + theta + ", a probability from 0 to 1 is needed");
        }
    }
}
