package org.noisefloor.plugin.kl;

import java.util.List;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Scorer;

/**
 * Share of the original's k most probable tokens that are among the spliced model's k most probable.
 *
 * <p>|top_k(z) ∩ top_k(z̃)| / k with k = min({@code k}, V); the lowest ids among equals.
 *
 * <ul>
 *   <li>Unit: share of k tokens, 0 to 1. 1 = the same tokens in any order; higher is more faithful.
 *   <li>Shape: logits [position, vocabulary], float32.
 *   <li>Source: the usual overlap of two ranked lists; no single origin.
 *   <li>Pitfall: where the original is sure, nine of the ten tokens are noise and their turnover counts as much as the favourite.
 * </ul>
 */
public final class TopkOverlap implements MetricProvider<TopkOverlapOptions> {
    private static final String NAME = "topk_overlap";

    @Override
    public String id() {
        return NAME;
    }

    @Override
    public String summary() {
        return "Share of the k most probable tokens that both models have in common";
    }

    @Override
    public Class<TopkOverlapOptions> options() {
        return TopkOverlapOptions.class;
    }

    @Override
    public Metric create(TopkOverlapOptions options, RunContext context) {
        Figure figure = Figure.mean(
                NAME,
                "share",
                Figure.Kind.SIMILARITY,
                "mean share of the " + options.k() + " most probable tokens that both models have in common");
        return Metric.of(List.of(Column.of(NAME)), List.of(figure), () -> new Overlap(options.k()));
    }

    private static final class Overlap implements Scorer {
        private final TopTokens original;
        private final TopTokens spliced;

        Overlap(int k) {
            this.original = new TopTokens(k);
            this.spliced = new TopTokens(k);
        }

        @Override
        public void score(Comparison c, double[] out) {
            original.read(c.original(), c.vocabulary());
            spliced.read(c.spliced(), c.vocabulary());
            out[0] = (double) original.shared(spliced) / original.size();
        }
    }
}
