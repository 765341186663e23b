package org.noisefloor.api;

import java.nio.FloatBuffer;

/**
 * A model cut at some sites into a chain of segments, for batches of one shape. Not thread-safe; owns native memory.
 *
 * <p>Every implementation must give, bit for bit, {@link Trace#logits()} when it resumes at any site with the unchanged
 * activation.
 */
public interface CutModel extends AutoCloseable {

    BatchShape shape();

    /** Runs the original once, segment by segment. The trace before this one becomes invalid. */
    Trace run(TokenBatch batch);

    /**
     * Runs what comes after a site, with another activation there.
     *
     * @param trace the newest trace
     * @param replaced direct, native byte order, [sequences, length, width] from its position; not changed
     * @return logits [sequences, length, vocabulary], which hold until the next call of {@code resume} or {@code run}
     */
    FloatBuffer resume(Trace trace, Site site, FloatBuffer replaced);

    @Override
    void close();
}
