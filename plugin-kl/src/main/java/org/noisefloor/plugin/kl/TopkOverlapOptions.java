package org.noisefloor.plugin.kl;

import org.noisefloor.api.Option;

/** @param k how many of the most probable tokens are compared; all of them in a smaller vocabulary */
public record TopkOverlapOptions(
        @Option(doc = "how many of the most probable tokens are compared", orElse = "10", min = 1)
        int k) {

    public TopkOverlapOptions {
        if (k < 1) {
            throw new IllegalArgumentException("k is " + k + ", at least 1 token is needed to compare");
        }
    }
}
