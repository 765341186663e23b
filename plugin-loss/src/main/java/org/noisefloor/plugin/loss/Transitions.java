package org.noisefloor.plugin.loss;

import java.util.List;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;

/**
 * Sorts positions by the state of the original and that of the spliced model: sixteen classes {@code BEFORE>AFTER}.
 *
 * <p>A state is {right, wrong} × {confident, unsure}. Of the original: w = argmax p (the lowest id among equals), right: w = y,
 * confident: p_w ≥ θ. Of the spliced model the same with q. p = softmax(original logits), q = softmax(spliced logits), y the
 * correct token.
 *
 * <ul>
 *   <li>Unit: a class. Shape: logits [position, vocabulary], float32.
 *   <li>Source: this project's definition.
 *   <li>Pitfall: the classes depend on the splice, so two interventions are compared at different positions; sums over the
 *       classes with one state before are those of {@code original_state}. Most classes are small.
 * </ul>
 */
public final class Transitions implements StratifierProvider<ConfidenceOptions> {
    private static final List<String> CLASSES = State.NAMES.stream()
            .flatMap(before -> State.NAMES.stream().map(after -> before + ">" + after))
            .toList();

    @Override
    public String id() {
        return "transitions";
    }

    @Override
    public String summary() {
        return "Right or wrong, confident or unsure, before and after";
    }

    @Override
    public Class<ConfidenceOptions> options() {
        return ConfidenceOptions.class;
    }

    @Override
    public Stratifier create(ConfidenceOptions options, RunContext context) {
        double theta = options.theta();
        return Stratifier.of(CLASSES, c -> State.original(c, theta) * State.NAMES.size() + State.spliced(c, theta));
    }
}
