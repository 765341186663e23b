package org.noisefloor.core.summary;

/** Something that is summed up of a run's records, some of them after the other. */
interface Summing {
    /** Bytes that it holds meanwhile. */
    long bytes();

    /** Takes the next records. */
    void take(Chunk chunk);

    /** All records were taken: what is made of the sums takes their place. */
    default void end() {}
}
