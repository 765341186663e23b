package org.noisefloor.plugin.loss;

import java.util.List;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Stratifier;
import org.noisefloor.api.StratifierProvider;

/**
 * Sorts positions by the original alone: whether its favourite token is the correct one, and whether it is confident.
 *
 * <p>With w = argmax p (the lowest id among equals), right: w = y, else wrong; confident: p_w ≥ θ, else unsure.
 * p = softmax(original logits), y the correct token.
 *
 * <ul>
 *   <li>Unit: a class. Shape: logits [position, vocabulary], float32.
 *   <li>Source: this project's definition of a confident mistake.
 *   <li>Pitfall: none of the comparison itself, since every intervention and baseline is seen at the same positions; but what
 *       is confident depends on θ and on the model, so class sizes of two models do not compare.
 * </ul>
 */
public final class OriginalState implements StratifierProvider<OriginalStateOptions> {
    private static final List<String> CLASSES =
            List.of("right_confident", "right_unsure", "wrong_confident", "wrong_unsure");

    @Override
    public String id() {
        return "original_state";
    }

    @Override
    public String summary() {
        return "Whether the original is right or wrong, confident or unsure";
    }

    @Override
    public Class<OriginalStateOptions> options() {
        return OriginalStateOptions.class;
    }

    @Override
    public Stratifier create(OriginalStateOptions options) {
        return new Stratifier() {
            @Override
            public List<String> classes() {
                return CLASSES;
            }

            @Override
            public int classify(Comparison comparison) {
                int favourite = comparison.favouriteOriginal();
                boolean right = favourite == comparison.correct();
                boolean confident = StrictMath.exp(comparison.logProbOriginal(favourite)) >= options.theta();
                return (right ? 0 : 2) + (confident ? 0 : 1);
            }
        };
    }
}
