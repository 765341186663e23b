package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Column;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Metric;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;
import org.noisefloor.api.Sums;

final class ReconstructionTest {
    private static Map<String, Double> figures(float[][] activations, float[][] replacements) {
        Metric metric = new Reconstruction().create(new NoOptions(), new Site("s", "t", activations[0].length));
        int width = metric.columns().stream().mapToInt(Column::width).sum();
        double[] total = new double[width];
        double[] out = new double[width];
        for (int n = 0; n < activations.length; n++) {
            metric.score(new Position(activations[n], replacements[n]), out);
            for (int i = 0; i < width; i++) {
                total[i] += out[i];
            }
        }
        Sums sums = new Totals(metric, total, activations.length);
        Map<String, Double> figures = new HashMap<>();
        for (Figure figure : metric.figures()) {
            figures.put(figure.name(), figure.formula().of(sums));
        }
        return figures;
    }

    private static final class Totals implements Sums {
        private final Metric metric;
        private final double[] total;
        private final double count;

        Totals(Metric metric, double[] total, double count) {
            this.metric = metric;
            this.total = total;
            this.count = count;
        }

        @Override
        public double count() {
            return count;
        }

        @Override
        public double sum(String column) {
            return sum(column, 0);
        }

        @Override
        public double sum(String column, int component) {
            int at = 0;
            for (Column each : metric.columns()) {
                if (each.name().equals(column)) {
                    return total[at + component];
                }
                at += each.width();
            }
            throw new IllegalArgumentException(column);
        }
    }

    private static final class Position implements Comparison {
        private final float[] activation;
        private final float[] replacement;

        Position(float[] activation, float[] replacement) {
            this.activation = activation;
            this.replacement = replacement;
        }

        @Override
        public float[] activation() {
            return activation;
        }

        @Override
        public float[] replacement() {
            return replacement;
        }

        @Override
        public double[] batchMean() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int position() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int vocabulary() {
            throw new UnsupportedOperationException();
        }

        @Override
        public float[] original() {
            throw new UnsupportedOperationException();
        }

        @Override
        public float[] spliced() {
            throw new UnsupportedOperationException();
        }

        @Override
        public double logPartitionOriginal() {
            throw new UnsupportedOperationException();
        }

        @Override
        public double logPartitionSpliced() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int favouriteOriginal() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int favouriteSpliced() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int correct() {
            throw new UnsupportedOperationException();
        }
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
