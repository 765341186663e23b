package org.noisefloor.core.run.score;

import java.nio.FloatBuffer;
import java.util.BitSet;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.core.record.Predictions;
import org.noisefloor.core.run.batch.SequenceBatch;

/**
 * The original run of one batch with what every comparison needs of it. Valid until the next run of the model.
 *
 * @param logits those of the trace, fetched once
 * @param logPartitions log Σ exp of the logits, by row; only rows in the mask
 * @param top1 argmax of the logits, by row; only rows in the mask
 * @param likely what it predicts, by row; only rows in the mask
 * @param notFinite the rows of the mask whose logits are NaN or +∞
 */
public record OriginalRun(
        SequenceBatch batch,
        Trace trace,
        FloatBuffer logits,
        double[] logPartitions,
        int[] top1,
        RowPredictions likely,
        BitSet notFinite) {

    /** What it predicts at some rows. */
    public Predictions predictions(int[] rows) {
        return likely.of(rows);
    }
}
