package org.noisefloor.core.cli;

import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.record.RecordStore;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.report.RunFolder;
import org.noisefloor.core.report.TokensSeen;
import org.noisefloor.core.run.Progress;
import org.noisefloor.core.run.RunSink;
import org.noisefloor.files.text.PlainNumbers;

/** Puts the records of a run on disk as they come. After the first it is known how many bytes all of them take, and whether there is room. */
final class Records implements RunSink, AutoCloseable {
    private final RunFolder folder;
    private final TokensSeen tokens;
    private final OptionalInt sequences;
    private final Progress progress;
    private RecordStore.@Nullable Writer store;

    /** @param sequences how many records will come; empty if that is not known */
    Records(RunFolder folder, TokensSeen tokens, OptionalInt sequences, Progress progress) {
        this.folder = folder;
        this.tokens = tokens;
        this.sequences = sequences;
        this.progress = progress;
    }

    @Override
    public void describe(RunDescription run) {
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
            if (records.records() == 1) {
                RunFolder.tooLarge(folder.path(), bytes).ifPresent(progress::warn);
            }
        }
        tokens.take(record);
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}
