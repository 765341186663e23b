package org.noisefloor.core.run;

import java.util.function.Consumer;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;

/** Takes what a run gives. */
public interface RunSink {

    /**
     * The records of the same run that are there already, since it was interrupted: from the first sequence on, in whole windows of batches. Asked for
     * once, when all is open and nothing computed.
     *
     * @param each takes them in order; the run goes on behind the last
     */
    default void earlier(Consumer<SequenceRecord> each) {}

    /** What the records will mean. Called once, before the first of them, and not if some are there: nothing of it changes afterwards. */
    void describe(RunDescription run);

    /** A sequence's record, as soon as it is complete; in order of index. */
    void take(SequenceRecord record);

    /**
     * Asked after as many records as {@code until} looks at: whether they are enough, and no more are to come. The same for the same records.
     *
     * @param sequences how many have been taken
     */
    default boolean isEnough(int sequences) {
        return false;
    }

    /** The records of a batch, or of all batches that were sorted by length together, have been taken: what is lost from now on is that of later ones. */
    default void batchTaken() {}
}
