package org.noisefloor.core.summary;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.noisefloor.core.record.SequenceRecord;

/**
 * Some records, one behind the other.
 *
 * @param from the place of the first among all
 * @param times how often each of them counts: [resample][record], as numbers without a sign
 */
record Chunk(int from, List<SequenceRecord> records, Map<Resampling, byte[][]> times) {

    /** @param drawn the resamplings that are asked for */
    static Chunk of(int from, List<SequenceRecord> records, List<Resampling> drawn) {
        Map<Resampling, byte[][]> times = new HashMap<>();
        drawn.forEach(each -> times.put(each, each.times(from, from + records.size())));
        return new Chunk(from, records, times);
    }

    /** How often each of them counts: [resample][record]. */
    byte[][] times(Resampling resampling) {
        return Objects.requireNonNull(times.get(resampling), "nobody said that these resamples are asked for");
    }

    /** Whether a record is drawn whenever the one before it is, and as often. */
    boolean isDrawnWithLast(Resampling resampling, int record) {
        return resampling.isDrawnWithLast(from + record);
    }
}
