package org.noisefloor.plugin.kl;

import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;

/**
 * Share of positions at which the original and the spliced model favour the same token.
 *
 * <p>[argmax z = argmax z̃], the lowest id among equals on each side.
 *
 * <ul>
 *   <li>Unit: share of positions, 0 to 1. 1 = the favourite never changes; higher is more faithful.
 *   <li>Shape: logits [position, vocabulary], float32.
 *   <li>Source: the usual accuracy of one model against another; no single origin.
 *   <li>Pitfall: it sees nothing but the favourite. A near tie that tips over counts in full, a large loss of confidence that
 *       leaves the favourite in place counts nothing.
 * </ul>
 */
public final class Top1Agreement implements MetricProvider<NoOptions> {
    @Override
    public String id() {
        return "top1_agreement";
    }

    @Override
    public String summary() {
        return "Share of positions at which both models favour the same token";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Metric create(NoOptions options, RunContext context) {
        return Metric.mean(
                "top1_agreement",
                "share",
                Figure.Kind.SIMILARITY,
                "share of positions with the same favourite token",
                c -> c.top1Original() == c.top1Spliced() ? 1 : 0);
    }
}
