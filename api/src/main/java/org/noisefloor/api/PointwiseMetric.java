package org.noisefloor.api;

import java.util.Arrays;
import java.util.List;

/** The metric of a {@link PointwiseDivergence}: the sum at a position, and the same sum by decade of p. */
record PointwiseMetric(String name, String unit, String doc, PointwiseDivergence divergence) implements Metric {

    @Override
    public List<Column> columns() {
        return List.of(Column.of(name), Decades.column(name));
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                Figure.mean(name, unit, Figure.Kind.DIVERGENCE, doc), Decades.tailShare(name, Decades.DEFAULT_TAIL));
    }

    @Override
    public Positions positions() {
        return Positions.PREDICTED;
    }

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
