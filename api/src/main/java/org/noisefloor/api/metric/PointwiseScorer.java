package org.noisefloor.api.metric;

import java.util.Arrays;

/** Scores a {@link PointwiseDivergence}: the sum at a position, and the same sum by decade of p. */
record PointwiseScorer(PointwiseDivergence divergence) implements Scorer {

    @Override
    public void score(Comparison at, double[] out) {
        Arrays.fill(out, 0);
        for (int v = 0; v < at.vocabulary(); v++) {
            double logP = at.logProbOriginal(v);
            double logQ = at.logProbSpliced(v);
            if (logP == Double.NEGATIVE_INFINITY && logQ == Double.NEGATIVE_INFINITY) {
                continue;
            }
            double p = StrictMath.exp(logP);
            double term = divergence.term(p, StrictMath.exp(logQ), logP, logQ);
            out[0] += term;
            out[1 + Decades.of(p)] += term;
        }
    }
}
