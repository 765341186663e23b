package org.noisefloor.core.run;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.corpus.SequenceSource;
import org.noisefloor.core.corpus.TokenSequence;
import org.noisefloor.core.record.RecordStore;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;

/**
 * What a run will take, by its first batch (with {@code run.buckets}, its first window of them), which goes as it would in the run: calibration before it, then all arms with all draws. Nothing
 * is written.
 *
 * @param sequences how many will be scored
 * @param seconds until all are; a JVM gets faster with time, so a short run takes less
 * @param records bytes of the records on disk
 * @param numbers bytes of the numbers of one record in memory
 * @param described what the records of the batch mean
 * @param first the records of the batch
 */
public record Rehearsal(
        int sequences,
        double seconds,
        long records,
        long numbers,
        RunDescription described,
        List<SequenceRecord> first) {

    /** Nanoseconds before the first window is scored, and for it. */
    record Pace(long before, long window) {}

    /** Measures the records of a batch. */
    private static final class Measure implements RunSink {
        private final List<SequenceRecord> records = new ArrayList<>();
        private @Nullable RunDescription described;
        private RecordStore.@Nullable Writer store;
        private long positions;

        @Override
        public void describe(RunDescription run) {
            described = run;
            store = RecordStore.measuring(run);
        }

        @Override
        public void take(SequenceRecord record) {
            records.add(record);
            if (store != null) {
                store.append(record);
                positions = Math.max(positions, record.scored());
            }
        }
    }

    /** @param window sequences that make batches among themselves */
    static Rehearsal of(RunLoop loop, SequenceSource source, int window) {
        Measure measure = new Measure();
        Pace pace = loop.rehearse(measure);
        int sequences = source.size() >= 0 ? source.size() : count(source.scored());
        int windows = (sequences + window - 1) / window;
        return new Rehearsal(
                sequences,
                (pace.before() + (double) windows * pace.window()) / 1e9,
                measure.store == null ? 0 : measure.store.expected(sequences),
                loop.prepared().measured().layout().bytes(Math.toIntExact(measure.positions)),
                Objects.requireNonNull(measure.described),
                List.copyOf(measure.records));
    }

    static int count(Iterator<TokenSequence> sequences) {
        int count = 0;
        for (; sequences.hasNext(); sequences.next()) {
            count++;
        }
        return count;
    }
}
