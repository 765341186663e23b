package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.Sums;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.MetricContract;

class ConfidentlyWrongTest implements MetricContract<ConfidenceOptions> {
    /** Token 0 is the favourite of the original, with 0.8; the correct one is 1. */
    private static final double[] WRONG = {0.8, 0.1, 0.1};

    @Override
    public MetricProvider<ConfidenceOptions> provider() {
        return new ConfidentlyWrong();
    }

    @Override
    public ConfidenceOptions metricOptions() {
        return new ConfidenceOptions(0.5);
    }

    @ParameterizedTest
    @CsvSource({
        "same_wrong_token_confident, 0.6, 0.2, 0.2",
        "same_wrong_token_unsure, 0.4, 0.3, 0.3",
        "now_right_confident, 0.2, 0.6, 0.2",
        "now_right_unsure, 0.3, 0.4, 0.3",
        "another_wrong_token_confident, 0.2, 0.2, 0.6",
        "another_wrong_token_unsure, 0.3, 0.3, 0.4",
    })
    void aConfidentMistakeHasOneOfSixOutcomes(String outcome, double q0, double q1, double q2) {
        Map<String, Double> figures =
                Scores.figures(metric(0.5), List.of(Scores.of(WRONG, new double[] {q0, q1, q2}, 1)));
        assertThat(figures)
                .containsEntry("confidently_wrong", 1.0)
                .containsEntry("confidently_wrong_" + outcome, 1.0)
                .containsEntry("newly_confidently_wrong", 0.0);
        assertThat(outcomes(figures)).isEqualTo(1);
        assertThat(figures.get("confidently_wrong_delta_w")).isCloseTo(q0 - 0.8, within(1e-6));
        assertThat(figures.get("confidently_wrong_ce_delta")).isCloseTo(Math.log(0.1 / q1), within(1e-6));
    }

    @Test
    void whatIsNoConfidentMistakeEntersNoMeanWithin() {
        double[] right = {0.1, 0.8, 0.1};
        double[] unsure = {0.4, 0.3, 0.3};
        Map<String, Double> figures = Scores.figures(
                metric(0.5),
                List.of(
                        Scores.of(WRONG, unsure, 1),
                        Scores.of(right, right, 1),
                        Scores.of(unsure, right, 1),
                        Scores.of(right, unsure, 1)));
        assertThat(figures)
                .containsEntry("confidently_wrong", 0.25)
                .containsEntry("confidently_wrong_same_wrong_token_unsure", 1.0);
        assertThat(figures.get("confidently_wrong_delta_w")).isCloseTo(-0.4, within(1e-6));
        assertThat(figures.get("confidently_wrong_ce_delta")).isCloseTo(Math.log(0.1 / 0.3), within(1e-6));
    }

    @Test
    void aMistakeThatTheSpliceAloneIsConfidentOfIsNew() {
        double[] right = {0.1, 0.8, 0.1};
        double[] unsure = {0.4, 0.3, 0.3};
        Map<String, Double> figures = Scores.figures(
                metric(0.5),
                List.of(
                        Scores.of(right, WRONG, 1),
                        Scores.of(unsure, WRONG, 1),
                        Scores.of(unsure, unsure, 1),
                        Scores.of(WRONG, WRONG, 1)));
        assertThat(figures).containsEntry("newly_confidently_wrong", 0.5);
    }

    @Test
    void whereNothingChangedEveryMistakeStays() {
        assertThat(Scores.figures(metric(0.5), List.of(Scores.of(WRONG, WRONG, 1))))
                .containsEntry("confidently_wrong_same_wrong_token_confident", 1.0)
                .containsEntry("confidently_wrong_delta_w", 0.0)
                .containsEntry("confidently_wrong_ce_delta", 0.0)
                .containsEntry("newly_confidently_wrong", 0.0);
    }

