package org.noisefloor.core.summary;

import java.util.List;
import java.util.function.Function;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.Table.Rows;

/**
 * Takes the sequences for some errors from draws, of the same sums.
 *
 * @param rows what a sequence adds
 */
record DrawErrors(List<DrawError> errors, Function<SequenceRecord, Rows> rows) implements Summing {
    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public void take(Chunk chunk) {
        List<Rows> all = chunk.records().stream().map(rows).toList();
        errors.parallelStream().forEach(error -> all.forEach(error::add));
    }
}
