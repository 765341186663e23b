package org.noisefloor.core.summary;

import java.util.IdentityHashMap;
import java.util.List;
import org.noisefloor.core.record.SequenceRecord;

/** Some records, one behind the other. */
final class Chunk {
    private final int from;
    private final List<SequenceRecord> records;
    private final IdentityHashMap<Resampling, byte[][]> times = new IdentityHashMap<>();

    /** @param from the place of the first among all */
    Chunk(int from, List<SequenceRecord> records) {
        this.from = from;
        this.records = records;
    }

    List<SequenceRecord> records() {
        return records;
    }

    /** How often each of them counts: [resample][record], as numbers without a sign. */
    byte[][] times(Resampling resampling) {
        return times.computeIfAbsent(resampling, of -> of.times(from, from + records.size()));
    }
}
