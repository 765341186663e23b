package org.noisefloor.plugin.sae;

import java.util.List;
import java.util.Optional;
import org.noisefloor.api.Column;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;

/**
 * SAELens' older explained variance: a mean of ratios, where {@link Reconstruction} has a ratio of means.
 *
 * <p>{@code explained_variance_legacy} = mean over the intervened positions of 1 − ‖e‖²/‖a − ā‖², a the activation, ã its
 * replacement, e = ã − a, ā the mean of a over the intervened positions of the batch in which the position's sequence ran.
 *
 * <ul>
 *   <li>Unit: a share. 1 = identical; unbounded below. A position where a = ā is left out; {@code at_batch_mean} counts them.
 *   <li>Shape: rows [d], float32; ā and sums in float64.
 *   <li>Source: SAELens 6.54.12, {@code evals.py} ({@code get_sparsity_and_variance_metrics}), whose comment calls the formula
 *       "old, incorrect".
 *   <li>Pitfall: it depends on which sequences share a batch, so on {@code run.batch}, and two runs with other batches disagree.
 *   <li>Pitfall: a position near ā divides by little, and a few of them can outweigh all others. {@code explained_variance} has
 *       neither fault.
 * </ul>
 */
public final class ExplainedVarianceLegacy implements MetricProvider<NoOptions> {
    private static final String FIGURE = "explained_variance_legacy";
    private static final String AT_MEAN = "at_batch_mean";

    @Override
    public String id() {
        return FIGURE;
    }

    @Override
    public String summary() {
        return "SAELens' older explained variance, position by position about the mean of the batch; depends on run.batch";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Metric create(NoOptions options, Site site) {
        return new OfWidth(site.width());
    }

    private record OfWidth(int width) implements Metric {
        @Override
        public Positions positions() {
            return Positions.INTERVENED;
        }

        @Override
        public List<Column> columns() {
            return List.of(Column.of(FIGURE), Column.of(AT_MEAN));
        }

        @Override
        public void score(Comparison comparison, double[] out) {
            float[] a = comparison.activation();
            float[] replaced = comparison.replacement();
            double[] mean = comparison.batchMean();
            double errors = 0;
            double deviations = 0;
            for (int i = 0; i < width; i++) {
                double from = a[i];
                errors += (replaced[i] - from) * (replaced[i] - from);
                deviations += (from - mean[i]) * (from - mean[i]);
            }
            out[0] = deviations > 0 ? 1 - errors / deviations : 0;
            out[1] = deviations > 0 ? 0 : 1;
        }

        @Override
        public List<Figure> figures() {
            return List.of(
                    new Figure(
                            FIGURE,
                            "share",
                            Figure.Kind.LEVEL,
                            s -> s.sum(FIGURE) / (s.count() - s.sum(AT_MEAN)),
                            Optional.empty(),
                            "mean of 1 − ‖ã − a‖²/‖a − ā‖², ā the mean of the batch"),
                    new Figure(
                            AT_MEAN,
                            "positions",
                            Figure.Kind.LEVEL,
                            s -> s.sum(AT_MEAN),
                            Optional.empty(),
                            "positions where a is the mean of the batch, left out of explained_variance_legacy"));
        }
    }
}
