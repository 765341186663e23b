package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.report.ArmReport.Sinks;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.LargeNorms;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.Table.Rows;

/**
 * The figures of an intervention's activations without attention sinks: the positions whose norm is more than ten times the
 * median over the run's intervened positions. One of them decides a variance.
 */
final class SinkSummary {
    private static final double FACTOR = 10;

    private final int arm;
    private final RunData data;
    private final Norms norms = new Norms();
    private long sinks;
    private double median;
    /** Whether single values of all sinks were kept. */
    private boolean kept = true;

    private @Nullable ArmSamples without;

    SinkSummary(int arm, RunData data) {
        this.arm = arm;
        this.data = data;
    }

    /** What is summed up first: it takes all norms to know which of them are large. */
    Summing first() {
        return norms;
    }

    /** What is summed up once that is done: the run without its sinks, if it has some. */
    Stream<Summing> second() {
        if (sinks == 0) {
            return Stream.of();
        }
        without = ArmSamples.ofIntervened(
                arm,
                data,
                record -> rows(record, draw -> draw.intervened().sums(), LargeNorms::intervened),
                record -> rows(record, draw -> draw.intervened().observed(), LargeNorms::observed));
        return Stream.concat(Stream.of(new Kept()), without.first());
    }

    /** Null if no metric looked at the arm's activations. */
    @Nullable
    Sinks sinks() {
        if (Double.isNaN(median)) {
            return null;
        }
        if (!kept) {
            return new Sinks(
                    (int) sinks,
                    median,
                    Map.of(),
                    "a sink lies in a sequence whose norms are all far above the run's median");
        }
        Map<String, Estimate> figures = new LinkedHashMap<>();
        if (without != null) {
            without.end();
            for (ArmSamples.Entry entry : without.entries()) {
                figures.put(entry.figure().name(), entry.resampled().estimate().because(entry.reason()));
            }
        }
        return new Sinks((int) sinks, median, figures, null);
    }

    private LargeNorms norms(SequenceRecord record) {
        return norms(record.arms().get(arm).get(0));
    }

    private static LargeNorms norms(ArmSums draw) {
        return draw.intervened().largeNorms();
    }

    /** All norms of the run, of which the median is taken. */
    private final class Norms implements Summing {
        private final PairSort all = new PairSort();

        @Override
        public long bytes() {
            return data.layout().arms().get(arm).asks() ? PairSort.BYTES : 0;
        }

        @Override
        public void take(Chunk chunk) {
            for (SequenceRecord each : chunk.records()) {
                for (float norm : norms(each).norms()) {
                    all.add(PairSort.key(norm), 0);
                }
            }
        }

        @Override
        public void end() {
            long n = all.count();
            double lower = 0;
            double upper = n == 0 ? Double.NaN : 0;
            PairSort.Cursor cursor = all.read();
            for (long i = 0; i <= n / 2 && cursor.next(); i++) {
                lower = i == (n - 1) / 2 ? PairSort.number(cursor.key()) : lower;
                upper = i == n / 2 ? PairSort.number(cursor.key()) : upper;
            }
            median = (lower + upper) / 2;
            for (PairSort.Cursor each = all.read(); each.next(); ) {
                sinks += PairSort.number(each.key()) > FACTOR * median ? 1 : 0;
            }
            all.close();
        }
    }

    /** Looks whether each sequence has kept the single values of all its sinks. */
    private final class Kept implements Summing {
        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void take(Chunk chunk) {
            for (SequenceRecord each : chunk.records()) {
                LargeNorms norms = norms(each);
                kept &= places(norms).length == countAbove(norms.norms(), FACTOR * median);
            }
        }
    }

    private static int countAbove(float[] norms, double bound) {
        int count = 0;
        for (float norm : norms) {
            count += norm > bound ? 1 : 0;
        }
        return count;
    }

    /** Which of the positions that were kept are sinks. */
    private int[] places(LargeNorms norms) {
        double bound = FACTOR * median;
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < norms.large().length; i++) {
            if (norms.norms()[norms.large()[i]] > bound) {
                places.add(i);
            }
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private Rows rows(
            SequenceRecord record, Function<ArmSums, double[]> sums, Function<LargeNorms, double[][]> ofPositions) {
        List<ArmSums> draws = record.arms().get(arm);
        int[] sinks = places(norms(record));
        double[] counts = new double[draws.size()];
        Arrays.fill(counts, record.intervened() - sinks.length);
        return new Rows(
                draws.stream()
                        .map(draw -> minus(sums.apply(draw), ofPositions.apply(norms(draw)), sinks))
                        .toArray(double[][]::new),
                counts);
    }

    private static double[] minus(double[] sums, double[][] ofPositions, int[] which) {
        double[] rest = sums.clone();
        for (int position : which) {
            for (int c = 0; c < rest.length; c++) {
                rest[c] -= ofPositions[position][c];
            }
        }
        return rest;
    }
}
