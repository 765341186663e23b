package org.noisefloor.core.run;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.CutModel;
import org.noisefloor.api.LanguageModel;
import org.noisefloor.api.Site;
import org.noisefloor.api.TokenBatch;
import org.noisefloor.api.Trace;
import org.noisefloor.core.record.ArmSums;

/**
 * What arithmetic alone does: the whole model against the model as it is cut, original against original, on the first batch.
 * Fusions across a cut are lost, so the two differ by rounding; divergences below these figures are not to be read.
 *
 * @param sums sums over the scored positions of the columns of all metrics of scored positions
 * @param positions how many positions
 * @param largestLogitDifference largest absolute difference of two logits at a scored position
 */
public record NumericFloor(double[] sums, long positions, double largestLogitDifference) {

    static NumericFloor measure(
            LanguageModel model,
            List<Site> sites,
            BatchShape shape,
            Supplier<TokenBatch> first,
            Mask.Rule rule,
            Scoring scoring,
            int stride) {
        TokenBatch batch = first.get();
        Mask mask = rule.of(batch);
        FloatBuffer whole = BatchActivations.direct(Math.multiplyExact(shape.rows(), stride));
        try (CutModel uncut = model.cutAt(List.of(), shape)) {
            whole.put(0, uncut.run(batch).logits(), 0, whole.capacity());
        }
        try (CutModel cut = model.cutAt(sites, shape)) {
            Trace trace = cut.run(batch);
            Original original = scoring.original(new WholeTrace(batch, whole), mask, 0);
            BatchActivations acts = new BatchActivations(sites.get(0), shape, true, 0, 0);
            acts.show(trace, mask, 0, DrawKey.of(0, "", 0), null);
            double[] sums = new double[0];
            long positions = 0;
            double largest = 0;
            int sequences = (int) java.util.stream.IntStream.range(0, shape.sequences())
                    .filter(s -> batch.length(s) > 0)
                    .count();
            for (ArmSums each : scoring.score(original, mask, sequences, 0, trace.logits(), acts, true)) {
                sums = sums.length == 0 ? new double[each.scored().length] : sums;
                for (int c = 0; c < sums.length; c++) {
                    sums[c] += each.scored()[c];
                }
            }
            for (int row = 0; row < shape.rows(); row++) {
                if (mask.scored(row)) {
                    positions++;
                    for (int v = row * stride; v < (row + 1) * stride; v++) {
                        double difference =
                                Math.abs((double) whole.get(v) - trace.logits().get(v));
                        largest = Math.max(largest, Double.isNaN(difference) ? 0 : difference);
                    }
                }
            }
            return new NumericFloor(sums, positions, largest);
        }
    }

    /** The whole model's logits, kept after the whole model is closed. */
    private record WholeTrace(TokenBatch batch, FloatBuffer logits) implements Trace {
        @Override
        public FloatBuffer activation(Site site) {
            throw new IllegalStateException("the whole model has no sites");
        }
    }
}
