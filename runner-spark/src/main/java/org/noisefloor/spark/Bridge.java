package org.noisefloor.spark;

import java.nio.file.Path;
import java.util.List;

/**
 * What Spark's side asks of a distribution. Nothing but the JDK's types and those of this package go over, so that libraries which both have
 * (Jackson, SLF4J) may be of any version on either side.
 */
public interface Bridge {

    /**
     * Reads the arguments behind {@code spark-submit … noisefloor-spark.jar}, and opens and checks all that they name.
     *
     * @param threads of the engine
     * @throws Refusal with all that is wrong
     */
    Job prepare(List<String> arguments, int threads);

    /** A number of sequences begins, on the console. */
    void begin(String phase, int sequences);

    /** So many more of them are done. */
    void advance(int sequences);

    /** Tells something beside, in the way of a note. */
    void note(String sentence);

    /**
     * Opens the run where it is computed; once in a process, later calls do nothing.
     *
     * @throws Refusal if what it is made from is not there, or is something else than where it was prepared
     */
    void open(Job job);

    /**
     * Computes a shard, or what is missing of it, in a folder.
     *
     * @param number from 1
     * @param recorded hears of each sequence that has its record
     */
    void compute(Job job, int number, Path folder, Runnable recorded);

    /**
     * Puts the shards together.
     *
     * @return the exit code
     */
    int merge(Job job);
}
