package org.noisefloor.plugin.sae;

import java.util.List;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;

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
    private static final List<Column> COLUMNS = List.of(Column.of(FIGURE), Column.of(AT_MEAN));
    private static final List<Figure> FIGURES = List.of(
            Figure.named(FIGURE)
                    .unit("share")
                    .reading(FIGURE, AT_MEAN)
                    .doc("mean of 1 − ‖ã − a‖²/‖a − ā‖², ā the mean of the batch")
                    .of(new Reconstruction.Quotient(
                            sums -> sums.sum(FIGURE) / (sums.count() - sums.sum(AT_MEAN)),
                            "at every position the activation is the mean of its batch")),
            Figure.named(AT_MEAN)
                    .unit("positions")
                    .reading(AT_MEAN)
                    .doc("positions where a is the mean of the batch, left out of explained_variance_legacy")
                    .ofTheOriginal()
                    .of(sums -> sums.sum(AT_MEAN)));

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
    public Metric create(NoOptions options, RunContext context) {
        int width = context.site().width();
        return Metric.of(COLUMNS, FIGURES, () -> (comparison, out) -> score(comparison, width, out))
                .over(Metric.Positions.INTERVENED);
    }

    private static void score(Comparison comparison, int width, double[] out) {
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
}
