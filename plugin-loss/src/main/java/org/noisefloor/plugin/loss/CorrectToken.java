package org.noisefloor.plugin.loss;

import java.util.List;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;

/**
 * Sorts positions by what the splice does to the correct token: {@code lost}, {@code gained}, {@code rest}.
 *
 * <p>{@code lost}: p_y − q_y ≥ δ; {@code gained}: q_y − p_y ≥ δ; {@code rest}: neither. With {@code unit: nats},
 * log p_y − log q_y takes the place of p_y − q_y and δ is {@code delta_nats}. p = softmax(original logits),
 * q = softmax(spliced logits), y the correct token.
 *
 * <ul>
 *   <li>Unit: a class. Shape: logits [position, vocabulary], float32.
 *   <li>Source: this project's definition of a position at which something interesting is lost.
 *   <li>Pitfall: the classes depend on the splice, so two interventions are compared at different positions. {@code gained} is
 *       no mirror of {@code lost}: the null for {@code lost} is {@code lost} under the floors. A fall from 0.05 to 0.0005 is
 *       {@code rest} in probability and {@code lost} in nats.
 * </ul>
 */
public final class CorrectToken implements StratifierProvider<CorrectTokenOptions> {
    private static final List<String> CLASSES = List.of("lost", "gained", "rest");

    @Override
    public String id() {
        return "correct_token";
    }

    @Override
    public String summary() {
        return "Whether the correct token lost or gained probability, or neither";
    }

    @Override
    public Class<CorrectTokenOptions> options() {
        return CorrectTokenOptions.class;
    }

    @Override
    public Stratifier create(CorrectTokenOptions options, RunContext context) {
        return switch (options.unit()) {
            case PROBABILITY ->
                Stratifier.of(CLASSES, c -> classOf(-ProbabilityChange.of(c.target(), c), options.delta()));
            case NATS -> Stratifier.of(CLASSES, c -> classOf(CrossEntropy.delta(c), options.deltaNats()));
        };
    }

    /** As an index into {@link #CLASSES}. */
    private static int classOf(double fall, double delta) {
        if (fall >= delta) {
            return 0;
        }
        return fall <= -delta ? 1 : 2;
    }
}
