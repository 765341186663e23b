package org.noisefloor.plugin.baselines;

import java.util.function.ToDoubleFunction;
import org.noisefloor.api.intervention.Activations;

/** A step of a given length in a direction uniform on the sphere. */
record RandomStep(ToDoubleFunction<Position> length) implements Rule.OneByOne {
    @Override
    public boolean replace(Position at, Activations batch) {
        if (!Draws.direction(batch.random(at.row()), at.direction())) {
            return false;
        }
        at.step(length.applyAsDouble(at), at.direction());
        return true;
    }
}
