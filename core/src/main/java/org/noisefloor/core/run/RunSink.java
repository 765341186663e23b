package org.noisefloor.core.run;

import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;

/** Takes what a run gives. */
public interface RunSink {

    /** What the records will mean. Called once, before the first of them: nothing of it changes afterwards. */
    void describe(RunDescription run);

    /** A sequence's record, as soon as it is complete; in order of index. */
    void take(SequenceRecord record);
}
