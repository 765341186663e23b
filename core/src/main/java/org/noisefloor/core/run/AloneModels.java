package org.noisefloor.core.run;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.run.batch.SequenceBatch;
import org.noisefloor.core.run.prepare.Change;
import org.noisefloor.core.run.prepare.OpenedArm;
import org.noisefloor.core.run.prepare.Preparation;
import org.noisefloor.core.run.prepare.Warnings;
import org.noisefloor.core.run.prepare.WholeModel;
import org.noisefloor.core.run.score.ScoringBatch;
import org.noisefloor.core.run.score.SplicedBatch;

/**
 * The whole models of a run that have to run one sequence at a time.
 *
 * @param why a sentence for each
 */
record AloneModels(Map<OpenedArm, String> why) {

    /** @param batches those of the run, from the first */
    static AloneModels decide(List<OpenedArm> arms, Supplier<? extends Iterator<SequenceBatch>> batches) {
        Map<OpenedArm, String> why = new LinkedHashMap<>();
        for (OpenedArm arm : arms) {
            if (arm.change() instanceof Change.OfModel whole) {
                whole.model().decide(batches.get().next(), batches.get()).ifPresent(sentence -> why.put(arm, sentence));
            }
        }
        return new AloneModels(why);
    }

    /** Says so of each, with what the run's main divergence would be in batches. */
    void tell(Preparation prepared, ScoringBatch first, Warnings warnings) {
        why.forEach((arm, sentence) -> warnings.add(arm.arm().label() + ": " + sentence + moved(arm, prepared, first)));
    }

    private static String moved(OpenedArm arm, Preparation prepared, ScoringBatch first) {
        Optional<Point> point = prepared.measured().layout().mainDivergence();
        WholeModel model = ((Change.OfModel) arm.change()).model();
        if (point.isEmpty() || !model.takesBatches()) {
            return "";
        }
        int column = point.get().place();
        SplicedBatch alone =
                new SplicedBatch(arm.acts(), model.logits(first.sequences().tokens()), false);
        double here = mean(column, prepared, first, alone);
        SplicedBatch together =
                new SplicedBatch(arm.acts(), model.together(first.sequences().tokens()), false);
        return String.format(
                Locale.ROOT,
                "; %s on the first batch would be %.4g instead of %.4g",
                point.get().figure(),
                mean(column, prepared, first, together),
                here);
    }

    private static double mean(int column, Preparation prepared, ScoringBatch batch, SplicedBatch spliced) {
        return prepared.scoring().score(batch, spliced).scored()[column]
                / batch.mask().scored(0, batch.sequences().shape().rows());
    }
}
