package org.noisefloor.api.backend;

import java.nio.FloatBuffer;
import org.noisefloor.api.Site;

/**
 * The original run of one batch: its logits, the activation at every cut, and whatever else the backend needs to resume. Valid until the
 * next run, or until the cut is closed; then {@link #logits} and {@link #activation} throw {@link IllegalStateException}.
 *
 * <p>The buffers are direct, belong to the backend, and hold until the next {@link CutModel#run}. Nobody writes to them.
 */
public interface Trace {

    TokenBatch batch();

    /** Logits of the original, [sequences, length, vocabulary]. */
    FloatBuffer logits();

    /**
     * The original activation at a site of the cut, [sequences, length, width].
     *
     * @throws IllegalArgumentException if the site is none of the cut's
     */
    FloatBuffer activation(Site site);
}
