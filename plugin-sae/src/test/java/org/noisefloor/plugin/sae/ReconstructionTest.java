package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Sums;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.metric.MetricContract;

class ReconstructionTest implements MetricContract<NoOptions> {
    @Override
    public MetricProvider<NoOptions> provider() {
        return new Reconstruction();
    }

    @Override
    public NoOptions metricOptions() {
        return new NoOptions();
    }

    private static Map<String, Double> figures(float[][] activations, float[][] replacements) {
        return Figures.of(
                new Reconstruction().create(new NoOptions(), TestContext.ofWidth(activations[0].length)),
                IntStream.range(0, activations.length)
                        .mapToObj(n -> Figures.position(activations[n], replacements[n], new double[0]))
                        .toList());
    }

    /** By hand: e = (0, 1), (−2, 0); ā = (2, 2), so Σ‖a − ā‖² = 1 + 4 + 1 + 4 = 10. */
    @Test
    void hasTheFiguresOfAnExampleByHand() {
        Map<String, Double> figures = figures(new float[][] {{3, 4}, {1, 0}}, new float[][] {{3, 5}, {-1, 0}});
        assertThat(figures).containsEntry("mse", 2.5).containsEntry("mse_per_dim", 1.25);
        assertThat(figures.get("fvu")).isCloseTo(0.5, within(1e-15));
        assertThat(figures.get("explained_variance")).isCloseTo(0.5, within(1e-15));
        assertThat(figures.get("cosine")).isCloseTo((29 / (5 * Math.sqrt(34)) - 1) / 2, within(1e-15));
        assertThat(figures.get("l2_ratio")).isCloseTo((Math.sqrt(34) / 5 + 1) / 2, within(1e-15));
        assertThat(figures.get("relative_error")).isCloseTo((1 / 5.0 + 2) / 2, within(1e-15));
        assertThat(figures.get("l2_norm_in")).isCloseTo(3, within(1e-15));
        assertThat(figures.get("l2_norm_out")).isCloseTo((Math.sqrt(34) + 1) / 2, within(1e-15));
        assertThat(figures.get("relative_reconstruction_bias")).isCloseTo(35 / 28.0, within(1e-15));
        assertThat(figures).containsEntry("zero_norms", 0.0);
    }

    @Test
    void theBiasOfAShrunkActivationIsTheFactor() {
        float[][] activations = {{3, 4}, {1, 0}};
        assertThat(figures(activations, new float[][] {{1.5f, 2}, {0.5f, 0}}))
                .containsEntry("relative_reconstruction_bias", 0.5);
    }

    @Test
    void theBiasIsUndefinedWhereNothingOfTheActivationIsLeft() {
        assertThat(figures(new float[][] {{3, 4}}, new float[1][2]))
                .containsEntry("relative_reconstruction_bias", Double.NaN)
                .containsEntry("l2_norm_out", 0.0);
    }

    @Test
    void leavesZeroNormsOutOfWhatDividesByThem() {
        Map<String, Double> figures =
                figures(new float[][] {{0, 0}, {1, 0}, {0, 2}}, new float[][] {{1, 1}, {0, 0}, {0, 1}});
        assertThat(figures)
                .containsEntry("zero_norms", 2.0)
                .containsEntry("cosine", 1.0)
                .containsEntry("l2_ratio", 0.25)
                .containsEntry("relative_error", 0.75);
    }

    @Test
    void isUndefinedWhereActivationsDoNotVary() {
        float[][] same = {{0.1f, 0.7f}, {0.1f, 0.7f}, {0.1f, 0.7f}};
        assertThat(figures(same, new float[3][2])).containsEntry("fvu", Double.NaN);
    }

    @Test
    void whatCannotBeDividedSaysWhy() {
        assertThat(whyUndefined(new float[][] {{1, 2}, {1, 2}}, "fvu", "explained_variance"))
                .containsOnly("undefined: the activations do not vary by more than rounding");
        assertThat(whyUndefined(new float[2][2], "cosine"))
                .containsOnly("undefined: ‖a‖ or ‖ã‖ is 0 at every position");
        assertThat(whyUndefined(new float[2][2], "l2_ratio", "relative_error"))
                .containsOnly("undefined: ‖a‖ is 0 at every position");
        assertThat(whyUndefined(new float[2][2], "relative_reconstruction_bias"))
                .containsOnly("undefined: Σa·ã is 0: nothing along the activation is left");
    }

    /** Why figures are undefined of activations that are put in their own place. */
    private static Stream<String> whyUndefined(float[][] activations, String... names) {
        Metric metric = new Reconstruction().create(new NoOptions(), TestContext.ofWidth(2));
        Sums sums = Figures.sums(
                metric,
                Stream.of(activations)
                        .map(a -> Figures.position(a, a, new double[2]))
                        .toList());
        return Stream.of(names).map(name -> {
            Figure.Formula formula = metric.figures().stream()
                    .filter(figure -> figure.name().equals(name))
                    .findFirst()
                    .orElseThrow()
                    .formula();
            assertThat(formula.of(sums)).as(name).isNaN();
            return formula.whyUndefined(sums, 1);
        });
    }

    @Test
    void oneFigureTellsOfTheOriginalAndOneIsTheMeanOverBatchesForPeers() {
        Metric metric = new Reconstruction().create(new NoOptions(), context());
        assertThat(metric.figures().stream().filter(figure -> figure.subject() == Figure.Subject.ORIGINAL))
                .extracting(Figure::name)
                .containsExactly("l2_norm_in");
        assertThat(metric.figures().stream().filter(Figure::isByBatchForPeers))
                .extracting(Figure::name)
                .containsExactly("relative_reconstruction_bias");
        assertThat(metric.positions()).isEqualTo(Metric.Positions.INTERVENED);
    }

    @Test
    void isExactForAReconstructionWithoutError() {
        float[][] activations = {{1, 2}, {3, -4}};
        assertThat(figures(activations, activations))
                .containsEntry("mse", 0.0)
                .containsEntry("fvu", 0.0)
                .containsEntry("explained_variance", 1.0)
                .containsEntry("relative_error", 0.0);
    }

    /** A mean up to a hundred times the spread, as in the residual stream of a large model. */
    @Property(tries = 100)
    void survivesALargeMean(@ForAll @FloatRange(min = 1, max = 100) float mean) {
        float[][] activations = new float[400][3];
        float[][] replacements = new float[400][3];
        for (int n = 0; n < 400; n++) {
            for (int i = 0; i < 3; i++) {
                activations[n][i] = mean + (float) Math.sin(n * 3 + i);
                replacements[n][i] = mean;
            }
        }
        double[] centre = new double[3];
        double error = 0;
        double variance = 0;
        for (float[] a : activations) {
            for (int i = 0; i < 3; i++) {
                centre[i] += a[i] / 400.0;
            }
        }
        for (float[] a : activations) {
            for (int i = 0; i < 3; i++) {
                error += ((double) a[i] - mean) * ((double) a[i] - mean);
                variance += (a[i] - centre[i]) * (a[i] - centre[i]);
            }
        }
        assertThat(figures(activations, replacements).get("fvu")).isCloseTo(error / variance, within(1e-9));
    }
}
