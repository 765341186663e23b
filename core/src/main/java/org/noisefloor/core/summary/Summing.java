package org.noisefloor.core.summary;

import java.util.stream.Stream;

/** Something that is summed up of a run's records, some of them after the other. */
interface Summing {
    /** Bytes that it holds meanwhile. */
    long bytes();

    /** Whose choices it asks each {@linkplain Chunk#times chunk} for. */
    default Stream<Resampling> resamplings() {
        return Stream.of();
    }

    /** Takes the next records. */
    void take(Chunk chunk);

    /** All records were taken: what is made of the sums takes their place. */
    default void end() {}
}
