package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.MetricContract;

class FlipsTest implements MetricContract<NoOptions> {
    private static final float[] FIRST = {2, 1, 0};
    private static final float[] SECOND = {1, 2, 0};
    private static final float[] THIRD = {1, 0, 2};

    @Override
    public MetricProvider<NoOptions> provider() {
        return new Flips();
    }

    @Override
    public NoOptions metricOptions() {
        return new NoOptions();
    }

    @Test
    void aRightFavouriteThatMovesIsAFlip() {
        assertThat(Scores.at(metric(), Comparisons.of(FIRST, SECOND, 0))).containsExactly(1, 0);
        assertThat(Scores.at(metric(), Comparisons.of(FIRST, SECOND, 1))).containsExactly(0, 1);
    }

    @Test
    void aForbiddenTokenIsNoFavourite() {
        float none = Float.NEGATIVE_INFINITY;
        float[] forbidden = {none, none, -5_000};
        assertThat(Scores.at(metric(), Comparisons.of(forbidden, forbidden.clone(), 0)))
                .containsExactly(0, 0);
        assertThat(Scores.at(metric(), Comparisons.of(FIRST, forbidden, 0))).containsExactly(1, 0);
        assertThat(Scores.at(metric(), Comparisons.of(FIRST, forbidden, 2))).containsExactly(0, 1);
    }

    @Test
    void oneWrongTokenInThePlaceOfAnotherIsNoFlip() {
        assertThat(Scores.at(metric(), Comparisons.of(FIRST, THIRD, 1))).containsExactly(0, 0);
    }

    @Test
    void aTieThatTheLowestIdWinsIsNoFlip() {
        assertThat(Scores.at(metric(), Comparisons.of(FIRST, new float[] {2, 2, 0}, 0)))
                .containsExactly(0, 0);
    }

    @Test
    void theNetIsTheDifferenceOfTheShares() {
        Map<String, Double> figures = Scores.figures(
                metric(),
                List.of(
                        Comparisons.of(FIRST, SECOND, 0),
                        Comparisons.of(FIRST, THIRD, 0),
                        Comparisons.of(FIRST, THIRD, 2),
                        Comparisons.of(FIRST, THIRD, 1)));
        assertThat(figures)
                .containsEntry("right_to_wrong", 0.5)
                .containsEntry("wrong_to_right", 0.25)
                .containsEntry("flips_net", 0.25);
    }

    @Property(tries = 50)
    void theFlipsAreThoseOfTheTransitions(@ForAll long seed) {
        List<Comparison> positions = Scores.random(seed);
        Map<String, Double> figures = Scores.figures(metric(), positions);
        Stratifier transitions = new Transitions().create(new ConfidenceOptions(0.5), Scores.CONTEXT);
        int[] counts = Scores.counts(transitions, positions);
        double lost = 0;
        double won = 0;
        for (int i = 0; i < counts.length; i++) {
            lost += transitions.classes().get(i).matches("right_.*>wrong_.*") ? counts[i] : 0;
            won += transitions.classes().get(i).matches("wrong_.*>right_.*") ? counts[i] : 0;
        }
        assertThat(figures)
                .containsEntry("right_to_wrong", lost / positions.size())
                .containsEntry("wrong_to_right", won / positions.size());
        assertThat(figures.get("flips_net")).isCloseTo((lost - won) / positions.size(), within(1e-15));
    }

    private static Metric metric() {
        return new Flips().create(new NoOptions(), Scores.CONTEXT);
    }
}
