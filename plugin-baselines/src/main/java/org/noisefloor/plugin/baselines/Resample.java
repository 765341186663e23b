package org.noisefloor.plugin.baselines;

import java.util.Map;
import org.noisefloor.api.Activations;
import org.noisefloor.api.Environment;
import org.noisefloor.api.Intervention;
import org.noisefloor.api.InterventionProvider;
import org.noisefloor.api.Option;
import org.noisefloor.api.Site;

/**
 * Resample ablation: the activation of another position.
 *
 * <p>ã_t = a_j, j uniform over a pool of the intervened positions of the calibration sequences, which are never scored; one j
 * for each position and draw.
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
public final class Resample implements InterventionProvider<Resample.Options> {
    private static final int POOL_BYTES = 64 << 20;

    /** The options of {@code resample}. */
    public record Options(
            @Option(doc = "random draws per position", orElse = "8", min = 1)
            int draws) {}

    @Override
    public String id() {
        return "resample";
    }

    @Override
    public String summary() {
        return "the activation of another position, from the calibration sequences";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Intervention create(Options options, Site site, int rows, Environment environment) {
        int capacity = Math.max(1, POOL_BYTES / (Float.BYTES * site.width()));
        return new Resampling(options.draws(), site, new Pool(site.width(), capacity));
    }

    private record Resampling(int draws, Site site, Pool pool) implements Intervention {
        @Override
        public Needs needs() {
            return new Needs(draws, false, true, false);
        }

        @Override
        public void calibrate(Activations activations) {
            pool.add(activations);
        }

        @Override
        public void replace(Activations activations) {
            if (pool.size() == 0) {
                throw Mean.noPositions("resample", site);
            }
            for (int row = 0; row < activations.rows(); row++) {
                if (activations.intervened(row)) {
                    Rows.write(activations, row, pool.get(Draws.below(activations.random(row), pool.size())));
                }
            }
        }

        @Override
        public Map<String, Object> provenance() {
            return Map.of("calibration_positions", pool.seen(), "pool", pool.size());
        }
    }
}
