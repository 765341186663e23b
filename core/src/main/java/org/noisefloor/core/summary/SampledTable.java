package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.ArmSamples.Entry;
import org.noisefloor.core.summary.Table.Cell;
import org.noisefloor.core.summary.Table.Rows;

/** The figures of a table as they are and in every resample. It is made in two readings of the records: the first tells the totals. */
final class SampledTable {
    private final Arm arm;
    private final RunData data;
    private final Table table;
    /** As resamples have it. */
    private final Table drawn;

    private final IntFunction<double[]> weights;
    private final IntPredicate metrics;
    private final boolean ofScored;
    private final int[] plain;
    private final int[] byBatch;
    private final WeightedSums sums;
    /** [figure][0], of those by batch. */
    private final double[][] means;
    /** [figure][resample] */
    private final double[][] resampled;

    private final double @Nullable [][] bySequence;
    private final List<DrawError> drawErrors = new ArrayList<>();

    /**
     * @param again the sums of recalibrations; null where there are none
     * @param metrics those whose vectors are of the table
     * @param ofScored whether it is of scored positions
     */
    SampledTable(
            Arm arm,
            RunData data,
            Table table,
            @Nullable Function<SequenceRecord, Rows> again,
            IntPredicate metrics,
            boolean ofScored) {
        this.arm = arm;
        this.data = data;
        this.table = table;
        this.metrics = metrics;
        this.ofScored = ofScored;
        this.drawn = again != null ? table.with(again) : table.byGroup(Resampling.groups(arm.draws()));
        this.weights = again != null
                ? each(resample -> data.resampling().recalibrations(resample, arm))
                : each(resample -> data.resampling().draws(resample, arm));
        boolean saelens = data.run().mask().followsSaelens();
        int[] all = IntStream.range(0, table.cells().size()).toArray();
        this.byBatch = IntStream.of(all)
                .filter(c -> saelens && table.cells().get(c).figure().isByBatchForPeers())
                .toArray();
        this.plain = IntStream.of(all)
                .filter(c -> !saelens || !table.cells().get(c).figure().isByBatchForPeers())
                .toArray();
        this.sums = WeightedSums.once(table.columns().width(), arm.draws().count());
        this.means = new double[all.length][1];
        this.resampled = new double[all.length][data.resampling().count()];
        Resampling alternative = data.bySequence();
        this.bySequence = alternative == null ? null : new double[all.length][alternative.count()];
    }

    /** Made once for each resample of either kind: what all draws have in common is drawn alike in both. */
    private IntFunction<double[]> each(IntFunction<double[]> weights) {
        int most = Math.max(
                data.resampling().count(),
                data.bySequence() == null ? 0 : data.bySequence().count());
        double[][] all = IntStream.range(0, most).mapToObj(weights).toArray(double[][]::new);
        return resample -> all[resample];
    }

    /** Over all sequences and draws, once the sums are made. */
    private Table.Totals totals() {
        return sums.totals(table.columns(), 0);
    }

    /** What is summed up first. */
    List<Summing> first() {
        List<Summing> all = new ArrayList<>();
        all.add(new Resamples(table, sums, 0, 1, new double[0][], new int[0]));
        if (byBatch.length > 0) {
            WeightedSums batch =
                    WeightedSums.once(table.columns().width(), arm.draws().count());
            all.add(new BatchMeans(table, byBatch, batch, 0, 1, sequences(), means));
        }
        add(all, data.resampling(), resampled);
        if (data.bySequence() != null && bySequence != null) {
            add(all, data.bySequence(), bySequence);
        }
        return all;
    }

    private int sequences() {
        return data.run().shape().sequences();
    }

    private void add(List<Summing> all, Resampling resampling, double[][] into) {
        int width = table.columns().width();
        int most = (int) Math.max(1, data.room() / WeightedSums.bytes(width));
        for (int from = 0; from < resampling.count(); from += most) {
            int to = Math.min(resampling.count(), from + most);
            if (plain.length > 0) {
                all.add(new Resamples(
                        drawn, WeightedSums.resampled(width, resampling, from, to, weights), from, to, into, plain));
            }
            if (byBatch.length > 0) {
                WeightedSums batch = WeightedSums.resampled(width, resampling, from, to, weights);
                all.add(new BatchMeans(drawn, byBatch, batch, from, to, sequences(), into));
            }
        }
    }

    /** What is summed up once the totals are known. */
    List<Summing> second() {
        if (arm.draws().count() < 2) {
            return List.of();
        }
        int[] columns = IntStream.range(0, table.columns().width()).toArray();
        for (Cell cell : table.cells()) {
            drawErrors.add(DrawError.of(
                    each -> each.of(cell),
                    totals(),
                    columns,
                    arm.draws().count(),
                    arm.draws().shared()));
        }
        return List.of(new DrawErrors(drawErrors, table.rows()));
    }

    /** Of scored positions, by name. */
    Map<String, List<Double>> vectors() {
        return ofScored ? table.meanVectors(totals(), metrics) : Map.of();
    }

    /** Once all is summed up. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        Resampling alternative = data.bySequence();
        int draws = arm.draws().count();
        for (int c = 0; c < table.cells().size(); c++) {
            Cell cell = table.cells().get(c);
            int at = c;
            double value =
                    IntStream.of(byBatch).anyMatch(each -> each == at) ? means[c][0] : totals().reported(cell, draws);
            entries.add(new Entry(
                    cell.metric(),
                    cell.figure(),
                    ofScored,
                    data.resampling().resampled(value, resampled[c]),
                    alternative == null || bySequence == null ? null : alternative.resampled(value, bySequence[c]),
                    drawErrors.isEmpty() ? Double.NaN : drawErrors.get(c).value(),
                    totals().reason(cell, draws, value)));
        }
        return entries;
    }

    /** Sums of some resamples, of which figures are made in the end. */
    private record Resamples(Table table, WeightedSums sums, int from, int to, double[][] into, int[] which)
            implements Summing {
        @Override
        public long bytes() {
            return (to - from) * WeightedSums.bytes(table.columns().width());
        }

        @Override
        public Stream<Resampling> resamplings() {
            return sums.resamplings();
        }

        @Override
        public void take(Chunk chunk) {
            sums.take(chunk, table.rows(chunk));
        }

        @Override
        public void end() {
            if (which.length == 0) {
                return;
            }
            IntStream.range(from, to).parallel().forEach(r -> {
                Table.Totals totals = sums.totals(table.columns(), r);
                for (int c : which) {
                    into[c][r] = totals.of(table.cells().get(c));
                }
            });
            sums.clear();
        }
    }
}
