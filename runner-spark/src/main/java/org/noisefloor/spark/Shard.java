package org.noisefloor.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.util.LongAccumulator;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** A task: computes one shard, in the folder of the shards if this executor sees that, else beside, for its files to be sent. */
final class Shard extends AbstractFunction2<TaskContext, Iterator<Integer>, Shard.Done> implements Serializable {
    private static final long serialVersionUID = 1;

    private final Job job;
    private final String home;
    private final String distribution;
    private final LongAccumulator recorded;

    /**
     * @param home the distribution's folder at executors, perhaps relative to where they work
     * @param distribution digest of the driver's own
     */
    Shard(Job job, String home, String distribution, LongAccumulator recorded) {
        this.job = job;
        this.home = home;
        this.distribution = distribution;
        this.recorded = recorded;
    }

    /**
     * What came of a shard.
     *
     * @param refused what is wrong, if something is that another attempt would not mend
     * @param files of the shard by name, if they have to be sent
     */
    record Done(
            int number, String machine, String processor, int exitCode, List<String> refused, Map<String, byte[]> files)
            implements Serializable {
        private static final long serialVersionUID = 1;
    }

    @Override
    public Done apply(TaskContext task, Iterator<Integer> numbers) {
        int number = numbers.next();
        try {
            return done(number, 0, List.of(), computed(number));
        } catch (Refusal refused) {
            return done(number, refused.exitCode(), refused.sentences(), Map.of());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Done done(int number, int exitCode, List<String> refused, Map<String, byte[]> files) {
        return new Done(number, Machine.name(), Machine.processor(), exitCode, refused, files);
    }

    private Map<String, byte[]> computed(int number) throws IOException {
        Installed here = Installed.in(Path.of(home).toAbsolutePath().normalize());
        if (!here.digest().equals(distribution)) {
            throw Refusal.ofInput("the distribution in " + here.home() + " on " + Machine.name()
                    + " is another than the driver's; all machines need the same");
        }
        here.bridge().open(job);
        Runnable counts = () -> recorded.add(1);
        Path shards = Path.of(job.shards());
        if (Files.exists(Meeting.of(shards, job))) {
            here.bridge().compute(job, number, Job.folder(shards, number, job.of()), counts);
            return Map.of();
        }
        Path own = Files.createTempDirectory("noisefloor-shard");
        try {
            Path folder = Job.folder(own, number, job.of());
            here.bridge().compute(job, number, folder, counts);
            return contents(folder);
        } finally {
            delete(own);
        }
    }

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                contents.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
