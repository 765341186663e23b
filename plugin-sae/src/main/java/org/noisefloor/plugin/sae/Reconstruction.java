package org.noisefloor.plugin.sae;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisefloor.api.Column;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;
import org.noisefloor.api.Sums;

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
 *       Σ‖ã‖²/Σa·ã: below 1 where ã is the shorter one, 1 where no factor brings ã nearer to a.
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
            List<Column> columns =
                    new ArrayList<>(SCALARS.stream().map(Column::of).toList());
            columns.add(new Column(ACTIVATION, width));
            return columns;
        }

        @Override
        public void score(Comparison comparison, double[] out) {
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

        @Override
        public List<Figure> figures() {
            return List.of(
                    level("mse", "activation²", s -> s.sum(ERROR) / s.count(), "mean over positions of ‖ã − a‖²"),
                    level("mse_per_dim", "activation²", s -> s.sum(ERROR) / s.count() / width, "mse divided by d"),
                    level("fvu", "share", this::unexplained, "fraction of the variance of a that ã leaves unexplained"),
                    level("explained_variance", "share", s -> 1 - unexplained(s), "1 − fvu"),
                    level("cosine", "", s -> s.sum(COSINE) / s.sum(PAIRS), "mean cosine of a and ã"),
                    level("l2_ratio", "", s -> s.sum(RATIO) / s.sum(NORMS), "mean of ‖ã‖/‖a‖"),
                    level("relative_error", "", s -> s.sum(RELATIVE) / s.sum(NORMS), "mean of ‖ã − a‖/‖a‖"),
                    level("l2_norm_in", "activation", s -> s.sum(NORM_IN) / s.count(), "mean of ‖a‖"),
                    level("l2_norm_out", "activation", s -> s.sum(NORM_OUT) / s.count(), "mean of ‖ã‖"),
                    level(
                            "relative_reconstruction_bias",
                            "",
                            s -> s.sum(PRODUCT) == 0 ? Double.NaN : s.sum(SQUARES_OUT) / s.sum(PRODUCT),
                            "Σ‖ã‖²/Σa·ã: below 1 where ã is the shorter one"),
                    level(
                            "zero_norms",
                            "positions",
                            s -> s.count() - s.sum(PAIRS),
                            "positions where ‖a‖ or ‖ã‖ is 0, left out of the means that divide by it"));
        }

        private double unexplained(Sums sums) {
            double meanSquares = 0;
            for (int i = 0; i < width; i++) {
                double sum = sums.sum(ACTIVATION, i);
                meanSquares += sum * sum / sums.count();
            }
            double variance = sums.sum(SQUARES) - meanSquares;
            double rounding = 3 * sums.count() * 0x1p-53 * sums.sum(SQUARES);
            return variance > rounding ? sums.sum(ERROR) / variance : Double.NaN;
        }

        private static Figure level(String name, String unit, Figure.Formula formula, String doc) {
            return new Figure(name, unit, Figure.Kind.LEVEL, formula, Optional.empty(), doc);
        }
    }
}
