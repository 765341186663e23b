package org.noisefloor.core.run;

import java.nio.FloatBuffer;
import java.util.List;
import org.noisefloor.api.Site;
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
import org.noisefloor.core.run.prepare.SequenceAlone;
import org.noisefloor.core.run.prepare.Setting;
import org.noisefloor.core.run.score.DrawSums;
import org.noisefloor.core.run.score.Logits;
import org.noisefloor.core.run.score.ScoringBatch;
import org.noisefloor.core.run.score.SplicedBatch;

/**
 * What arithmetic alone does, original against original on a few sequences: the whole model, one sequence at a time and without padding, against
 * the model as the run uses it, cut and in batches. Fusions across a cut are lost and sums are taken in another order at another batch
 * shape, so the two differ by rounding; divergences below these figures are not to be read.
 *
 * @param whole sequences as the whole model ran them
 * @param batch the batch that they are of
 */
record NumericFloor(List<SequenceAlone> whole, SequenceBatch batch) {

    /** Compares them with the cut model. */
    Arithmetic measure(Plan plan, HostCut cut, Preparation prepared) {
        Trace trace = cut.run(batch.tokens());
        FloatBuffer logits = trace.logits();
        Sums sums = new Sums();
        Site site = prepared.setting().sites().get(0); // any site of the run: nothing is replaced
        BatchActivations acts = new BatchActivations(batch.shape(), site, BatchActivations.room(site, batch.shape()));
        // where a model looks at the length or at what follows, half a sequence is another result and no arithmetic
        boolean halves = !cut.isAlone() && (!cut.isProbed() || batch.shape().sequences() == 1);
        for (SequenceAlone each : whole) {
            if (halves || !each.isShortened()) {
                compare(each, trace, each.among(logits), acts, prepared, sums);
            }
        }
        return new Arithmetic(
                sums.columns,
                sums.positions,
                sums.largest,
                plan.numericFloor()
                        .map(other -> new Again(
                                other.name(), other.model().backend().provider().id(), other.options()))
                        .orElse(null));
    }

    private static final class Sums {
        private double[] columns = new double[0];
        private long positions;
        private double largest;
    }

    private static void compare(
            SequenceAlone alone,
            Trace trace,
            FloatBuffer ofCut,
            BatchActivations acts,
            Preparation prepared,
            Sums sums) {
        Setting setting = prepared.setting();
        SequenceBatch sequence = alone.batch();
        Mask mask = setting.rule().of(sequence.tokens());
        ScoringBatch toScore = ScoringBatch.of(
                prepared.scoring().original(new WholeTrace(sequence.tokens(), alone.logits()), sequence, mask), mask);
        acts.show(trace::activation, sequence, toScore.mask(), DrawKey.of(0, "", 0), null);
        DrawSums draw = prepared.scoring().score(toScore, new SplicedBatch(acts, ofCut, false));
        Mask measured = toScore.without(draw.notFinite()).mask();
        double[] scored = draw.scored();
        if (sums.columns.length == 0) {
            sums.columns = scored;
        } else {
            for (int c = 0; c < scored.length; c++) {
                sums.columns[c] += scored[c];
            }
        }
        int rows = sequence.tokens().length(0);
        sums.positions += measured.scored(0, rows);
        for (int row = 0; row < rows; row++) {
            if (measured.scored(row)) {
                sums.largest = Math.max(sums.largest, largestDifference(alone.logits(), ofCut, row, setting.logits()));
            }
        }
    }

    private static double largestDifference(FloatBuffer whole, FloatBuffer ofCut, int row, Logits form) {
        double largest = 0;
        for (int v = row * form.stride(); v < (row + 1) * form.stride(); v++) {
            double difference = Math.abs((double) whole.get(v) - ofCut.get(v));
            largest = Math.max(largest, Double.isNaN(difference) ? 0 : difference);
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
