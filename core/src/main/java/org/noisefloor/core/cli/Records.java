package org.noisefloor.core.cli;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.record.RecordStore;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.report.RunFolder;
import org.noisefloor.core.report.TokensSeen;
import org.noisefloor.core.report.UnfinishedRun;
import org.noisefloor.core.run.PreparedRun;
import org.noisefloor.core.run.Progress;
import org.noisefloor.core.run.RunSink;
import org.noisefloor.core.summary.Sureness;
import org.noisefloor.files.text.PlainNumbers;
import org.noisefloor.files.words.SurenessWords;

/**
 * Puts the records of a run on disk as they come, and gives those that an interrupted run left. After the first it is known how many bytes
 * all of them take, and whether there is room.
 */
final class Records implements RunSink, AutoCloseable {
    private final RunFolder folder;
    private final TokensSeen tokens;
    private final OptionalInt sequences;
    private final int window;
    private final FigureCatalogue figures;
    private final Supplier<Map<String, Object>> sources;
    private final Progress progress;
    private final @Nullable UnfinishedRun unfinished;
    private Map<String, Object> origins = Map.of();
    private List<Map<String, Object>> resumed = List.of();
    private RecordStore.@Nullable Writer store;
    private boolean told;

    /**
     * @param sequences how many records will come; empty if that is not known
     * @param sources what the run is made from; asked once its model is open
     * @throws org.noisefloor.api.UserError if the run that it goes on with had another config
     */
    Records(
            RunFolder folder,
            TokensSeen tokens,
            PreparedRun run,
            OptionalInt sequences,
            Supplier<Map<String, Object>> sources,
            Progress progress) {
        this.folder = folder;
        this.tokens = tokens;
        this.sequences = sequences;
        this.window = run.window();
        this.figures = run.figures();
        this.sources = sources;
        this.progress = progress;
        this.unfinished = folder.resumes() ? UnfinishedRun.in(folder) : null;
        if (unfinished != null) {
            unfinished.requireConfig(run.config());
        }
    }

    @Override
    public void earlier(Consumer<SequenceRecord> each) {
        origins = sources.get();
        if (unfinished == null) {
            return;
        }
        unfinished.requireOrigins(origins);
        int whole = unfinished.whole(window, sequences);
        if (whole > 0) {
            store = unfinished.goOn(whole, record -> {
                tokens.take(record);
                each.accept(record);
            });
            resumed = unfinished.resumed(origins, whole);
            progress.note("going on behind the " + whole + " sequences whose records are there");
        }
    }

    @Override
    public void describe(RunDescription run) {
        UnfinishedRun.begin(folder, origins);
        store = RecordStore.create(folder.path().resolve(RunFolder.RECORDS), run);
    }

    @Override
    public void take(SequenceRecord record) {
        RecordStore.Writer records = Objects.requireNonNull(store, "a run describes itself before its first record");
        try {
            records.append(record);
        } finally {
            long bytes = records.expected(sequences.orElse(records.records()));
            folder.expect("its records take " + (sequences.isPresent() ? "about " : "more than ")
                    + PlainNumbers.bytes(bytes));
            if (!told) {
                told = true;
                RunFolder.tooLarge(folder.path(), bytes).ifPresent(progress::warn);
            }
        }
        tokens.take(record);
    }

    @Override
    public boolean isEnough(int sequences) {
        RecordStore.Source content = RecordStore.open(folder.path().resolve(RunFolder.RECORDS));
        RunReport.Until sure =
                Sureness.after(content.run(), figures, content.records().first(sequences));
        progress.note(SurenessWords.ofLook(sure, sequences));
        return sure.reached();
    }

    @Override
    public void batchTaken() {
        Objects.requireNonNull(store).force();
        folder.keep();
    }

    /** What the run is made from, as it was when it began. */
    Map<String, Object> origins() {
        return origins;
    }

    /** When and where the run went on after it was interrupted. */
    List<Map<String, Object>> resumed() {
        return resumed;
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}
