package org.noisefloor.plugin.loss;

import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;

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
public final class OriginalState implements StratifierProvider<ConfidenceOptions> {
    @Override
    public String id() {
        return "original_state";
    }

    @Override
    public String summary() {
        return "Whether the original is right or wrong, confident or unsure";
    }

    @Override
    public Class<ConfidenceOptions> options() {
        return ConfidenceOptions.class;
    }

    @Override
    public Stratifier create(ConfidenceOptions options, RunContext context) {
        return Stratifier.of(State.NAMES, c -> State.original(c, options.theta()));
    }
}
