package org.noisefloor.plugin.loss;

import org.noisefloor.api.Comparison;

/** H(p) = −Σ_v p_v log p_v in nats, of the original; computed once at a position for the metric and the stratifier. */
final class OriginalEntropy implements Comparison.Work {
    private double nats;

    static double nats(Comparison comparison) {
        return comparison.shared(OriginalEntropy.class, OriginalEntropy::new).nats;
    }

    /**
     * No term is negative, so nothing cancels; a forbidden token adds 0. StrictMath gives the same bits on every machine, before
     * the JVM has compiled it and after, so that a position never changes its band.
     */
    @Override
    public void compute(Comparison c) {
        double sum = 0;
        for (int v = 0; v < c.vocabulary(); v++) {
            double logP = c.logProbOriginal(v);
            if (logP > Double.NEGATIVE_INFINITY) {
                sum -= StrictMath.exp(logP) * logP;
            }
        }
        nats = Math.max(0, sum); // rounding may take log p of the only token above 0
    }
}
