package org.noisefloor.core.run.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the host computes of a spliced logit vector before any metric sees it, cold: the most probable token and the log partition. In the
 * host's package, whose classes it measures.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 5,
        jvmArgs = {"--add-modules", "jdk.incubator.vector", "-XX:Tier3DelayOn=100000", "-Xmx1g"})
@Warmup(iterations = 12, time = 1)
@Measurement(iterations = 3, time = 1)
public class HostBenchmark {
    private static final long BYTES = 128L << 20; // several times the last cache
    private static final double SPREAD = 3;

    @Param({"2048", "49152", "256000"})
    public int vocabulary;

    private final List<float[]> vectors = new ArrayList<>();
    private int next;
    private LogitScan scan = new LogitScan(1);

    @Setup
    public void create() {
        Random random = new Random(1);
        scan = new LogitScan(vocabulary);
        float[] logits = new float[vocabulary];
        for (int v = 0; v < vocabulary; v++) {
            logits[v] = (float) (SPREAD * random.nextGaussian());
        }
        for (long bytes = 0; bytes < BYTES; bytes += (long) Float.BYTES * vocabulary) {
            vectors.add(logits.clone());
        }
    }

    @Benchmark
    public double host() {
        next = next + 1 == vectors.size() ? 0 : next + 1;
        float[] logits = vectors.get(next);
        scan.read(logits);
        return scan.logPartition() + scan.top1();
    }
}
