package org.noisefloor.core.run.score;

/**
 * How vectors of logits stand in a buffer.
 *
 * @param vocabulary entries of a vector in use, its first ones
 * @param stride entries of a vector
 */
public record Logits(int vocabulary, int stride) {}
