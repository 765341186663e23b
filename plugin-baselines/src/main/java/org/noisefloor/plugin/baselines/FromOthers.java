package org.noisefloor.plugin.baselines;

import java.util.Map;
import java.util.function.Supplier;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Activations;

/** A rule that picks the vectors of other positions. */
interface FromOthers extends Rule.OneByOne {
    Others others();

    /** What to say if there is no other position at all. */
    Supplier<UserError> empty();

    @Override
    default void calibrate(Activations batch) {
        others().calibrate(batch);
    }

    @Override
    default void calibrated() {
        if (others().isEmpty()) {
            throw empty().get();
        }
    }

    @Override
    default Map<String, Object> provenance() {
        return others().provenance();
    }
}
