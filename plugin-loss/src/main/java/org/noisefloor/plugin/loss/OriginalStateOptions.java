package org.noisefloor.plugin.loss;

import org.noisefloor.api.Option;

/** @param theta the probability of its favourite from which on the original counts as confident */
public record OriginalStateOptions(
        @Option(
                doc = "probability of its favourite token from which on the original is confident",
                orElse = "0.5",
                min = 0,
                max = 1)
        double theta) {}
