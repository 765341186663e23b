package org.noisefloor.api.intervention;

import java.util.List;
import java.util.Map;

/**
 * Replaces the activations of one site. Created for a site, calibrated if it asks for it, then given one batch after the
 * other, from one thread at a time.
 *
 * <p>What {@link #replace} writes must depend, for each row, on its sequence, the calibration and the generators of
 * {@link Activations} alone: not on the other sequences of the batch, and not on the batches before. Most interventions look
 * at no other row of the sequence either.
 */
public interface Intervention extends AutoCloseable {

    /** What this intervention needs from the host; the same at every call. */
    Needs needs();

    /** Takes in one batch of the calibration sequences, which are never scored; {@link Activations#replaced} is not used. */
    default void calibrate(Activations activations) {}

    /** All calibration sequences were shown; called once, before the first {@link #replace}. */
    default void calibrated() {}

    /** Writes the replaced activation of every row to {@link Activations#replaced}; the host restores the rows outside the mask. */
    void replace(Activations activations);

    /**
     * Names of what {@link #replace} reports per row with {@link Activations#observe}, for instance {@code l0}; each becomes
     * a figure, its mean over the intervened positions. Deterministic interventions only.
     */
    default List<Observation> observations() {
        return List.of();
    }

    /**
     * How many features it takes an activation apart into; {@link #replace} reports those that are not 0 with
     * {@link Activations#active}, and the host how many are alive and how often. 0 for none. Deterministic interventions only.
     */
    default int features() {
        return 0;
    }

    /** How it was made, for the report: digests of files, settings in force. Values are strings, numbers or booleans. */
    default Map<String, Object> provenance() {
        return Map.of();
    }

    /**
     * Numbers that say what calibration made of it, by their names, such as the rank of a covariance. Reports tell them where they name it.
     * Asked once all calibration sequences were shown.
     */
    default Map<String, Double> calibratedTo() {
        return Map.of();
    }

    /**
     * Findings that a user should know before trusting the figures, a sentence each without a full stop. Asked when it is created and
     * once more when the first batch was replaced: then there may be more.
     */
    default List<String> notes() {
        return List.of();
    }

    /** Frees what it owns; called once. */
    @Override
    default void close() {}
}
