package org.noisefloor.core.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.config.Until;
import org.noisefloor.core.corpus.TokenSequence;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.batch.Mask;
import org.noisefloor.core.run.batch.SequenceBatch;
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
    private long started;
    private long beforeScoring;
    private long scoringOne;

    /**
     * What is scored.
     *
     * @param sequences from the first, each time anew
     * @param count how many; −1 if only reading them all would tell
     */
    record Texts(Supplier<Iterator<TokenSequence>> sequences, int count) {
        /** How many of some range there are; −1 if only reading them all would tell. */
        int count(Shard.Range of) {
            return count < 0 ? -1 : Math.min(count, of.to()) - of.from();
        }

        boolean isAll(Shard.Range of) {
            return of.from() == 0 && of.to() >= count;
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
        try (Ready ready = ready()) {
            ready.score(Shard.Range.ALL, sink, most);
            return ready.passes();
        }
    }

    /** Cuts the model; all else that is made once is made with the first part that is scored. */
    Ready ready() {
        started = System.nanoTime();
        progress.phase("measuring what arithmetic alone does", 0);
        SequenceBatch firstBatch = firstBatch();
        List<SequenceAlone> whole;
        try (HostCut uncut = HostCut.ofOne(prepared.model(), setting)) {
            whole = SequenceAlone.of(uncut, firstBatch, setting.logits());
        }
        List<Site> sites =
                prepared.measured().sites().stream().map(SiteMeasures::site).toList();
        return new Ready(HostCut.of(prepared.model(), sites, setting), whole, firstBatch);
    }

    /** The cut model, which scores the run or parts of it, one behind the other. */
    final class Ready implements AutoCloseable {
        private final HostCut cut;
        private final List<SequenceAlone> whole;
        private final SequenceBatch firstBatch;
        private @Nullable Calibrated calibrated;

        private Ready(HostCut cut, List<SequenceAlone> whole, SequenceBatch firstBatch) {
            this.cut = cut;
            this.whole = whole;
            this.firstBatch = firstBatch;
        }

        /**
         * Scores some sequences.
         *
         * @param range which
         */
        void score(Shard.Range range, RunSink sink) {
            score(range, sink, Integer.MAX_VALUE);
        }

        private void score(Shard.Range range, RunSink sink, int most) {
            scoredPositions = 0;
            nonfinitePositions = 0;
            int earlier = earlier(sink);
            Calibrated once = calibrated(earlier == 0);
            announce(range, earlier);
            BatchRun batches = new BatchRun(prepared, cut, plan.seed(), progress, broken);
            boolean first = true;
            long scoring = System.nanoTime();
            beforeScoring = scoring - started;
            Iterator<SequenceBatch> all = new Batches(range.from() + earlier, range.to());
            boolean enough = looks.stream().anyMatch(each -> each <= earlier && sink.isEnough(each));
            for (int done = 0; done < most && all.hasNext() && !enough; done++, first = false) {
                List<SequenceRecord> records = new ArrayList<>();
                for (SequenceBatch batch : window(all)) {
                    Mask mask = setting.rule().of(batch.tokens());
                    OriginalRun original = prepared.scoring().original(cut.run(batch.tokens()), batch, mask);
                    ScoringBatch toScore = ScoringBatch.of(original, mask);
                    if (first && earlier == 0 && records.isEmpty()) {
                        records.addAll(once.look(toScore, batches));
                        sink.describe(Description.of(plan, prepared, once.arithmetic(), warnings.sentences()));
                    } else {
                        records.addAll(batches.runBatch(toScore));
                    }
                }
                records.sort(Comparator.comparingInt(SequenceRecord::index));
                scoringOne = first ? System.nanoTime() - scoring : scoringOne;
                enough = handOver(records, sink);
                sink.batchTaken();
                soFar.sentence().ifPresent(progress::found);
            }
            if (scoredPositions == 0 && texts.isAll(range)) {
                throw new UserError(
                        plan.file().getFileName() + ": no position was scored: every one is special, skipped"
                                + " (positions), not finite or the last of its sequence");
            }
        }

        /** @param described whether what is scored next begins with a description */
        private Calibrated calibrated(boolean described) {
            Calibrated once = calibrated;
            if (once == null) {
                cut.decide(firstBatch, whole, new Batches(), setting.logits())
                        .ifPresent(why -> warnings.add("the original: " + why));
                RunDescription.@Nullable Arithmetic arithmetic = described ? arithmetic() : null;
                AloneModels models = AloneModels.decide(prepared.arms(), Batches::new);
                FirstLook look = FirstLook.before(prepared.arms());
                new Calibration(plan.seed(), prepared, progress).run(cut);
                prepared = Pilot.decided(prepared, new Batches(), cut, plan.seed(), progress);
                once = new Calibrated(arithmetic, models, look);
            } else if (described && once.arithmetic == null) {
                once.arithmetic = arithmetic();
            }
            calibrated = once;
            return once;
        }

        private RunDescription.Arithmetic arithmetic() {
            return new NumericFloor(whole, firstBatch).measure(plan, cut, prepared);
        }

        /** How the original runs. */
        String passes() {
            return cut.passes();
        }

        @Override
        public void close() {
            cut.close();
        }
    }

    /** What is made once, and what the first batch is looked at for. */
    private final class Calibrated {
        private RunDescription.@Nullable Arithmetic arithmetic;
        private final AloneModels models;
        private final FirstLook look;
        private boolean looked;

        Calibrated(RunDescription.@Nullable Arithmetic arithmetic, AloneModels models, FirstLook look) {
            this.arithmetic = arithmetic;
            this.models = models;
            this.look = look;
        }

        RunDescription.Arithmetic arithmetic() {
            return Objects.requireNonNull(arithmetic, "measured before a part that is described");
        }

        /** The first batch of a part; that of the first part is looked at besides. */
        List<SequenceRecord> look(ScoringBatch first, BatchRun batches) {
            if (looked) {
                return batches.runBatch(first);
            }
            looked = true;
            AttentionSink.find(setting.sites(), first).ifPresent(warnings::add);
            List<SequenceRecord> records = batches.runBatch(first);
            look.after(warnings);
            models.tell(prepared, first, warnings);
            return records;
        }
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

    /** The next sequences that make batches among themselves: one batch as it comes, or some of them by length. */
    private List<SequenceBatch> window(Iterator<SequenceBatch> all) {
        if (!setting.buckets()) {
            return List.of(all.next());
        }
        List<SequenceBatch> window = new ArrayList<>();
        for (int read = 0;
                read < setting.window() && all.hasNext();
                read += setting.shape().sequences()) {
            window.add(all.next());
        }
        return SequenceBatch.byLength(window);
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
    private void announce(Shard.Range range, int earlier) {
        int replacements = prepared.measured().layout().arms().stream()
                .mapToInt(arm -> arm.draws().passes())
                .sum();
        long tokens = (long) Math.max(0, texts.count(range) - earlier)
                * setting.shape().length();
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
        progress.recorded();
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
