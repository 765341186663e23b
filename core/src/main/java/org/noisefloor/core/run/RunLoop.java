package org.noisefloor.core.run;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.config.Until;
import org.noisefloor.core.corpus.TokenSequence;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.batch.Mask;
import org.noisefloor.core.run.batch.SequenceBatch;
import org.noisefloor.core.run.prepare.EngineClock;
import org.noisefloor.core.run.prepare.HostCut;
import org.noisefloor.core.run.prepare.Preparation;
import org.noisefloor.core.run.prepare.SequenceAlone;
import org.noisefloor.core.run.prepare.Setting;
import org.noisefloor.core.run.prepare.Warnings;
import org.noisefloor.core.run.score.OriginalRun;
import org.noisefloor.core.run.score.ScoringBatch;
import org.noisefloor.core.run.score.SiteMeasures;

/** The run itself: what arithmetic alone does, calibration, then batch after batch the original, every arm, and the records. */
final class RunLoop {
    private final Plan plan;
    private Preparation prepared;
    private final Texts texts;
    private final Setting setting;
    private final Warnings warnings;
    private final Progress progress;
    private final SoFar soFar;
    private final NotFinite broken = new NotFinite();
    private long scoredPositions;
    private long nonfinitePositions;
    private final List<Integer> looks;
    private long beforeScoring;
    private long scoringOne;

    /**
     * What is scored.
     *
     * @param sequences from the first, each time anew
     * @param count how many; −1 if only reading them all would tell
     * @param range those that are scored here
     */
    record Texts(Supplier<Iterator<TokenSequence>> sequences, int count, Shard.Range range) {
        Texts(Supplier<Iterator<TokenSequence>> sequences, int count) {
            this(sequences, count, new Shard.Range(0, Integer.MAX_VALUE));
        }

        /** How many are scored here; −1 if only reading them all would tell. */
        int here() {
            return count < 0 ? -1 : Math.min(count, range.to()) - range.from();
        }

        boolean whole() {
            return range.from() == 0 && range.to() >= count;
        }
    }

    RunLoop(Plan plan, Preparation prepared, Texts texts, Warnings warnings, Progress progress) {
        this.plan = plan;
        this.prepared = prepared;
        this.texts = texts;
        this.setting = prepared.setting();
        this.warnings = warnings;
        this.progress = progress;
        this.soFar = new SoFar(prepared.measured().layout());
        // the last one is behind all sequences, where the run ends anyway
        this.looks = plan.until().isEmpty() || texts.count() < 0
                ? List.of()
                : Until.looks(texts.count()).stream()
                        .filter(look -> look < texts.count())
                        .toList();
    }

    /** @return how the original ran */
    String run(RunSink sink) {
        return run(sink, Integer.MAX_VALUE);
    }

    /**
     * Runs as far as the first batch goes, and no further.
     *
     * @return how long that took
     */
    Rehearsal.Pace rehearse(RunSink sink) {
        run(sink, 1);
        return new Rehearsal.Pace(beforeScoring, scoringOne);
    }

    private String run(RunSink sink, int most) {
        long started = System.nanoTime();
        BatchShape shape = setting.shape();
        progress.phase("measuring what arithmetic alone does", 0);
        String passes;
        EngineClock clock = setting.clock();
        SequenceBatch firstBatch = firstBatch();
        List<SequenceAlone> whole;
        try (HostCut uncut = HostCut.of(prepared.model(), List.of(), shape, clock)) {
            whole = SequenceAlone.of(uncut, firstBatch, setting.logits());
        }
        List<Site> sites =
                prepared.measured().sites().stream().map(SiteMeasures::site).toList();
        try (HostCut cut = HostCut.of(prepared.model(), sites, shape, clock)) {
            int earlier = earlier(sink);
            cut.decide(firstBatch, whole, new Batches(), setting.logits())
                    .ifPresent(why -> warnings.add("the original: " + why));
            NumericFloor numeric = new NumericFloor(whole, firstBatch);
            RunDescription.@Nullable Arithmetic arithmetic = earlier > 0 ? null : numeric.measure(plan, cut, prepared);
            AloneModels models = AloneModels.decide(prepared.arms(), Batches::new);
            FirstLook look = FirstLook.before(prepared.arms());
            new Calibration(plan.seed(), prepared, progress).run(cut);
            prepared = Pilot.decided(prepared, new Batches(), cut, plan.seed(), progress);
            announce(earlier);
            BatchRun batches = new BatchRun(prepared, cut, plan.seed(), progress, broken);
            boolean first = true;
            long scoring = System.nanoTime();
            beforeScoring = scoring - started;
            Iterator<SequenceBatch> all =
                    new Batches(texts.range().from() + earlier, texts.range().to());
            boolean enough = looks.stream().anyMatch(each -> each <= earlier && sink.isEnough(each));
            for (int done = 0; done < most && all.hasNext() && !enough; done++, first = false) {
                SequenceBatch batch = all.next();
                Mask mask = setting.rule().of(batch.tokens());
                OriginalRun original = prepared.scoring().original(cut.run(batch.tokens()), batch, mask);
                ScoringBatch toScore = ScoringBatch.of(original, mask);
                List<SequenceRecord> records;
                if (first && arithmetic != null) {
                    AttentionSink.find(setting.sites(), toScore).ifPresent(warnings::add);
                    records = batches.runBatch(toScore);
                    look.after(warnings);
                    models.tell(prepared, toScore, warnings);
                    sink.describe(Description.of(plan, prepared, arithmetic, warnings.sentences()));
                } else {
                    records = batches.runBatch(toScore);
                }
                scoringOne = first ? System.nanoTime() - scoring : scoringOne;
                enough = handOver(records, sink);
                sink.batchTaken();
                soFar.sentence().ifPresent(progress::found);
            }
            passes = cut.passes();
        }
        if (scoredPositions == 0 && texts.whole()) {
            throw new UserError(plan.file().getFileName() + ": no position was scored: every one is special, skipped"
                    + " (positions), not finite or the last of its sequence");
        }
        return passes;
    }

