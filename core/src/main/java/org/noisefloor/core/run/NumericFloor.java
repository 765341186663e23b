package org.noisefloor.core.run;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.CutModel;
import org.noisefloor.api.LanguageModel;
import org.noisefloor.api.Site;
import org.noisefloor.api.TokenBatch;
import org.noisefloor.api.Trace;
import org.noisefloor.core.record.ArmSums;

/**
 * What arithmetic alone does, original against original on the first batch: the whole model, one sequence at a time, against the
 * model as the run uses it, cut and in batches. Fusions across a cut are lost and sums are taken in another order at another batch
 * shape, so the two differ by rounding; divergences below these figures are not to be read.
 *
 * @param sums sums over the scored positions of the columns of all metrics of scored positions
 * @param positions how many positions
 * @param largestLogitDifference largest absolute difference of two logits at a scored position
 */
public record NumericFloor(double[] sums, long positions, double largestLogitDifference) {

    /**
     * The whole model's logits on a batch, computed sequence by sequence; the model is closed again before it is cut, so that
     * its weights are held once.
     */
    static FloatBuffer whole(LanguageModel model, TokenBatch batch, int stride) {
        BatchShape shape = batch.shape();
        FloatBuffer whole = BatchActivations.direct(Math.multiplyExact(shape.rows(), stride));
        BatchShape alone = new BatchShape(1, shape.length());
        try (CutModel uncut = model.cutAt(List.of(), alone)) {
            for (int s = 0; s < shape.sequences(); s++) {
                if (batch.length(s) > 0) {
                    FloatBuffer logits = uncut.run(new TokenBatch(alone, List.of(tokens(batch, s))))
                            .logits();
                    whole.put(s * shape.length() * stride, logits, 0, shape.length() * stride);
                }
            }
        }
        return whole;
    }

    static int[] tokens(TokenBatch batch, int sequence) {
        return IntStream.range(0, batch.length(sequence))
                .map(position -> batch.token(sequence, position))
                .toArray();
    }

    /**
     * @param whole the whole model's logits on this batch
     * @param site any site of the run
     */
    static NumericFloor measure(
            FloatBuffer whole, CutModel cut, TokenBatch batch, Mask mask, Scoring scoring, Site site, int stride) {
        BatchShape shape = batch.shape();
        Trace trace = cut.run(batch);
        Original original = scoring.original(new WholeTrace(batch, whole), mask, 0);
        BatchActivations acts = new BatchActivations(site, shape, BatchActivations.room(site, shape));
        acts.show(trace, mask, 0, DrawKey.of(0, "", 0), null);
        int sequences = (int) IntStream.range(0, shape.sequences())
                .filter(s -> batch.length(s) > 0)
                .count();
        double[] sums = new double[0];
        for (ArmSums each : scoring.score(
                original,
                mask,
                sequences,
                0,
                trace.logits(),
                acts,
                new PointValues(scoring.points(), shape.rows()),
                null,
                false)) {
            sums = sums.length == 0 ? new double[each.scored().length] : sums;
            for (int c = 0; c < sums.length; c++) {
                sums[c] += each.scored()[c];
            }
        }
        double largest = 0;
        for (int row = 0; row < shape.rows(); row++) {
            for (int v = row * stride; mask.scored(row) && v < (row + 1) * stride; v++) {
                double difference =
                        Math.abs((double) whole.get(v) - trace.logits().get(v));
                largest = Math.max(largest, Double.isNaN(difference) ? 0 : difference);
            }
        }
        return new NumericFloor(sums, mask.scored(0, shape.rows()), largest);
    }

    /** The whole model's logits, kept after the whole model is closed. */
    private record WholeTrace(TokenBatch batch, FloatBuffer logits) implements Trace {
        @Override
        public FloatBuffer activation(Site site) {
            throw new IllegalStateException("the whole model has no sites");
        }
    }
}
