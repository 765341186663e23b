package org.noisefloor.plugin.loss;

import java.util.List;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;

/**
 * Sorts positions by their index in the sequence as run, from 0 with the BOS token: 0, 1–7, 8–31, 32–127, 128 and above.
 *
 * <ul>
 *   <li>Unit: a class. Shape: an index.
 *   <li>Source: this project's choice of bands, each about four times as wide as the one before.
 *   <li>Pitfall: a divergence at a position includes what the splice did at earlier ones, so it may grow along the sequence
 *       whatever happens at the position itself.
 * </ul>
 */
public final class Position implements StratifierProvider<NoOptions> {
    private static final List<String> CLASSES = List.of("0", "1-7", "8-31", "32-127", "128+");
    private static final List<Double> STARTS = List.of(0.0, 1.0, 8.0, 32.0, 128.0);

    @Override
    public String id() {
        return "position";
    }

    @Override
    public String summary() {
        return "How far into the sequence";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Stratifier create(NoOptions options, RunContext context) {
        return Bands.of(CLASSES, STARTS, Comparison::position);
    }
}
