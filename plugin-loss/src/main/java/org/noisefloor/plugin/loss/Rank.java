package org.noisefloor.plugin.loss;

import java.util.List;
import org.noisefloor.api.Column;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Figure.Kind;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;

/**
 * The rank of the correct token among all tokens, before and after the splice.
 *
 * <p>rank = 1 + #{v : z_v > z_y} + #{v < y : z_v = z_y}, of the original logits z (rank_original) and of the spliced ones
 * (rank_spliced); y the correct token. Tokens that both sides forbid are not counted.
 *
 * <ul>
 *   <li>Unit: ranks, 1 to V. 1 = the favourite.
 *   <li>Shape: logits [position, vocabulary], float32.
 *   <li>Source: the usual rank of an answer in retrieval; no single origin.
 *   <li>Pitfall: a few positions with a rare correct token carry the mean, and there a rank moves by hundreds without meaning.
 * </ul>
 */
public final class Rank implements MetricProvider<NoOptions> {
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
    public Metric create(NoOptions options, Site site) {
        return new OfCorrectToken();
    }

    private static final class OfCorrectToken implements Metric {
        private static final List<Column> COLUMNS = List.of(Column.of("rank_original"), Column.of("rank_spliced"));
        private static final List<Figure> FIGURES = List.of(
                Figure.mean("rank_original", "ranks", Kind.LEVEL, "mean rank of the correct token in the original"),
                Figure.mean(
                        "rank_spliced", "ranks", Kind.LEVEL, "mean rank of the correct token in the spliced model"));

        @Override
        public List<Column> columns() {
            return COLUMNS;
        }

        @Override
        public List<Figure> figures() {
            return FIGURES;
        }

        @Override
        public void score(Comparison c, double[] out) {
            out[0] = rank(c.original(), c.spliced(), c.correct(), c.vocabulary());
            out[1] = rank(c.spliced(), c.original(), c.correct(), c.vocabulary());
        }
    }

    private static int rank(float[] logits, float[] others, int token, int vocabulary) {
        float own = logits[token];
        return own == Float.NEGATIVE_INFINITY
                ? rankOfForbidden(logits, others, token, vocabulary)
                : 1 + atLeast(own, logits, 0, token) + above(own, logits, token + 1, vocabulary);
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

    /** Behind all that this side allows, and behind lower ids that the other side allows. */
    private static int rankOfForbidden(float[] logits, float[] others, int token, int vocabulary) {
        int rank = 1;
        for (int v = 0; v < vocabulary; v++) {
            boolean allowed = logits[v] > Float.NEGATIVE_INFINITY;
            boolean tied = v < token && others[v] > Float.NEGATIVE_INFINITY;
            rank += allowed || tied ? 1 : 0;
        }
        return rank;
    }
}
