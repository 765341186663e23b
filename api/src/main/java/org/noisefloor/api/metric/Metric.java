package org.noisefloor.api.metric;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What a metric measures at a site: columns, of which the host keeps sums by sequence, the figures that become of these sums, and
 * what scores a position into the columns. Immutable, made once for each entry of a config and site.
 *
 * <p>A metric knows nothing of baselines, draws, classes or intervals: the host crosses all of these.
 */
public interface Metric {

    /** What a {@link Scorer} writes, in this order. Names are unique among all metrics of a run. The same at every call. */
    List<Column> columns();

    /** What is reported. Each is a function of the sums of this metric's columns. The same at every call. */
    List<Figure> figures();

    /** Which positions are scored. */
    default Positions positions() {
        return Positions.SCORED;
    }

    /** What scores positions; a new one for each thread. */
    Scorer scorer();

    /** The positions that a metric sees. */
    enum Positions {
        /** Those in the mask that have a correct token; every intervention, baseline and draw. */
        SCORED,
        /**
         * Like {@link #SCORED}; and, if the run's conventions say so, the last of each sequence too, where
         * {@link Comparison#target} is −1. For a divergence between the predictions, which needs no correct token.
         */
        PREDICTED,
        /** All those in the mask, for a metric of the activations; the configured interventions alone, not the baselines. */
        INTERVENED
    }

    /**
     * A metric of fixed columns and figures, over scored positions.
     *
     * @param scorers makes what scores positions, one for each thread
     */
    static Metric of(List<Column> columns, List<Figure> figures, Supplier<? extends Scorer> scorers) {
        return new FixedMetric(columns, figures, Positions.SCORED, scorers);
    }

    /** The same over other positions. */
    default Metric over(Positions positions) {
        return new FixedMetric(columns(), figures(), positions, this::scorer);
    }

    /**
     * A metric with one figure, the mean of one number over scored positions.
     *
     * @param name of the column and of the figure
     * @param unit for instance {@code nats}
     * @param doc one line: what it is
     * @param score the number at one position; asked from several threads
     */
    static Metric mean(String name, String unit, Figure.Kind kind, String doc, ToDoubleFunction<Comparison> score) {
        return of(
                List.of(Column.of(name)),
                List.of(Figure.mean(name, unit, kind, doc)),
                () -> (comparison, out) -> out[0] = score.applyAsDouble(comparison));
    }

    /**
     * A metric of a divergence that is a sum over tokens: its mean over scored positions, and what share of it comes from
     * tokens that the original found improbable ({@code NAME_tail_share}). Summed over the vocabulary in float64; tokens that
     * both sides forbid are left out.
     *
     * @param name of the columns and of the figure
     * @param unit for instance {@code nats}
     * @param doc one line: what it is
     * @param divergence one token's term; asked from several threads
     */
    static Metric pointwise(String name, String unit, String doc, PointwiseDivergence divergence) {
        return of(
                        List.of(Column.of(name), Decades.column(name)),
                        List.of(
                                Figure.mean(name, unit, Figure.Kind.DIVERGENCE, doc),
                                Decades.tailShare(name, Decades.DEFAULT_TAIL)),
                        () -> new PointwiseScorer(divergence))
                .over(Positions.PREDICTED);
    }
}
