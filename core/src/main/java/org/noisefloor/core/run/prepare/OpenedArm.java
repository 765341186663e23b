package org.noisefloor.core.run.prepare;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.score.ScoringBatch;
import org.noisefloor.core.run.score.SplicedBatch;

/**
 * An arm with what carries it out.
 *
 * @param acts what it reads and writes; of what has no one place, any of the run's activations
 * @param matchedTo the arm whose result this one is built from; null for none
 */
public record OpenedArm(
        Arm arm,
        Change change,
        BatchActivations acts,
        @Nullable OpenedArm matchedTo) {

    /** The same, drawn as often as was found to be enough. */
    OpenedArm drawn(Arm.Draws draws) {
        return new OpenedArm(arm.drawn(draws), change, acts, matchedTo);
    }

    /** Shows the arm a batch, as one of its draws. */
    private Drawn show(ScoringBatch batch, long seed, int draw) {
        return show(new Drawn(batch, seed, arm.name(), draw));
    }

    private Drawn show(Drawn drawn) {
        ScoringBatch batch = drawn.batch();
        acts.show(
                batch.original().trace()::activation,
                batch.sequences(),
                batch.mask(),
                drawn.key(),
                matchedTo == null ? null : matchedTo.acts().replaced(0));
        return drawn;
    }

    /** One draw on a batch. What it gives holds until the next draw of any arm. */
    public SplicedBatch splice(CutModel cut, ScoringBatch batch, long seed, int draw) {
        FloatBuffer logits = change.logits(cut, show(batch, seed, draw), acts);
        return new SplicedBatch(acts, logits, FigureCatalogue.looksAtActivations(arm));
    }

    /**
     * Replaces a batch of the calibration sequences, for what is matched to it. Calibration sequences are counted anew, so what is random
     * has a key of its own here: floors must not learn from the very draw that they are compared with.
     */
    public void replace(CutModel cut, ScoringBatch batch, long seed) {
        change.make(cut, show(new Drawn(batch, seed, arm.name() + " in calibration", 0)), acts);
    }

    /**
     * Takes in one batch of the calibration sequences, after the arm that it is matched to has replaced it.
     *
     * @param texts by sequence of the batch, the place of its document among those of all calibration sequences
     */
    public void calibrate(ScoringBatch batch, int[] texts, long seed) {
        for (int which = 0; which < change.calibrations(); which++) {
            int knowing = which;
            ScoringBatch own = batch.ofSequences(s -> change.knows(knowing, texts[s]));
            if (own.isMeasured()) {
                change.calibrate(show(own, seed, 0), acts, which);
            }
        }
    }

    /** All calibration sequences were shown. */
    public void calibrated() {
        change.calibrated();
    }
}
