package org.noisefloor.core.summary;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.noisefloor.core.record.RecordSource;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;

/**
 * Reads the records of a run as often as it takes to sum up all that is asked for without holding more than some memory. Each sum takes
 * the records in their order, and sums go on beside each other.
 */
final class Readings {
    /** Bytes of records that are taken at a time, about, and their number at most: enough for threads to be worth it. */
    private static final long CHUNK = 8L << 20;

    private static final int LONGEST = 64;

    private final RecordSource records;
    private final long room;
    private final int size;

    Readings(RecordSource records, RunDescription run, long room) {
        this.records = records;
        this.room = room;
        long each = Math.max(1, run.layout().bytes(run.shape().length()));
        this.size = (int) Math.max(1, Math.min(LONGEST, CHUNK / each));
    }

    void sum(List<? extends Summing> sums) {
        Deque<Summing> waiting = new ArrayDeque<>(sums);
        while (!waiting.isEmpty()) {
            List<Summing> now = new ArrayList<>();
            long held = 0;
            while (!waiting.isEmpty()
                    && (now.isEmpty() || held + waiting.getFirst().bytes() <= room)) {
                held += waiting.getFirst().bytes();
                now.add(waiting.removeFirst());
            }
            read(now);
        }
    }

    private void read(List<Summing> sums) {
        List<SequenceRecord> next = new ArrayList<>();
        List<Resampling> drawn =
                sums.stream().flatMap(Summing::resamplings).distinct().toList();
        int[] taken = {0};
        Runnable hand = () -> {
            Chunk chunk = Chunk.of(taken[0], List.copyOf(next), drawn);
            sums.parallelStream().forEach(each -> each.take(chunk));
            taken[0] += next.size();
            next.clear();
        };
        records.each(record -> {
            next.add(record);
            if (next.size() == size) {
                hand.run();
            }
        });
        if (!next.isEmpty()) {
            hand.run();
        }
        sums.parallelStream().forEach(Summing::end);
    }
}
