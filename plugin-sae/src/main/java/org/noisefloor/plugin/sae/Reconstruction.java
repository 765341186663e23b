package org.noisefloor.plugin.sae;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Sums;

/**
 * How far a replacement is from the activation itself, without asking the model.
 *
 * <p>Over the N intervened positions, a the activation, ã its replacement, e = ã − a, d the width:
 *
 * <ul>
 *   <li>{@code mse} = Σ‖e‖²/N, a sum over d as in SAELens; {@code mse_per_dim} = mse/d.
 *   <li>{@code fvu} = Σ‖e‖²/Σ‖a − ā‖², ā the mean over the same positions; {@code explained_variance} = 1 − fvu.
 *   <li>{@code cosine} = mean of a·ã/(‖a‖‖ã‖); {@code l2_ratio} = mean of ‖ã‖/‖a‖; {@code relative_error} = mean of ‖e‖/‖a‖.
 *       A position where a norm that is divided by is 0 is left out of that mean; {@code zero_norms} counts the positions
 *       where ‖a‖ or ‖ã‖ is 0.
 *   <li>{@code l2_norm_in} = mean of ‖a‖; {@code l2_norm_out} = mean of ‖ã‖; {@code relative_reconstruction_bias} =
 *       Σ‖ã‖²/Σa·ã over the run: below 1 where ã is the shorter one, 1 where no factor brings ã nearer to a. Under
 *       {@code conventions: saelens} the mean over batches of that quotient, as SAELens takes it.
 *   <li>Unit: {@code mse} in squared activation units, norms in activation units, the others are ratios. Shape: rows [d], float32; sums in float64.
 *   <li>Source: Σ over d as in SAELens 6.54.12, {@code evals.py}; fraction of variance unexplained as in Gurnee 2024;
 *       relative reconstruction bias: Rajamanoharan et al. 2024 (arXiv 2404.16014), equation 10.
 *   <li>Pitfall: a position with a very large norm (an attention sink) decides the variance; keep it out of the mask, or
 *       read the figures that the host gives without such positions.
 *   <li>Rounding: Σ‖a − ā‖² is taken as Σ‖a‖² − ‖Σa‖²/N, since records hold sums. Its relative error is below
 *       3Nε(1 + ‖ā‖²/v), v the mean of ‖a − ā‖² and ε = 2^−53: below 1e-6 for a million positions whose mean is 50
 *       times their spread. Where the difference is within that error of 0, fvu is undefined.
 * </ul>
 */
public final class Reconstruction implements MetricProvider<NoOptions> {
    private static final String ERROR = "reconstruction_squared_error";
    private static final String SQUARES = "reconstruction_squared_norm";
    private static final String ACTIVATION = "reconstruction_activation";
    private static final String NORMS = "reconstruction_norms";
    private static final String PAIRS = "reconstruction_norm_pairs";
    private static final String COSINE = "reconstruction_cosine";
    private static final String RATIO = "reconstruction_l2_ratio";
    private static final String RELATIVE = "reconstruction_relative_error";
    private static final String NORM_IN = "reconstruction_l2_norm_in";
    private static final String NORM_OUT = "reconstruction_l2_norm_out";
    private static final String SQUARES_OUT = "reconstruction_squared_norm_out";
    private static final String PRODUCT = "reconstruction_product";

    private static final String NO_NORM = "‖a‖ is 0 at every position";
    private static final String NO_VARIANCE = "the activations do not vary by more than rounding";

    /** Columns of width 1, which come before the vector. */
    private static final List<String> SCALARS =
            List.of(ERROR, SQUARES, NORMS, PAIRS, COSINE, RATIO, RELATIVE, NORM_IN, NORM_OUT, SQUARES_OUT, PRODUCT);

    @Override
    public String id() {
        return "reconstruction";
    }

