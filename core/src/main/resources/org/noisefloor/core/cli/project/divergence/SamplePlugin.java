package org.example.sample;

import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;

/**
 * The squared distance of the two next-token distributions.
 *
 * <p>Σ_v (p_v − q_v)², p = softmax(original logits), q = softmax(spliced logits); 0 = identical, at most 2. Replace this by what yours is:
 * formula, unit, range, source.
 */
public final class SamplePlugin implements MetricProvider<NoOptions> {
    @Override
    public String id() {
        return "sample_id";
    }

    @Override
    public String summary() {
        return "squared distance of the next-token distributions, the sum of (p - q)²";
    }

    @Override
    public Class<NoOptions> options() {
        return NoOptions.class;
    }

    @Override
    public Metric create(NoOptions options, RunContext context) {
        return Metric.pointwise("sample_id", "", "mean squared distance", (p, q, logP, logQ) -> (p - q) * (p - q));
    }
}
