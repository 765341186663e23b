package org.noisefloor.core.run.score;

import java.nio.FloatBuffer;
import org.noisefloor.core.run.batch.BatchActivations;

/**
 * What one draw of one arm made of a batch.
 *
 * @param acts the activations, and what was put in their place
 * @param logits [sequences, length, vocabulary]
 * @param looksAtActivations whether metrics of the activations are to look at them
 */
public record SplicedBatch(BatchActivations acts, FloatBuffer logits, boolean looksAtActivations) {}
