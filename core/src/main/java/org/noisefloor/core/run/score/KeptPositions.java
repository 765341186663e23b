package org.noisefloor.core.run.score;

import org.jspecify.annotations.Nullable;

/**
 * Takes what one draw gives at single positions; written by several threads, each at rows of its own.
 *
 * @param values takes the points
 * @param predictions takes what is predicted and the classes; null if that is not kept
 */
record KeptPositions(PointValues values, @Nullable RowPredictions predictions) {

    /** @param scored the columns of all metrics of scored positions at this row */
    void take(int row, double[] scored, PositionComparison at) {
        values.take(row, scored);
        if (predictions != null) {
            predictions.take(row, at.spliced(), at.scan(), at.target());
        }
    }

    void classify(int stratifier, int row, int index) {
        if (predictions != null) {
            predictions.classify(stratifier, row, index);
        }
    }
}
