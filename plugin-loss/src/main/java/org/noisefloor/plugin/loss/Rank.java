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

/**
 * The rank of the correct token among all tokens, before and after the splice.
 *
 * <p>rank = 1 + #{v : z_v > z_y} + #{v < y : z_v = z_y}, of the original logits z (rank_original) and of the spliced ones
 * (rank_spliced); y the correct token. Forbidden tokens (a logit of −∞) are equals like others.
 *
 * <ul>
 *   <li>Unit: ranks, 1 to V. 1 = the favourite.
 *   <li>Shape: logits [position, vocabulary], float32.
 *   <li>Source: the usual rank of an answer in retrieval; no single origin.
 *   <li>Pitfall: a few positions with a rare correct token carry the mean, and there a rank moves by hundreds without meaning.
 * </ul>
 */
public final class Rank implements MetricProvider<NoOptions> {
    private static final List<Column> COLUMNS = List.of(Column.of("rank_original"), Column.of("rank_spliced"));
    private static final List<Figure> FIGURES = List.of(
            Figure.mean("rank_original", "ranks", Kind.LEVEL, "mean rank of the correct token in the original")
                    .ofTheOriginal(),
            Figure.mean("rank_spliced", "ranks", Kind.LEVEL, "mean rank of the correct token in the spliced model"));

    @Override
    public String id() {
        return "rank";
    }

    @Override
    public String summary() {
        return "Rank of the correct token before and after";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Metric create(NoOptions options, RunContext context) {
        return Metric.of(COLUMNS, FIGURES, () -> Rank::score);
    }

    private static void score(Comparison c, double[] out) {
        out[0] = rank(c.original(), c.target(), c.vocabulary());
        out[1] = rank(c.spliced(), c.target(), c.vocabulary());
    }

    /** Of a forbidden token too: behind all that are allowed, and behind the forbidden ones of lower ids. */
    private static int rank(float[] logits, int token, int vocabulary) {
        float own = logits[token];
        return 1 + atLeast(own, logits, 0, token) + above(own, logits, token + 1, vocabulary);
    }

    private static int atLeast(float own, float[] logits, int from, int to) {
        int count = 0;
        for (int v = from; v < to; v++) {
            count += logits[v] >= own ? 1 : 0;
        }
        return count;
    }

    private static int above(float own, float[] logits, int from, int to) {
        int count = 0;
        for (int v = from; v < to; v++) {
            count += logits[v] > own ? 1 : 0;
        }
        return count;
    }
}