    /** @return how many sequences of this run are there already */
    private int earlier(RunSink sink) {
        int[] records = {0};
        sink.earlier(record -> {
            count(record);
            records[0]++;
        });
        return records[0];
    }

    /** With all counts of draws decided, once it has run. */
    Preparation prepared() {
        return prepared;
    }

    /** The one that the cut model runs first anyway: arithmetic is measured on it, beside that. */
    private SequenceBatch firstBatch() {
        List<TokenSequence> calibration = prepared.source().calibration();
        boolean calibrates =
                prepared.arms().stream().anyMatch(arm -> arm.change().needs().isCalibrated());
        return calibrates && !calibration.isEmpty()
                ? SequenceBatch.next(calibration.iterator(), setting.shape(), 0)
                : new Batches().next();
    }

    /** The batches of the run; tokens were checked when it was prepared, save those of a corpus of unknown size. */
    private final class Batches implements Iterator<SequenceBatch> {
        private final Iterator<TokenSequence> sequences = texts.sequences().get();
        private final int to;
        private int first;

        Batches() {
            this(0, Integer.MAX_VALUE);
        }

        /**
         * @param from the first sequence
         * @param to behind the last
         */
        Batches(int from, int to) {
            this.to = to;
            for (; first < from; first++) {
                sequences.next();
            }
        }

        @Override
        public boolean hasNext() {
            return first < to && sequences.hasNext();
        }

        @Override
        public SequenceBatch next() {
            SequenceBatch batch = SequenceBatch.next(sequences, setting.shape(), first);
            first += setting.shape().sequences();
            batch.sequences().forEach(each -> prepared.feasible().checkTokens(each));
            return batch;
        }
    }

    /** @param earlier sequences that are there already */
    private void announce(int earlier) {
        int replacements = prepared.measured().layout().arms().stream()
                .mapToInt(arm -> arm.draws().passes())
                .sum();
        long tokens =
                (long) Math.max(0, texts.here() - earlier) * setting.shape().length();
        progress.phase(
                String.format(
                        Locale.ROOT,
                        "scoring %s, each under %d replacements",
                        texts.count() < 0 ? "all tokens" : String.format(Locale.ROOT, "%,d tokens", tokens),
                        replacements),
                tokens * replacements);
    }

    private void count(SequenceRecord record) {
        scoredPositions += record.scored();
        nonfinitePositions += record.nonfinite();
        soFar.add(record);
    }

    /**
     * What comes behind a look that ends the run is not handed over, however large the batch: a batch decides nothing.
     *
     * @return whether a look ends the run
     */
    private boolean handOver(List<SequenceRecord> records, RunSink sink) {
        for (SequenceRecord record : records) {
            handOver(record, sink);
            int sequences = record.index() + 1;
            if (looks.contains(sequences) && sink.isEnough(sequences)) {
                return true;
            }
        }
        return false;
    }

    private void handOver(SequenceRecord record, RunSink sink) {
        count(record);
        if (nonfinitePositions > plan.run().maxNonfinite()) {
            throw new UserError(broken.logits() + " are NaN or +∞ at " + nonfinitePositions
                    + " positions up to sequence " + record.index() + ", but run.max_nonfinite allows "
                    + plan.run().maxNonfinite());
        }
        sink.take(record);
    }
}
