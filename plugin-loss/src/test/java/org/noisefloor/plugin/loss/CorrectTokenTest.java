package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.plugin.loss.CorrectTokenOptions.Unit;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.StratifierContract;

class CorrectTokenTest implements StratifierContract<CorrectTokenOptions> {
    private static final CorrectTokenOptions PROBABILITY = new CorrectTokenOptions(Unit.PROBABILITY, 0.1, 1);
    private static final CorrectTokenOptions NATS = new CorrectTokenOptions(Unit.NATS, 0.1, 1);

    @Override
    public StratifierProvider<CorrectTokenOptions> provider() {
        return new CorrectToken();
    }

    @Override
    public CorrectTokenOptions stratifierOptions() {
        return PROBABILITY;
    }

    @Test
    void aFallByATenthIsLost() {
        assertThat(classOf(PROBABILITY, 0.6, 0.45)).isEqualTo("lost");
        assertThat(classOf(PROBABILITY, 0.45, 0.6)).isEqualTo("gained");
        assertThat(classOf(PROBABILITY, 0.6, 0.55)).isEqualTo("rest");
    }

    @Test
    void aFallOfASmallProbabilityIsLostInNatsAlone() {
        assertThat(classOf(PROBABILITY, 0.05, 0.0005)).isEqualTo("rest");
        assertThat(classOf(NATS, 0.05, 0.0005)).isEqualTo("lost");
        assertThat(classOf(NATS, 0.0005, 0.05)).isEqualTo("gained");
        assertThat(classOf(NATS, 0.6, 0.45)).isEqualTo("rest");
    }

    @Test
    void aForbiddenTokenIsLost() {
        float[] open = {0, 0};
        float[] forbidden = {Float.NEGATIVE_INFINITY, 0};
        for (CorrectTokenOptions options : new CorrectTokenOptions[] {PROBABILITY, NATS}) {
            assertThat(name(options, Comparisons.of(open, forbidden, 0))).isEqualTo("lost");
            assertThat(name(options, Comparisons.of(forbidden, open, 0))).isEqualTo("gained");
            assertThat(name(options, Comparisons.of(forbidden, forbidden.clone(), 0)))
                    .isEqualTo("rest");
        }
    }

    @Property(tries = 200)
    void exchangingTheModelsExchangesLostAndGained(
            @ForAll @FloatRange(min = -8, max = 8) float before, @ForAll @FloatRange(min = -8, max = 8) float after) {
        Comparison there = Comparisons.of(new float[] {before, 0}, new float[] {after, 0}, 0);
        Comparison back = Comparisons.of(new float[] {after, 0}, new float[] {before, 0}, 0);
        for (CorrectTokenOptions options : new CorrectTokenOptions[] {PROBABILITY, NATS}) {
            String expected = switch (name(options, there)) {
                case "lost" -> "gained";
                case "gained" -> "lost";
                default -> "rest";
            };
            assertThat(name(options, back)).isEqualTo(expected);
        }
    }

    @Test
    void refusesAThresholdOfZero() {
        assertThatThrownBy(() -> new CorrectTokenOptions(Unit.PROBABILITY, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("delta is 0.0, a number above 0 is needed");
        assertThatThrownBy(() -> new CorrectTokenOptions(Unit.NATS, 0.1, Double.NaN))
                .hasMessageStartingWith("delta_nats is NaN");
    }

    private static String classOf(CorrectTokenOptions options, double p, double q) {
        return name(options, Comparisons.of(logits(p), logits(q), 0));
    }

    /** Two tokens, the first with the given probability. */
    private static float[] logits(double probability) {
        return new float[] {(float) Math.log(probability / (1 - probability)), 0};
    }

    private static String name(CorrectTokenOptions options, Comparison c) {
        Stratifier stratifier = new CorrectToken().create(options, Scores.CONTEXT);
        return stratifier.classes().get(stratifier.classifier().classify(c));
    }
}
