package org.noisefloor.core.run.prepare;

import java.nio.FloatBuffer;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.batch.DrawKey;
import org.noisefloor.core.run.score.OriginalRun;
import org.noisefloor.core.run.score.ScoringBatch;
import org.noisefloor.core.run.score.SplicedBatch;

/**
 * An arm with what carries it out.
 *
 * @param matchedTo the arm whose result this one is built from; null for none
 */
public record OpenedArm(
        Arm arm,
        Change change,
        BatchActivations acts,
        @Nullable OpenedArm matchedTo) {

    /** Shows the arm a batch, as one of its draws. */
    private void show(ScoringBatch batch, long seed, int draw) {
        acts.show(
                batch.original().trace(),
                batch.sequences(),
                batch.mask(),
                DrawKey.of(seed, arm.name(), draw),
                matchedTo == null ? null : matchedTo.acts().replaced(0));
    }

    /** One draw on a batch. What it gives holds until the next draw of any arm. */
    public SplicedBatch splice(CutModel cut, ScoringBatch batch, long seed, int draw) {
        replace(batch, seed, draw);
        OriginalRun original = batch.original();
        FloatBuffer logits = change.logits(cut, original, acts);
        return new SplicedBatch(acts, logits, FigureCatalogue.looksAtActivations(arm));
    }

    /** One draw without the rest of the model: for what is matched to it. */
    public void replace(ScoringBatch batch, long seed, int draw) {
        show(batch, seed, draw);
        change.make(acts);
    }

    /** Takes in one batch of the calibration sequences, after the arm that it is matched to has replaced it. */
    public void calibrate(ScoringBatch batch, long seed) {
        if (change instanceof Change.OfActivations of) {
            show(batch, seed, 0);
            of.intervention().calibrate(acts);
        }
    }

    /** All calibration sequences were shown. */
    public void calibrated() {
        if (change instanceof Change.OfActivations of) {
            of.intervention().calibrated();
        }
    }
}
