package org.noisefloor.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.Scorer;
import org.noisefloor.plugin.kl.Hellinger;
import org.noisefloor.plugin.kl.JensenShannon;
import org.noisefloor.plugin.kl.Kl;
import org.noisefloor.plugin.kl.KlOptions;
import org.noisefloor.plugin.kl.KlReverse;
import org.noisefloor.plugin.kl.KlSplit;
import org.noisefloor.plugin.kl.LogitL2;
import org.noisefloor.plugin.kl.LogprobL2;
import org.noisefloor.plugin.kl.Renyi;
import org.noisefloor.plugin.kl.RenyiOptions;
import org.noisefloor.plugin.kl.Tail;
import org.noisefloor.plugin.kl.TailOptions;
import org.noisefloor.plugin.kl.TopkOverlap;
import org.noisefloor.plugin.kl.TopkOverlapOptions;
import org.noisefloor.plugin.kl.TotalVariation;
import org.noisefloor.testkit.TestContext;
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
 * One position pair, cold: each call takes the next of so many pairs that the caches have forgotten it. The floor is reading
 * both vectors once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 5,
        jvmArgs = {"--add-modules", "jdk.incubator.vector", "-XX:Tier3DelayOn=100000", "-Xmx1g"})
@Warmup(iterations = 12, time = 1)
@Measurement(iterations = 3, time = 1)
public class DivergencesBenchmark {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final long BYTES = 128L << 20; // several times the last cache
    private static final int DISTINCT = 8;
    private static final TestContext CONTEXT = TestContext.ofWidth(1);

    @Param({"2048", "49152", "256000"})
    public int vocabulary;

    private List<Pair> pairs = List.of();
    private int next;
    private Position position = new Position(Pair.random(2, new Random(0)));
    private List<Scorer> klAlone = List.of();
    private List<Scorer> kl = List.of();
    private List<Scorer> sums = List.of();
    private List<Scorer> all = List.of();
    private double[] out = {};

    @Setup
    public void create() {
        Random random = new Random(1);
        pairs = new ArrayList<>();
        for (long bytes = 0; bytes < BYTES; bytes += 2L * Float.BYTES * vocabulary) {
            pairs.add(
                    pairs.size() < DISTINCT
                            ? Pair.random(vocabulary, random)
                            : pairs.get(pairs.size() - DISTINCT).copy());
        }
        position = new Position(pairs.get(0));
        TailOptions tail = new TailOptions(1e-4);
        Metric ofKl = new Kl().create(new KlOptions(1e-4, true), CONTEXT);
        List<Metric> ofSums = List.of(
                ofKl,
                new KlReverse().create(tail, CONTEXT),
                new JensenShannon().create(tail, CONTEXT),
                new TotalVariation().create(tail, CONTEXT),
                new Hellinger().create(tail, CONTEXT),
                new LogprobL2().create(tail, CONTEXT),
                new LogitL2().create(tail, CONTEXT),
                new Tail().create(tail, CONTEXT));
        List<Metric> ofAll = Stream.concat(
                        ofSums.stream(),
                        Stream.of(
                                new KlSplit().create(new NoOptions(), CONTEXT),
                                new Renyi()
                                        .create(new RenyiOptions(List.of(0.5, 2.0, Double.POSITIVE_INFINITY)), CONTEXT),
                                new TopkOverlap().create(new TopkOverlapOptions(10), CONTEXT)))
                .toList();
        klAlone = scorers(List.of(new Kl().create(new KlOptions(1e-4, false), CONTEXT)));
        kl = scorers(List.of(ofKl));
        sums = scorers(ofSums);
        all = scorers(ofAll);
        out = new double
                [ofAll.stream()
                        .flatMap(metric -> metric.columns().stream())
                        .mapToInt(Column::width)
                        .sum()];
    }

    private static List<Scorer> scorers(List<Metric> metrics) {
        return metrics.stream().map(Metric::scorer).toList();
    }

    private Pair next() {
        next = next + 1 == pairs.size() ? 0 : next + 1;
        return pairs.get(next);
    }

    @Benchmark
    public float reading() {
        Pair pair = next();
        FloatVector sum = FloatVector.zero(FLOATS);
        for (int v = 0; v < vocabulary; v += FLOATS.length()) {
            sum = sum.add(FloatVector.fromArray(FLOATS, pair.original(), v)
                    .add(FloatVector.fromArray(FLOATS, pair.spliced(), v)));
        }
        return sum.reduceLanes(VectorOperators.ADD);
    }

    /** The one number. */
    @Benchmark
    public double[] klAlone() {
        return score(klAlone);
    }

    /** KL with its tail. */
    @Benchmark
    public double[] kl() {
        return score(kl);
    }

    /** Every divergence that is a sum over tokens, by decade, with the rulers. */
    @Benchmark
    public double[] everySum() {
        return score(sums);
    }

    /** And the split at two tokens, three Rényi orders and the top ten. */
    @Benchmark
    public double[] allMetrics() {
        return score(all);
    }

    private double[] score(List<Scorer> scorers) {
        position.moveTo(next());
        for (Scorer scorer : scorers) {
            scorer.score(position, out);
        }
        return out;
    }
}
