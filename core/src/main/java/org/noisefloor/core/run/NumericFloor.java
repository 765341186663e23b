package org.noisefloor.core.run;

import java.nio.FloatBuffer;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.RunDescription.Again;
import org.noisefloor.core.record.RunDescription.Arithmetic;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.batch.DrawKey;
import org.noisefloor.core.run.batch.Mask;
import org.noisefloor.core.run.batch.SequenceBatch;
import org.noisefloor.core.run.prepare.HostCut;
import org.noisefloor.core.run.prepare.Preparation;
import org.noisefloor.core.run.prepare.Setting;
import org.noisefloor.core.run.score.DrawSums;
import org.noisefloor.core.run.score.Logits;
import org.noisefloor.core.run.score.Scoring;
import org.noisefloor.core.run.score.ScoringBatch;
import org.noisefloor.core.run.score.SplicedBatch;

/**
 * What arithmetic alone does, original against original on the first batch: the whole model, one sequence at a time and without padding, against
 * the model as the run uses it, cut and in batches. Fusions across a cut are lost and sums are taken in another order at another batch
 * shape, so the two differ by rounding; divergences below these figures are not to be read.
 *
 * @param whole the whole model's logits on the batch, kept after it is closed
 */
record NumericFloor(SequenceBatch batch, FloatBuffer whole) {

    /**
     * Computes the whole model's logits on a batch, sequence by sequence.
     *
     * @param uncut cut nowhere; it is closed before the model is cut, so that weights are held once
     */
    static NumericFloor ofWhole(HostCut uncut, SequenceBatch batch, Logits logits) {
        FloatBuffer whole =
                BatchActivations.direct(Math.multiplyExact(batch.shape().rows(), logits.stride()));
        whole.put(0, uncut.runEachAlone(batch.tokens()).logits(), 0, whole.capacity());
        return new NumericFloor(batch, whole);
    }

    /** Compares it with the cut model. */
    Arithmetic measure(Plan plan, CutModel cut, Preparation prepared) {
        Setting setting = prepared.setting();
        Scoring scoring = prepared.scoring();
        Mask mask = setting.rule().of(batch.tokens());
        Trace trace = cut.run(batch.tokens());
        FloatBuffer logits = trace.logits();
        ScoringBatch toScore =
                ScoringBatch.of(scoring.original(new WholeTrace(batch.tokens(), whole), batch, mask), mask);
        Site site = setting.sites().get(0); // any site of the run: nothing is replaced
        BatchActivations acts = new BatchActivations(batch.shape(), site, BatchActivations.room(site, batch.shape()));
        acts.show(trace::activation, batch, toScore.mask(), DrawKey.of(0, "", 0), null);
        DrawSums draw = scoring.score(toScore, new SplicedBatch(acts, logits, false));
        Mask measured = toScore.without(draw.notFinite()).mask();
        return new Arithmetic(
                draw.scored(),
                measured.scored(0, batch.shape().rows()),
                largestDifference(logits, measured, setting.logits().stride()),
                plan.numericFloor()
                        .map(other -> new Again(
                                other.name(), other.model().backend().provider().id(), other.options()))
                        .orElse(null));
    }

    private double largestDifference(FloatBuffer logits, Mask mask, int stride) {
        double largest = 0;
        for (int row = 0; row < batch.shape().rows(); row++) {
            for (int v = row * stride; mask.scored(row) && v < (row + 1) * stride; v++) {
                double difference = Math.abs((double) whole.get(v) - logits.get(v));
                largest = Math.max(largest, Double.isNaN(difference) ? 0 : difference);
            }
        }
        return largest;
    }

    private record WholeTrace(TokenBatch batch, FloatBuffer logits) implements Trace {
        @Override
        public FloatBuffer activation(Site site) {
            throw new IllegalStateException("the whole model has no sites");
        }
    }
}
