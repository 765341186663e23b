package org.noisefloor.plugin.loss;

import java.util.List;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;

/**
 * Sorts positions by the probability that the original gives its favourite token.
 *
 * <p>max p in [0, 0.1), [0.1, 0.3), [0.3, 0.5), [0.5, 0.8), [0.8, 1]. p = softmax(original logits).
 *
 * <ul>
 *   <li>Unit: a class. Shape: logits [position, vocabulary], float32.
 *   <li>Source: this project's choice of bands; 0.5 is the default θ of {@code original_state}.
 *   <li>Pitfall: a confident model need not be right. The sizes of the classes of two models do not compare.
 * </ul>
 */
public final class Confidence implements StratifierProvider<NoOptions> {
    private static final List<String> CLASSES = List.of("[0,0.1)", "[0.1,0.3)", "[0.3,0.5)", "[0.5,0.8)", "[0.8,1]");
    private static final List<Double> STARTS = List.of(0.0, 0.1, 0.3, 0.5, 0.8);

    @Override
    public String id() {
        return "confidence";
    }

    @Override
    public String summary() {
        return "The probability that the original gives its favourite token";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Stratifier create(NoOptions options, RunContext context) {
        return Bands.of(CLASSES, STARTS, c -> StrictMath.exp(c.logProbOriginal(c.top1Original())));
    }
}
