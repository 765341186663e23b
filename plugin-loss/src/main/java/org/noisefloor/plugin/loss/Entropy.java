package org.noisefloor.plugin.loss;

import java.util.List;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;

/**
 * Sorts positions by the entropy of the original: how open the continuation is.
 *
 * <p>H(p) = −Σ_v p_v log p_v in [0, 1), [1, 2), [2, 4), [4, ∞). p = softmax(original logits).
 *
 * <ul>
 *   <li>Unit: a class; the bands are in nats. Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: Shannon 1948 for the entropy; this project's choice of bands.
 *   <li>Pitfall: a low entropy says that the model is sure, not that it is right. A long tail of improbable tokens raises the
 *       entropy of a position whose favourite is clear.
 * </ul>
 */
public final class Entropy implements StratifierProvider<NoOptions> {
    private static final List<String> CLASSES = List.of("[0,1)", "[1,2)", "[2,4)", "[4,∞)");
    private static final List<Double> STARTS = List.of(0.0, 1.0, 2.0, 4.0);

    @Override
    public String id() {
        return "entropy";
    }

    @Override
    public String summary() {
        return "Entropy of the original's prediction";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Stratifier create(NoOptions options, RunContext context) {
        return Bands.of(CLASSES, STARTS, OriginalEntropy::nats);
    }
}
