package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.report.ArmReport.Sinks;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.LargeNorms;
import org.noisefloor.core.record.SequenceRecord;

/**
 * The figures of an intervention's activations without attention sinks: the positions whose norm is more than ten times the
 * median over the run's intervened positions. One of them decides a variance.
 */
final class SinkSummary {
    private static final double FACTOR = 10;

    private SinkSummary() {}

    /** Of one arm; null if no metric looked at its activations. */
    static @Nullable Sinks of(int arm, RunData data) {
        List<SequenceRecord> records = data.records();
        double median = medianNorm(arm, records);
        if (Double.isNaN(median)) {
            return null;
        }
        int sinks = 0;
        boolean kept = true;
        List<int[]> places = new ArrayList<>();
        for (SequenceRecord each : records) {
            LargeNorms norms = norms(each, arm);
            int[] of = sinks(norms, FACTOR * median);
            places.add(of);
            sinks += countAbove(norms.norms(), FACTOR * median);
            kept &= of.length == countAbove(norms.norms(), FACTOR * median);
        }
        if (!kept) {
            return new Sinks(
                    sinks,
                    median,
                    Map.of(),
                    "a sink lies in a sequence whose norms are all far above the run's median");
        }
        return new Sinks(sinks, median, sinks == 0 ? Map.of() : without(arm, data, places), null);
    }

    private static LargeNorms norms(SequenceRecord record, int arm) {
        return norms(record.arms().get(arm).get(0));
    }

    private static LargeNorms norms(ArmSums draw) {
        return draw.intervened().largeNorms();
    }

    private static double medianNorm(int arm, List<SequenceRecord> records) {
        int count = records.stream()
                .mapToInt(each -> norms(each, arm).norms().length)
                .sum();
        if (count == 0) {
            return Double.NaN;
        }
        float[] all = new float[count];
        int at = 0;
        for (SequenceRecord each : records) {
            float[] norms = norms(each, arm).norms();
            System.arraycopy(norms, 0, all, at, norms.length);
            at += norms.length;
        }
        Arrays.sort(all);
        return (all[(count - 1) / 2] + (double) all[count / 2]) / 2;
    }

    private static int countAbove(float[] norms, double bound) {
        int count = 0;
        for (float norm : norms) {
            count += norm > bound ? 1 : 0;
        }
        return count;
    }

    /** Which of the positions that were kept are sinks. */
    private static int[] sinks(LargeNorms norms, double bound) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < norms.large().length; i++) {
            if (norms.norms()[norms.large()[i]] > bound) {
                places.add(i);
            }
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Map<String, Estimate> without(int arm, RunData data, List<int[]> places) {
        List<SequenceRecord> records = data.records();
        double[][][] intervened = new double[records.size()][][];
        double[][][] observed = new double[records.size()][][];
        double[] counts = new double[records.size()];
        for (int s = 0; s < records.size(); s++) {
            List<ArmSums> draws = records.get(s).arms().get(arm);
            int[] sinks = places.get(s);
            intervened[s] = draws.stream()
                    .map(draw -> minus(draw.intervened().sums(), norms(draw).intervened(), sinks))
                    .toArray(double[][]::new);
            observed[s] = draws.stream()
                    .map(draw -> minus(draw.intervened().observed(), norms(draw).observed(), sinks))
                    .toArray(double[][]::new);
            counts[s] = records.get(s).intervened() - sinks.length;
        }
        ArmSamples samples = ArmSamples.ofIntervened(arm, data, intervened, observed, counts);
        Map<String, Estimate> figures = new LinkedHashMap<>();
        for (ArmSamples.Entry entry : samples.entries()) {
            figures.put(entry.figure().name(), entry.resampled().estimate().because(entry.reason()));
        }
        return figures;
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
