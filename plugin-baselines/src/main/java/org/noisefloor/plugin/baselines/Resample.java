package org.noisefloor.plugin.baselines;

import java.util.function.Supplier;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * Resample ablation: the activation of another position.
 *
 * <p>ã_t = a_j, j uniform over a pool of the intervened positions of the calibration sequences, which are never scored, or over
 * the other intervened positions of the same sequence; one j for each position and draw.
 *
 * <ul>
 *   <li>Keeps everything that is typical of activations, and nothing of this position.
 *   <li>Source: causal scrubbing, Chan et al. 2022; resample ablation.
 *   <li>Memory: the pool holds at most 64 MiB. Calibration positions beyond that displace pooled ones so that the pool stays
 *       a uniform sample of all of them.
 *   <li>Pitfall: neighbouring positions receive activations of unrelated texts; the result is no sequence that a model has
 *       ever computed.
 * </ul>
 */
public final class Resample implements InterventionProvider<PoolOptions> {

    @Override
    public String id() {
        return "resample";
    }

    @Override
    public String summary() {
        return "the activation of another position, from the calibration sequences or the same one";
    }

    @Override
    public Class<PoolOptions> options() {
        return PoolOptions.class;
    }

    @Override
    public Intervention create(PoolOptions options, RunContext context) {
        Needs needs = options.needs(false);
        Others others =
                Others.of(options.pool(), Others::activation, context.site().width());
        return new PositionWise(
                needs,
                context.site().width(),
                new Resampling(others, () -> Mean.noPositions("resample", context.site())));
    }

    private record Resampling(Others others, Supplier<UserError> empty) implements FromOthers {
        @Override
        public boolean replace(Position at, Activations batch) {
            double[] other = at.scratch();
            if (!others.pick(batch, at.row(), batch.random(at.row()), other)) {
                return false;
            }
            for (int i = 0; i < other.length; i++) {
                at.put(i, other[i]);
            }
            return true;
        }
    }
}
