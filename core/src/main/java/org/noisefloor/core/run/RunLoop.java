package org.noisefloor.core.run;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.corpus.SequenceSource;
import org.noisefloor.core.corpus.TokenSequence;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.batch.Mask;
import org.noisefloor.core.run.batch.SequenceBatch;
import org.noisefloor.core.run.prepare.Preparation;
import org.noisefloor.core.run.prepare.Setting;
import org.noisefloor.core.run.prepare.Warnings;
import org.noisefloor.core.run.score.OriginalRun;
import org.noisefloor.core.run.score.ScoringBatch;
import org.noisefloor.core.run.score.SiteMeasures;

/** The run itself: what arithmetic alone does, calibration, then batch after batch the original, every arm, and the records. */
final class RunLoop {
    private final Plan plan;
    private final Preparation prepared;
    private final Setting setting;
    private final Warnings warnings;
    private final Progress progress;
    private final SoFar soFar;
    private long scoredPositions;
    private long nonfinitePositions;

    RunLoop(Plan plan, Preparation prepared, Warnings warnings, Progress progress) {
        this.plan = plan;
        this.prepared = prepared;
        this.setting = prepared.setting();
        this.warnings = warnings;
        this.progress = progress;
        this.soFar = new SoFar(prepared.measured().layout());
    }

    void run(RunSink sink) {
        BatchShape shape = setting.shape();
        SequenceSource source = prepared.source();
        progress.phase("measuring what arithmetic alone does", 0);
        SequenceBatch firstBatch = next(source.scored(), 0);
        NumericFloor floor = NumericFloor.ofWhole(prepared.model(), firstBatch, setting.logits());
        List<Site> sites =
                prepared.measured().sites().stream().map(SiteMeasures::site).toList();
        try (CutModel cut = prepared.model().cutAt(sites, shape)) {
            RunDescription.Arithmetic arithmetic = floor.measure(plan, cut, prepared);
            new Calibration(plan.seed(), prepared, progress).run(cut);
            announce();
            BatchRun batches = new BatchRun(prepared, cut, plan.seed(), progress);
            Iterator<TokenSequence> sequences = source.scored();
            for (int first = 0; sequences.hasNext(); first += shape.sequences()) {
                SequenceBatch batch = next(sequences, first);
                Mask mask = setting.rule().of(batch.tokens());
                OriginalRun original = prepared.scoring().original(cut.run(batch.tokens()), batch, mask);
                ScoringBatch toScore = ScoringBatch.of(original, mask);
                List<SequenceRecord> records;
                if (first == 0) {
                    AttentionSink.find(setting.sites(), toScore).ifPresent(warnings::add);
                    FirstLook look = FirstLook.before(prepared.arms());
                    records = batches.runBatch(toScore);
                    look.after(warnings);
                    sink.describe(Description.of(plan, prepared, arithmetic, warnings.sentences()));
                } else {
                    records = batches.runBatch(toScore);
                }
                records.forEach(record -> handOver(record, sink));
                soFar.sentence().ifPresent(progress::found);
            }
        }
        if (scoredPositions == 0) {
            throw new UserError(plan.file().getFileName() + ": no position was scored: every one is special, skipped"
                    + " (positions), not finite or the last of its sequence");
        }
    }

    /** Its tokens were checked when the run was prepared, save those of a corpus of unknown size. */
    private SequenceBatch next(Iterator<TokenSequence> sequences, int first) {
        SequenceBatch batch = SequenceBatch.next(sequences, setting.shape(), first);
        batch.sequences().forEach(each -> prepared.feasible().checkTokens(each));
        return batch;
    }

    private void announce() {
        int replacements = prepared.measured().layout().arms().stream()
                .mapToInt(arm -> arm.draws().count())
                .sum();
        long tokens =
                (long) Math.max(0, prepared.source().size()) * setting.shape().length();
        progress.phase(
                String.format(
                        Locale.ROOT,
                        "scoring %s, each under %d replacements",
                        tokens == 0 ? "all tokens" : String.format(Locale.ROOT, "%,d tokens", tokens),
                        replacements),
                tokens * replacements);
    }

    private void handOver(SequenceRecord record, RunSink sink) {
        scoredPositions += record.scored();
        nonfinitePositions += record.nonfinite();
        if (nonfinitePositions > plan.run().maxNonfinite()) {
            throw new UserError("the model's logits are NaN or +∞ at " + nonfinitePositions
                    + " positions up to sequence " + record.index() + ", but run.max_nonfinite allows "
                    + plan.run().maxNonfinite());
        }
        sink.take(record);
        soFar.add(record);
    }
}
