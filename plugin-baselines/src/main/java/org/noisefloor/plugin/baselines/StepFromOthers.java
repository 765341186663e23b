package org.noisefloor.plugin.baselines;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Activations;

/**
 * A step as long as the error, along the vector of another position or towards it. Where that is no direction, another
 * position is drawn.
 *
 * @param towards whether the direction is the difference between the vector and a_t, rather than the vector
 * @param empty what to say if there is no other position at all
 */
record StepFromOthers(Others others, boolean towards, Supplier<UserError> empty) implements FromOthers {
    @Override
    public boolean replace(Position at, Activations batch) {
        RandomGenerator random = batch.random(at.row());
        double[] direction = at.direction();
        for (int attempt = 0; attempt < Draws.ATTEMPTS; attempt++) {
            if (others.pick(batch, at.row(), random, direction)) {
                if (towards) {
                    Vectors.addTo(direction, -1, at.original());
                }
                if (Vectors.normalise(direction)) {
                    at.step(at.errorNorm(), direction);
                    return true;
                }
            }
        }
        return false;
    }
}
