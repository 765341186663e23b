package org.noisefloor.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file by which executors see that the folder of the shards is the driver's. */
record Meeting(Path file) implements AutoCloseable {

    static Path of(Path shards, Job job) {
        return shards.resolve(".of-" + job.digest().substring(0, 16) + "-"
                + Integer.toHexString(job.origins().hashCode()));
    }

    static Meeting in(Path shards, Job job) {
        try {
            Files.createDirectories(shards);
            Path file = of(shards, job);
            Files.writeString(file, "");
            return new Meeting(file);
        } catch (IOException unwritable) {
            throw Refusal.ofInput("the folder of the shards, " + shards + ", cannot be written (" + unwritable + ")");
        }
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
