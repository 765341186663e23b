package org.noisefloor.core.run;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.core.corpus.TokenSequence;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.run.batch.Mask;
import org.noisefloor.core.run.batch.SequenceBatch;
import org.noisefloor.core.run.prepare.OpenedArm;
import org.noisefloor.core.run.prepare.Preparation;
import org.noisefloor.core.run.prepare.Setting;
import org.noisefloor.core.run.score.OriginalRun;
import org.noisefloor.core.run.score.ScoringBatch;

/** Shows the calibration sequences to what asks for them. */
record Calibration(long seed, Preparation prepared, Progress progress) {

    /** Two passes at most: what is matched to an intervention is calibrated after it. */
    void run(CutModel cut) {
        List<OpenedArm> asking = prepared.arms().stream()
                .filter(arm -> arm.change().needs().isCalibrated())
                .toList();
        pass(asking.stream().filter(arm -> arm.matchedTo() == null).toList(), cut);
        pass(asking.stream().filter(arm -> arm.matchedTo() != null).toList(), cut);
    }

    private void pass(List<OpenedArm> asking, CutModel cut) {
        if (asking.isEmpty()) {
            return;
        }
        Setting setting = prepared.setting();
        List<TokenSequence> all = prepared.source().calibration();
        SortedSet<Integer> documents = new TreeSet<>(prepared.source().calibrationDocuments());
        progress.phase("calibrating", (long) all.size() * setting.shape().length());
        Iterator<TokenSequence> sequences = all.iterator();
        for (int first = 0; sequences.hasNext(); first += setting.shape().sequences()) {
            SequenceBatch batch = SequenceBatch.next(sequences, setting.shape(), first);
            Mask mask = setting.rule().of(batch.tokens());
            OriginalRun original = prepared.scoring().original(cut.run(batch.tokens()), batch, mask);
            ScoringBatch shown = new ScoringBatch(
                    original, mask.without(original.notFinite()).measuredOnly());
            Map<Arm, OpenedArm> copied = new LinkedHashMap<>();
            for (OpenedArm each : asking) {
                if (each.matchedTo() != null) {
                    copied.put(each.matchedTo().arm(), each.matchedTo());
                }
            }
            copied.values().forEach(intervention -> intervention.replace(cut, shown, seed));
            int[] texts = batch.sequences().stream()
                    .mapToInt(each -> documents.headSet(each.owner()).size())
                    .toArray();
            asking.forEach(arm -> arm.calibrate(shown, texts, seed));
            progress.advance(setting.shape().rows());
        }
        asking.forEach(OpenedArm::calibrated);
    }
}
