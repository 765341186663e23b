package org.noisefloor.api.backend;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;

/**
 * A model cut at some sites into a chain of segments, for batches of one shape. Not thread-safe; owns native memory.
 *
 * <p>Every implementation must give, bit for bit, {@link Trace#logits()} when it resumes at any of its sites, or at several, with
 * unchanged activations; and the same bits whenever it is given the same.
 */
public interface CutModel extends AutoCloseable {

    /** The shape at which every batch runs. */
    BatchShape shape();

    /**
     * Runs the original once, segment by segment. The trace before this one becomes invalid.
     *
     * @throws IllegalArgumentException if the batch has another shape
     * @throws IllegalStateException if this is closed
     * @throws org.noisefloor.api.UserError if the model does not know a token of the batch, with its id
     */
    Trace run(TokenBatch batch);

    /**
     * Runs the original once, like {@link #run}, but each sequence by itself and without padding, so that nothing can reach it from
     * elsewhere; and so does whatever is resumed from the trace. Buffers have the shape of the batch all the same, and 0 in the rows
     * that have no token. An engine that takes one length only pads to that.
     *
     * <p>The host runs some sequences both ways. A model to which that makes a difference beyond arithmetic (one that quantises activations
     * with one scale for the whole batch, say) is run in this way alone.
     *
     * @return empty if this backend does not do it (then the host cuts the model anew for each length, which is slow); always or never so
     * @throws IllegalArgumentException if the batch has another shape
     * @since 2.1
     */
    default Optional<Trace> runAlone(TokenBatch batch) {
        return Optional.empty();
    }

    /**
     * Runs what comes after the earliest of some sites, with other activations at them.
     *
     * @param trace the newest trace
     * @param splice sites of the cut, and what is put there
     * @return logits [sequences, length, vocabulary], which hold until the next call of {@code resume} or {@code run}
     * @throws IllegalStateException if the trace is not the newest one, or this is closed
     * @throws IllegalArgumentException if a site is none of the cut's, before any is replaced; or if the splice has no sites
     */
    FloatBuffer resume(Trace trace, Splice splice);

    /**
     * Runs what comes after one site, with another activation there.
     *
     * @param replaced [sequences, length, width] from its position; not changed
     * @throws IllegalArgumentException if it is too short, or the site is none of the cut's
     */
    default FloatBuffer resume(Trace trace, Site site, FloatBuffer replaced) {
        return resume(trace, Splice.at(site, replaced));
    }

    /** Frees what it owns; harmless when it is closed already. Traces of it become invalid. */
    @Override
    void close();
}