    @Override
    public String summary() {
        return "error, explained variance, cosine and norms of what was put in place of the activation";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Metric create(NoOptions options, RunContext context) {
        int width = context.site().width();
        return Metric.of(columns(width), figures(width), () -> (comparison, out) -> score(comparison, width, out))
                .over(Metric.Positions.INTERVENED);
    }

    private static List<Column> columns(int width) {
        List<Column> columns = new ArrayList<>(SCALARS.stream().map(Column::of).toList());
        columns.add(Column.of(ACTIVATION, width));
        return columns;
    }

    private static void score(Comparison comparison, int width, double[] out) {
        float[] a = comparison.activation();
        float[] replaced = comparison.replacement();
        double errors = 0;
        double squares = 0;
        double replacedSquares = 0;
        double product = 0;
        for (int i = 0; i < width; i++) {
            double from = a[i];
            double to = replaced[i];
            errors += (to - from) * (to - from);
            squares += from * from;
            replacedSquares += to * to;
            product += from * to;
            out[SCALARS.size() + i] = from;
        }
        boolean norm = squares > 0;
        boolean pair = norm && replacedSquares > 0;
        out[0] = errors;
        out[1] = squares;
        out[2] = norm ? 1 : 0;
        out[3] = pair ? 1 : 0;
        out[4] = pair ? product / (Math.sqrt(squares) * Math.sqrt(replacedSquares)) : 0;
        out[5] = norm ? Math.sqrt(replacedSquares / squares) : 0;
        out[6] = norm ? Math.sqrt(errors / squares) : 0;
        out[7] = Math.sqrt(squares);
        out[8] = Math.sqrt(replacedSquares);
        out[9] = replacedSquares;
        out[10] = product;
    }

    private static List<Figure> figures(int width) {
        return List.of(
                level("mse", "activation²", "mean over positions of ‖ã − a‖²")
                        .reading(ERROR)
                        .of(s -> s.sum(ERROR) / s.count()),
                level("mse_per_dim", "activation²", "mse divided by d")
                        .reading(ERROR)
                        .of(s -> s.sum(ERROR) / s.count() / width),
                level("fvu", "share", "fraction of the variance of a that ã leaves unexplained")
                        .reading(ERROR, SQUARES, ACTIVATION)
                        .of(new Quotient(s -> unexplained(s, width), NO_VARIANCE)),
                level("explained_variance", "share", "1 − fvu")
                        .reading(ERROR, SQUARES, ACTIVATION)
                        .of(new Quotient(s -> 1 - unexplained(s, width), NO_VARIANCE)),
                level("cosine", "", "mean cosine of a and ã")
                        .reading(COSINE, PAIRS)
                        .of(new Quotient(s -> s.sum(COSINE) / s.sum(PAIRS), "‖a‖ or ‖ã‖ is 0 at every position")),
                level("l2_ratio", "", "mean of ‖ã‖/‖a‖")
                        .reading(RATIO, NORMS)
                        .of(new Quotient(s -> s.sum(RATIO) / s.sum(NORMS), NO_NORM)),
                level("relative_error", "", "mean of ‖ã − a‖/‖a‖")
                        .reading(RELATIVE, NORMS)
                        .of(new Quotient(s -> s.sum(RELATIVE) / s.sum(NORMS), NO_NORM)),
                level("l2_norm_in", "activation", "mean of ‖a‖")
                        .reading(NORM_IN)
                        .ofTheOriginal()
                        .of(s -> s.sum(NORM_IN) / s.count()),
                level("l2_norm_out", "activation", "mean of ‖ã‖")
                        .reading(NORM_OUT)
                        .of(s -> s.sum(NORM_OUT) / s.count()),
                level("relative_reconstruction_bias", "", "Σ‖ã‖²/Σa·ã: below 1 where ã is the shorter one")
                        .reading(SQUARES_OUT, PRODUCT)
                        .byBatchForPeers()
                        .of(new Quotient(
                                s -> s.sum(PRODUCT) == 0 ? Double.NaN : s.sum(SQUARES_OUT) / s.sum(PRODUCT),
                                "Σa·ã is 0: nothing along the activation is left")),
                level(
                                "zero_norms",
                                "positions",
                                "positions where ‖a‖ or ‖ã‖ is 0, left out of the means that divide by it")
                        .reading(PAIRS)
                        .of(s -> s.count() - s.sum(PAIRS)));
    }

    private static Figure.Builder level(String name, String unit, String doc) {
        return Figure.named(name).unit(unit).doc(doc);
    }

    private static double unexplained(Sums sums, int width) {
        double meanSquares = 0;
        for (int i = 0; i < width; i++) {
            double sum = sums.sum(ACTIVATION, i);
            meanSquares += sum * sum / sums.count();
        }
        double variance = sums.sum(SQUARES) - meanSquares;
        double rounding = 3 * sums.count() * 0x1p-53 * sums.sum(SQUARES);
        return variance > rounding ? sums.sum(ERROR) / variance : Double.NaN;
    }

    /** A formula that divides, with what it means that there is nothing to divide by. */
    record Quotient(ToDoubleFunction<Sums> value, String undefined) implements Figure.Formula {
        @Override
        public double of(Sums sums) {
            return value.applyAsDouble(sums);
        }

        @Override
        public String whyUndefined(Sums sums, int draws) {
            return "undefined: " + undefined;
        }
    }
}
