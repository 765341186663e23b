package org.noisefloor.plugin.loss;

import org.noisefloor.api.metric.Comparison;

/** H(p) = −Σ_v p_v log p_v in nats, of the original; computed once at a position for the metric and the stratifier. */
final class OriginalEntropy implements Comparison.Work {
    private double nats;

    static double nats(Comparison comparison) {
        return comparison.shared(OriginalEntropy.class, OriginalEntropy::new).nats;
    }

    /**
     * With w = e^(z − max z) and S = Σ w, H = log S + Σ w (max z − z) / S: no term is negative, so nothing cancels, and a small entropy
     * has its digits however large the logits are. A forbidden token adds 0. StrictMath gives the same bits on every machine, before
     * the JVM has compiled it and after, so that a position never changes its band.
     */
    @Override
    public void compute(Comparison c) {
        float[] logits = c.original();
        int favourite = c.top1Original();
        double max = logits[favourite];
        double others = 0;
        double below = 0;
        for (int v = 0; v < c.vocabulary(); v++) {
            double gap = max - logits[v];
            if (v != favourite && gap < Double.POSITIVE_INFINITY) {
                double weight = StrictMath.exp(-gap);
                others += weight;
                below += weight * gap;
            }
        }
        nats = StrictMath.log1p(others) + below / (1 + others);
    }
}
