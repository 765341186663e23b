package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;

/**
 * What a summary is made from.
 *
 * @param run what the records are of
 * @param figures what becomes of their sums
 * @param records in order of sequence index
 * @param resampling the bootstrap's choices
 * @param bySequence what they would be if each sequence were a document; null where it is one
 */
record RunData(
        RunDescription run,
        FigureCatalogue figures,
        List<SequenceRecord> records,
        Resampling resampling,
        @Nullable Resampling bySequence) {

    /** @param resamples how many */
    static RunData of(
            RunDescription run, FigureCatalogue figures, List<SequenceRecord> records, long seed, int resamples) {
        int looks = run.inference().looks();
        Resampling byDocument = Resampling.of(seed, resamples, looks, records);
        Resampling bySequence = Resampling.bySequence(seed, resamples, looks, records);
        return new RunData(run, figures, records, byDocument, bySequence.drawsAs(byDocument) ? null : bySequence);
    }

    Layout layout() {
        return run.layout();
    }

    /** [sequence][draw][column] of one arm. */
    double[][][] sums(int arm, Function<ArmSums, double[]> which) {
        return records.stream()
                .map(each -> each.arms().get(arm).stream().map(which).toArray(double[][]::new))
                .toArray(double[][][]::new);
    }

    /** [sequence][recalibration][column] of one arm. */
    double[][][] recalibrated(int arm, Function<ArmSums, double[]> which) {
        return records.stream()
                .map(each -> each.recalibrated().get(arm).stream().map(which).toArray(double[][]::new))
                .toArray(double[][][]::new);
    }

    double[] scored() {
        return records.stream().mapToDouble(SequenceRecord::scored).toArray();
    }

    double[] intervened() {
        return records.stream().mapToDouble(SequenceRecord::intervened).toArray();
    }

    /** Where each batch begins among the records, and the end of the last. */
    List<Integer> batches() {
        List<Integer> starts = new ArrayList<>();
        int last = -1;
        for (int s = 0; s < records.size(); s++) {
            int batch = records.get(s).index() / run.shape().sequences();
            if (batch != last) {
                starts.add(s);
                last = batch;
            }
        }
        starts.add(records.size());
        return starts;
    }
}
