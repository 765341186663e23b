package org.noisefloor.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** The driver: {@code spark-submit … noisefloor-spark.jar run my.yaml}. */
public final class Main {
    private static final int BROKEN = 1;
    private static final String GROUP = "noisefloor";

    private final Installed installed;
    private final Job job;
    private final AtomicReference<@Nullable Refusal> refused = new AtomicReference<>();
    private Shard.@Nullable Done first;

    private Main(Installed installed, Job job) {
        this.installed = installed;
        this.job = job;
    }

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        try {
            Settings.requireJava(Runtime.version().feature());
            SparkConf conf = Settings.of(arguments);
            Installed installed = Installed.in(Settings.home(conf));
            Job job = installed.bridge().prepare(arguments, Settings.threads(conf));
            Main main = new Main(installed, job);
            main.compute(conf);
            return installed.bridge().merge(job);
        } catch (Refusal refusal) {
            refusal.sentences().forEach(each -> System.err.println((refusal.exitCode() == 0 ? "" : "error: ") + each));
            return refusal.exitCode();
        }
    }

    @SuppressWarnings("try") // the meeting is a file, which is there meanwhile
    private void compute(SparkConf conf) {
        Path shards = Path.of(job.shards());
        conf.setIfMissing("spark.app.name", "noisefloor " + job.config());
        try (Meeting meeting = Meeting.in(shards, job);
                JavaSparkContext spark = new JavaSparkContext(conf)) {
            LongAccumulator recorded = spark.sc().longAccumulator("sequences");
            Watch watch = new Watch(installed.bridge(), job.sequences(), recorded.id(), this::refuse, spark);
            spark.sc().addSparkListener(watch);
            spark.setJobGroup(GROUP, job.of() + " shards of " + job.sequences() + " sequences of " + job.config());
            spark.setCallSite("scoring " + job.config());
            installed
                    .bridge()
                    .begin("scoring " + job.sequences() + " sequences in " + job.of() + " shards", job.sequences());
            List<Integer> numbers = IntStream.rangeClosed(1, job.of()).boxed().toList();
            spark.sc()
                    .runJob(
                            spark.parallelize(numbers, job.of())
                                    .setName("shards")
                                    .rdd(),
                            new Shard(job, Settings.executorHome(conf), installed.digest(), recorded),
                            new AbstractFunction2<Object, Shard.Done, BoxedUnit>() {
                                @Override
                                public BoxedUnit apply(Object partition, Shard.Done done) {
                                    take(done, shards, spark);
                                    return BoxedUnit.UNIT;
                                }
                            },
                            ClassTag$.MODULE$.apply(Shard.Done.class));
        } catch (Exception failed) {
            throw told(failed);
        }
        Refusal wrong = refused.get();
        if (wrong != null) {
            throw wrong;
        }
    }

    private Refusal told(Exception failed) {
        Refusal wrong = refused.get();
        if (wrong != null) {
            return wrong;
        }
        if (failed instanceof Refusal refusal) {
            return refusal;
        }
        String why = String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
        if (!(failed instanceof SparkException)) {
            failed.printStackTrace();
        }
        return new Refusal(
                BROKEN,
                List.of("Spark gave up: " + why + "; the same command with --resume goes on with the shards in "
                        + job.shards()));
    }

    /** On Spark's own thread, one shard at a time. */
    private void take(Shard.Done done, Path shards, JavaSparkContext spark) {
        if (!done.refused().isEmpty()) {
            refuse(new Refusal(done.exitCode(), done.refused()), spark);
            return;
        }
        Shard.Done other = first == null ? done : first;
        first = other;
        if (!job.anyProcessor() && !other.processor().equals(done.processor())) {
            refuse(
                    Refusal.ofInput("executors have processors of different kinds, on which engines may differ in last"
                            + " digits (" + other.machine() + ": " + other.processor() + "; " + done.machine() + ": "
                            + done.processor() + "); choose machines of one kind, or give --any-processor"),
                    spark);
            return;
        }
        try {
            receive(done, shards);
        } catch (IOException failed) {
            refuse(
                    Refusal.ofInput("shard " + done.number() + " cannot be written to " + shards + " (" + failed + ")"),
                    spark);
        }
    }

    private void receive(Shard.Done done, Path shards) throws IOException {
        if (done.files().isEmpty()) {
            return;
        }
        Path arriving = Files.createDirectories(shards.resolve(".arriving-" + done.number()));
        for (var each : done.files().entrySet()) {
            Files.write(arriving.resolve(each.getKey()), each.getValue());
        }
        Files.move(arriving, Job.folder(shards, done.number(), job.of()));
    }

    private void refuse(Refusal refusal, JavaSparkContext spark) {
        refused.compareAndSet(null, refusal);
        spark.sc().cancelJobGroup(GROUP);
    }
}