    @Test
    void withoutAMistakeTheMeansWithinAreUndefinedAndSayWhy() {
        double[] right = {0.1, 0.8, 0.1};
        Metric metric = metric(0.5);
        Sums sums = Scores.sums(metric, List.of(Scores.of(right, WRONG, 1)));
        List<Figure> within = metric.figures().stream()
                .filter(figure -> figure.kind() == Figure.Kind.QUOTIENT)
                .toList();
        assertThat(within).hasSize(8).allSatisfy(figure -> {
            assertThat(figure.formula().of(sums)).as(figure.name()).isNaN();
            assertThat(figure.formula().whyUndefined(sums, 1)).contains("confidently wrong at none");
        });
    }

    @Test
    void aMistakeWhoseCorrectTokenBothForbidCountsButHasNoRise() {
        float none = Float.NEGATIVE_INFINITY;
        Comparison forbidden = Comparisons.of(new float[] {0, none, -3}, new float[] {0, none, -2}, 1);
        List<Comparison> positions = List.of(Scores.of(WRONG, new double[] {0.6, 0.2, 0.2}, 1), forbidden);
        Map<String, Double> figures = Scores.figures(metric(0.5), positions);
        assertThat(figures)
                .containsEntry("confidently_wrong", 1.0)
                .containsEntry("confidently_wrong_same_wrong_token_confident", 1.0);
        assertThat(figures.get("confidently_wrong_ce_delta")).isCloseTo(Math.log(0.1 / 0.2), within(1e-6));
        Figure rise = metric(0.5).figures().stream()
                .filter(figure -> figure.name().equals("confidently_wrong_ce_delta"))
                .findFirst()
                .orElseThrow();
        assertThat(rise.formula().whyUndefined(Scores.sums(metric(0.5), List.of(forbidden)), 1))
                .isEqualTo("both models forbid the correct token at all of the original's confident mistakes");
    }

    @Test
    void thetaSaysWhatIsConfident() {
        List<Comparison> positions = List.of(Scores.of(WRONG, WRONG, 1));
        assertThat(Scores.figures(metric(0.75), positions)).containsEntry("confidently_wrong", 1.0);
        assertThat(Scores.figures(metric(0.85), positions)).containsEntry("confidently_wrong", 0.0);
    }

    @Test
    void refusesAThetaThatIsNoProbability() {
        assertThatThrownBy(() -> new ConfidenceOptions(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("theta is 1.5, a probability from 0 to 1 is needed");
        assertThatThrownBy(() -> new ConfidenceOptions(Double.NaN)).hasMessageStartingWith("theta is NaN");
    }

    @Property(tries = 50)
    void agreesWithTheStratifiers(@ForAll long seed) {
        List<Comparison> positions = Scores.random(seed);
        Map<String, Double> figures = Scores.figures(metric(0.5), positions);
        Stratifier states = new OriginalState().create(new ConfidenceOptions(0.5), Scores.CONTEXT);
        Stratifier transitions = new Transitions().create(new ConfidenceOptions(0.5), Scores.CONTEXT);
        double mistakes = count(states, positions, "wrong_confident");
        double fresh = Stream.of("right_confident", "right_unsure", "wrong_unsure")
                .mapToInt(before -> count(transitions, positions, before + ">wrong_confident"))
                .sum();
        assertThat(figures)
                .containsEntry("confidently_wrong", mistakes / positions.size())
                .containsEntry("newly_confidently_wrong", fresh / positions.size());
        if (mistakes > 0) {
            assertThat(outcomes(figures)).isCloseTo(1, within(1e-12));
            assertThat(figures)
                    .containsEntry(
                            "confidently_wrong_now_right_confident",
                            count(transitions, positions, "wrong_confident>right_confident") / mistakes);
        }
    }

    private static int count(Stratifier stratifier, List<Comparison> positions, String name) {
        return Scores.counts(stratifier, positions)[stratifier.classes().indexOf(name)];
    }

    /** Sum of the shares of all outcomes. */
    private static double outcomes(Map<String, Double> figures) {
        return figures.entrySet().stream()
                .filter(figure -> figure.getKey().matches("confidently_wrong_.*(confident|unsure)"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static Metric metric(double theta) {
        return new ConfidentlyWrong().create(new ConfidenceOptions(theta), Scores.CONTEXT);
    }
}
