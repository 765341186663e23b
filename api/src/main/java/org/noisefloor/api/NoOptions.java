package org.noisefloor.api;

/** The options of a provider that has none. */
public record NoOptions() {}
