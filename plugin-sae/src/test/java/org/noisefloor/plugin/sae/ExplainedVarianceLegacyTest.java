package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.metric.MetricContract;

class ExplainedVarianceLegacyTest implements MetricContract<NoOptions> {
    private static final float[][] FIRST = {{0, 0}, {3, 0}, {0, 3}};
    private static final float[][] FIRST_REPLACED = {{1, 0}, {3, 2}, {0, 3}};

    @Override
    public MetricProvider<NoOptions> provider() {
        return new ExplainedVarianceLegacy();
    }

    @Override
    public NoOptions metricOptions() {
        return new NoOptions();
    }

    /** The positions of one batch, with the mean of its activations. */
    private static Stream<Comparison> batch(float[][] activations, float[][] replacements) {
        double[] mean = new double[activations[0].length];
        for (float[] each : activations) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += each[i] / (double) activations.length;
            }
        }
        return IntStream.range(0, activations.length)
                .mapToObj(n -> Figures.position(activations[n], replacements[n], mean));
    }

    private static Map<String, Double> figures(Stream<Comparison> positions) {
        List<Comparison> all = positions.toList();
        Metric metric = new ExplainedVarianceLegacy()
                .create(new NoOptions(), TestContext.ofWidth(all.get(0).activation().length));
        return Figures.of(metric, all);
    }

    private static double figure(Stream<Comparison> positions) {
        return figures(positions).get("explained_variance_legacy");
    }

    /** By hand: ā = (1, 1), ‖a − ā‖² = 2, 5, 5 and ‖e‖² = 1, 4, 0; a ratio of means would be 1 − 5/12. */
    @Test
    void isTheMeanOfOneRatioForEachPosition() {
        assertThat(figure(batch(FIRST, FIRST_REPLACED))).isCloseTo((1 / 2.0 + 1 / 5.0 + 1) / 3, within(1e-15));
    }

    /** By hand, the second batch: ā = (12, 0), ‖a − ā‖² = 4, 4 and ‖e‖² = 1, 0. */
    @Test
    void eachPositionIsSeenFromTheMeanOfItsOwnBatchAndAllWeighTheSame() {
        float[][] second = {{10, 0}, {14, 0}};
        float[][] secondReplaced = {{11, 0}, {14, 0}};
        assertThat(figure(Stream.concat(batch(FIRST, FIRST_REPLACED), batch(second, secondReplaced))))
                .isCloseTo((1 / 2.0 + 1 / 5.0 + 1 + 3 / 4.0 + 1) / 5, within(1e-15));
    }

    @Test
    void anErrorNearTheMeanIsWorseThanNothing() {
        assertThat(figure(
                        batch(new float[][] {{1}, {-1}, {0.5f}, {-0.5f}}, new float[][] {{1}, {-1}, {2.5f}, {-0.5f}})))
                .isEqualTo((1 + 1 - 15 + 1) / 4.0);
    }

    @Test
    void isOneForAReconstructionWithoutError() {
        assertThat(figure(batch(FIRST, FIRST))).isEqualTo(1);
    }

    @Test
    void aPositionAtTheMeanIsLeftOutAndCounted() {
        assertThat(figures(batch(new float[][] {{1, 1}, {0, 1}, {2, 1}}, new float[][] {{5, 5}, {0, 1}, {2, 1.5f}})))
                .containsEntry("explained_variance_legacy", (1 + 0.75) / 2)
                .containsEntry("at_batch_mean", 1.0);
    }

    @Test
    void isUndefinedWhereActivationsDoNotVary() {
        float[][] same = {{0.1f, 0.7f}, {0.1f, 0.7f}, {0.1f, 0.7f}};
        assertThat(figures(batch(same, new float[3][2])))
                .containsEntry("explained_variance_legacy", Double.NaN)
                .containsEntry("at_batch_mean", 3.0);
    }

    /** Activations and their errors are multiples of 1/64, so that it is added without rounding. */
    @Property(tries = 100)
    void aConstantAddedToAllActivationsChangesNothing(@ForAll @IntRange(min = 1, max = 1000) int shift) {
        float[][] activations = new float[5][3];
        float[][] replacements = new float[5][3];
        float[][] shifted = new float[5][3];
        float[][] shiftedReplacements = new float[5][3];
        for (int n = 0; n < 5; n++) {
            for (int i = 0; i < 3; i++) {
                activations[n][i] = Math.round(64 * Math.sin(n * 3 + i)) / 64f;
                replacements[n][i] = activations[n][i] + ((n + i) % 3 - 1) / 16f;
                shifted[n][i] = activations[n][i] + shift;
                shiftedReplacements[n][i] = replacements[n][i] + shift;
            }
        }
        assertThat(figure(batch(shifted, shiftedReplacements)))
                .isCloseTo(figure(batch(activations, replacements)), within(1e-9));
    }
}
