package org.noisefloor.plugin.baselines;

import org.noisefloor.api.Option;

/** The options of noise of which nothing but the number of draws is chosen. */
public record DrawOptions(
        @Option(doc = "random draws per position", orElse = "8", min = 1)
        int draws) {}
