package org.noisefloor.api;

import java.util.List;

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
        /** All those in the mask, for a metric of the activations; the configured interventions alone, not the baselines. */
        INTERVENED
    }

    /**
     * Writes this position's values.
     *
     * @param out the columns one after the other, {@link Column#width} values each
     */
    void score(Comparison comparison, double[] out);
}
