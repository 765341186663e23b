package org.noisefloor.core.record;

import java.util.List;
import java.util.function.Consumer;

/** The records of a run by sequence index, as often as they are asked for: there may be far more of them than memory holds. */
public interface RecordSource {
    /** Bytes of numbers that are held of a store, about, or of what is read of one at a time. */
    long MOST_HELD = 64L << 20;

    /** Gives all records, one after the other, without what no figure is made from. */
    void each(Consumer<SequenceRecord> take);

    /** The same without sums and single positions, which is much quicker where the records are on disk. */
    void heads(Consumer<SequenceRecord> take);

    /** The first so many alone. */
    default RecordSource first(int count) {
        RecordSource all = this;
        return new RecordSource() {
            @Override
            public void each(Consumer<SequenceRecord> take) {
                all.each(few(take));
            }

            @Override
            public void heads(Consumer<SequenceRecord> take) {
                all.heads(few(take));
            }

            private Consumer<SequenceRecord> few(Consumer<SequenceRecord> take) {
                int[] taken = {0};
                return record -> {
                    if (taken[0]++ < count) {
                        take.accept(record);
                    }
                };
            }
        };
    }

    /** Records that are in memory, by sequence index. */
    static RecordSource of(List<SequenceRecord> records) {
        return new RecordSource() {
            @Override
            public void each(Consumer<SequenceRecord> take) {
                records.forEach(take);
            }

            @Override
            public void heads(Consumer<SequenceRecord> take) {
                records.forEach(take);
            }
        };
    }
}
