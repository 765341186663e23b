package org.noisefloor.plugin.loss;

import java.util.List;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Figure.Kind;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Sums;

/**
 * Cross-entropy at the token that follows in the text, before and after the splice.
 *
 * <p>ce = −log p_y, ce_spliced = −log q_y, ce_delta = ce_spliced − ce, p = softmax(original logits), q = softmax(spliced
 * logits), y the correct token; perplexities are exp of the mean cross-entropies. Against an ablation b the host reports
 * loss_recovered = (CE_b − CE_I)/(CE_b − CE_orig) = (ce_delta_b − ce_delta_I)/ce_delta_b, a ratio of means.
 *
 * <ul>
 *   <li>Unit: nats per token; perplexity in tokens. ce_delta: 0 = nothing lost, positive = the splice predicts worse; may be
 *       negative. +∞ where a forbidden token (a logit of −∞) is the correct one. Where both forbid it, ce and ce_spliced are +∞ and
 *       ce_delta is undefined: its mean is over the other positions, and target_forbidden says what share is left out.
 *   <li>Shape: logits [position, vocabulary], float32; sums in double.
 *   <li>Source: Shannon 1948; loss recovered as a measure of SAEs: Bricken et al. 2023.
 *   <li>Pitfall: ce_delta is noisy, since it looks at one token only: gains and losses cancel in its mean while KL sees both.
 *       loss_recovered is large for any splice better than the ablation, which for {@code zero} is a very low bar.
 * </ul>
 */
public final class Loss implements MetricProvider<NoOptions> {
    private static final String DELTA = "ce_delta";
    private static final String FORBIDDEN = "target_forbidden";
    private static final List<Column> COLUMNS =
            List.of(Column.of("ce"), Column.of("ce_spliced"), Column.of(DELTA), Column.of(FORBIDDEN));
    private static final List<Figure> FIGURES = List.of(
            Figure.mean("ce", "nats", Kind.LEVEL, "mean cross-entropy of the original at the correct token")
                    .ofTheOriginal(),
            Figure.mean(
                    "ce_spliced", "nats", Kind.LEVEL, "mean cross-entropy of the spliced model at the correct token"),
            Figure.named(DELTA)
                    .unit("nats")
                    .kind(Kind.DIFFERENCE)
                    .reading(DELTA, FORBIDDEN)
                    .doc("mean rise of the cross-entropy through the splice")
                    .of(new MeanRise(DELTA, Sums::count, FORBIDDEN, "these positions"))
                    .recoveredAs("loss_recovered")
                    .moreIsWorse(),
            perplexity("perplexity", "ce", "perplexity of the original: exp of its mean cross-entropy")
                    .ofTheOriginal(),
            perplexity("perplexity_spliced", "ce_spliced", "perplexity of the spliced model"),
            Figure.mean(
                    FORBIDDEN,
                    "share",
                    Kind.LEVEL,
                    "share of positions where both models forbid the correct token; they are in no mean of ce_delta"));

    @Override
    public String id() {
        return "loss";
    }

    @Override
    public String summary() {
        return "Cross-entropy and perplexity before and after, and loss recovered";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Metric create(NoOptions options, RunContext context) {
        return Metric.of(COLUMNS, FIGURES, () -> Loss::score);
    }

    private static Figure perplexity(String name, String column, String doc) {
        return Figure.named(name).unit("tokens").reading(column).doc(doc).of(new Perplexity(column));
    }

    private static void score(Comparison comparison, double[] out) {
        out[0] = CrossEntropy.original(comparison);
        out[1] = CrossEntropy.spliced(comparison);
        out[2] = CrossEntropy.delta(comparison);
        out[3] = CrossEntropy.bothForbid(comparison) ? 1 : 0;
    }
}
