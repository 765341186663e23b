package org.noisefloor.plugin.kl;

import org.noisefloor.api.Comparison;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.Site;

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
    @Override
    public String id() {
        return "topk_overlap";
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
    public Metric create(TopkOverlapOptions options, Site site) {
        TopTokens original = new TopTokens(options.k());
        TopTokens spliced = new TopTokens(options.k());
        return Metric.mean(
                "topk_overlap",
                "share",
                Figure.Kind.SIMILARITY,
                "mean share of the " + options.k() + " most probable tokens that both models have in common",
                c -> overlap(c, original, spliced));
    }

    private static double overlap(Comparison c, TopTokens original, TopTokens spliced) {
        original.read(c.original(), c.vocabulary());
        spliced.read(c.spliced(), c.vocabulary());
        return (double) original.shared(spliced) / original.size();
    }
}
