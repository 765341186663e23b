package org.noisefloor.core.run;

import org.noisefloor.api.Trace;

/**
 * The original run of one batch with what every comparison needs of it.
 *
 * @param firstSequence index in the corpus of the batch's first sequence
 * @param logPartitions log Σ exp of the logits, by row; only rows in the mask
 * @param favourites argmax of the logits, by row; only rows in the mask
 * @param predictions what it predicts, by row; only rows in the mask
 */
record Original(Trace trace, int firstSequence, double[] logPartitions, int[] favourites, RowPredictions predictions) {

    double logPartition(int row) {
        return logPartitions[row];
    }

    int favourite(int row) {
        return favourites[row];
    }
}
