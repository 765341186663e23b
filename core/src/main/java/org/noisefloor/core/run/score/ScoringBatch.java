package org.noisefloor.core.run.score;

import java.util.BitSet;
import java.util.function.IntPredicate;
import org.noisefloor.core.run.batch.Mask;
import org.noisefloor.core.run.batch.SequenceBatch;

/** What all arms of a batch are scored against: the original, and the positions that count. */
public record ScoringBatch(OriginalRun original, Mask mask) {

    /** The original with those of its rows left out that are not finite. */
    public static ScoringBatch of(OriginalRun original, Mask mask) {
        return new ScoringBatch(original, mask.without(original.notFinite()));
    }

    /** The same with further rows left out; this one if there are none. */
    public ScoringBatch without(BitSet rows) {
        return rows.isEmpty() ? this : new ScoringBatch(original, mask.without(rows));
    }

    /** The same with nothing measured in other sequences; this one if there are none. */
    public ScoringBatch ofSequences(IntPredicate some) {
        BitSet others = new BitSet();
        int length = sequences().shape().length();
        for (int s = 0; s < sequences().count(); s++) {
            others.set(s * length, (s + 1) * length, !some.test(s));
        }
        return others.isEmpty()
                ? this
                : new ScoringBatch(original, mask.without(others).measuredOnly());
    }

    /** Whether any position is measured. */
    public boolean isMeasured() {
        return mask.measured(0, sequences().shape().rows()) > 0;
    }

    public SequenceBatch sequences() {
        return original.batch();
    }

    /** The scored rows of a sequence, ascending. */
    public int[] scoredRows(int sequence) {
        int from = sequences().start(sequence);
        return mask.scoredRows(from, from + sequences().shape().length());
    }
}
