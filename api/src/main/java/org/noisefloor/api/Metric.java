package org.noisefloor.api;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Scores positions into columns, of which the host keeps sums by sequence, and turns sums into figures.
 *
 * <p>A metric knows nothing of baselines, draws, classes or intervals: the host crosses all of these. Used by one thread.
 */
public interface Metric {

    /** What {@link #score} writes, in this order. Names are unique among all metrics of a run. */
    List<Column> columns();

    /** What is reported. Each is a function of the sums of this metric's columns. */
    List<Figure> figures();

    /** Which positions are scored. */
    default Positions positions() {
        return Positions.SCORED;
    }

    /** The positions that a metric sees. */
    enum Positions {
        /** Those in the mask that have a correct token; every intervention, baseline and draw. */
        SCORED,
        /**
         * Like {@link #SCORED}; and, if the run's conventions say so, the last of each sequence too, where
         * {@link Comparison#correct} is −1. For a divergence between the predictions, which needs no correct token.
         */
        PREDICTED,
        /** All those in the mask, for a metric of the activations; the configured interventions alone, not the baselines. */
        INTERVENED
    }

    /**
     * Writes this position's values.
     *
     * @param out the columns one after the other, {@link Column#width} values each
     */
    void score(Comparison comparison, double[] out);

    /**
     * A metric with one figure, the mean of one number over scored positions.
     *
     * @param name of the column and of the figure
     * @param unit for instance {@code nats}
     * @param doc one line: what it is
     * @param score the number at one position
     */
    static Metric mean(String name, String unit, Figure.Kind kind, String doc, ToDoubleFunction<Comparison> score) {
        List<Column> columns = List.of(Column.of(name));
        List<Figure> figures = List.of(Figure.mean(name, unit, kind, doc));
        return new Metric() {
            @Override
            public List<Column> columns() {
                return columns;
            }

            @Override
            public List<Figure> figures() {
                return figures;
            }

            @Override
            public void score(Comparison comparison, double[] out) {
                out[0] = score.applyAsDouble(comparison);
            }
        };
    }

    /**
     * A metric of a divergence that is a sum over tokens: its mean over scored positions, and what share of it comes from
     * tokens that the original found improbable ({@code NAME_tail_share}). Summed over the vocabulary in float64; tokens that
     * both sides forbid are left out.
     *
     * @param name of the columns and of the figure
     * @param unit for instance {@code nats}
     * @param doc one line: what it is
     */
    static Metric pointwise(String name, String unit, String doc, PointwiseDivergence divergence) {
        return new PointwiseMetric(name, unit, doc, divergence);
    }
}
