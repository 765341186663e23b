package org.noisefloor.core.summary;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.core.figures.MetricFigures;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.summary.Table.Cell;

/** All figures of one arm with their resamples: the one place where a run's sums become numbers. */
final class ArmSamples {

    /**
     * A figure with where it comes from.
     *
     * @param ofScored whether it is taken over scored positions; otherwise over intervened ones
     * @param bySequence the same with sequences in the place of documents; null where each is one of the other
     * @param reason why it is not a finite number, if it is none
     */
    record Entry(
            String metric,
            Figure figure,
            boolean ofScored,
            Resampled resampled,
            @Nullable Resampled bySequence,
            double drawError,
            String reason) {

        Estimate estimate() {
            return resampled.estimate().because(reason).withDrawError(drawError);
        }

        /** The same figure of something else. */
        Entry with(Resampled other, String why) {
            return new Entry(metric, figure, ofScored, other, null, Double.NaN, why);
        }

        /** Of a similarity S, the distance 1 − S. */
        Resampled distance() {
            return figure.kind() == Figure.Kind.SIMILARITY ? resampled.complement() : resampled;
        }

        /** Whether it is compared with floors and other arms. */
        boolean isCompared() {
            return ofScored && figure.kind() != Figure.Kind.LEVEL;
        }
    }

    private static final double[][][] NONE = {};

    private final Arm arm;
    private final RunData data;
    /** Where batches begin, for what is a mean over them. */
    private final List<Integer> starts;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, List<Double>> vectors = new LinkedHashMap<>();

    private ArmSamples(Arm arm, RunData data) {
        this.arm = arm;
        this.data = data;
        this.starts = data.batches();
    }

    /** The figures of one arm. */
    static ArmSamples of(int a, RunData data) {
        ArmSamples samples = new ArmSamples(data.layout().arms().get(a), data);
        samples.addScored(a);
        samples.addIntervened(
                a,
                data.sums(a, draw -> draw.intervened().sums()),
                samples.recalibrated(a, draw -> draw.intervened().sums()),
                data.sums(a, draw -> draw.intervened().observed()),
                data.intervened());
        return samples;
    }

    /**
     * The figures of intervened positions alone, over some of them.
     *
     * @param sums [sequence][draw][column], of the metrics
     * @param observed the same, of what the intervention reported
     * @param counts positions, by sequence
     */
    static ArmSamples ofIntervened(int a, RunData data, double[][][] sums, double[][][] observed, double[] counts) {
        ArmSamples samples = new ArmSamples(data.layout().arms().get(a), data);
        samples.addIntervened(a, sums, NONE, observed, counts);
        return samples;
    }

    /** One table; a second one for the metrics that see the ends of sequences too, where there are any. */
    private void addScored(int a) {
        ColumnLayout columns = data.layout().scored();
        List<MetricFigures> metrics = data.figures().scored(a);
        double[][][] sums = data.sums(a, draw -> draw.scored().sums());
        double[][][] again = recalibrated(a, draw -> draw.scored().sums());
        if (data.records().stream().allMatch(record -> record.ends() == 0)) {
            add(new Table(Table.cells(metrics), columns, sums, data.scored()), again, m -> true, true);
            return;
        }
        double[] withEnds = data.records().stream()
                .mapToDouble(record -> record.scored() + record.ends())
                .toArray();
        IntPredicate predicted = m -> columns.metrics().get(m).predicted();
        add(
                new Table(Table.cells(metrics, predicted), columns, data.sums(a, ArmSamples::withEnds), withEnds),
                recalibrated(a, ArmSamples::withEnds),
                predicted,
                true);
        add(
                new Table(Table.cells(metrics, predicted.negate()), columns, sums, data.scored()),
                again,
                predicted.negate(),
                true);
    }

    private double[][][] recalibrated(int a, Function<ArmSums, double[]> which) {
        return arm.draws().recalibrations() == 0 ? NONE : data.recalibrated(a, which);
    }

    private static double[] withEnds(ArmSums draw) {
        double[] all = draw.scored().sums().clone();
        double[] ends = draw.scored().ends();
        for (int c = 0; c < ends.length; c++) {
            all[c] += ends[c];
        }
        return all;
    }

    private void addIntervened(int a, double[][][] sums, double[][][] again, double[][][] observed, double[] counts) {
        add(
                new Table(
                        Table.cells(data.figures().intervened(a)),
                        data.layout().intervened().get(a),
                        sums,
                        counts),
                again,
                m -> true,
                false);
        List<Layout.Observed> observations = data.layout().observations().get(a);
        List<ColumnLayout.Column> columns = observations.stream()
                .map(each -> new ColumnLayout.Column(each.name(), 1))
                .toList();
        List<Figure> figures = observations.stream()
                .map(each -> Figure.mean(each.name(), each.unit(), Figure.Kind.LEVEL, each.doc()))
                .toList();
        add(
                new Table(
                        Table.cells(List.of(new MetricFigures(arm.name(), figures))),
                        new ColumnLayout(List.of(new ColumnLayout.MetricColumns(arm.name(), columns, false))),
                        observed,
                        counts),
                NONE,
                m -> true,
                false);
    }

    /**
     * @param again the sums of recalibrations; empty where there are none
     * @param metrics those whose vectors are of the table
     */
    private void add(Table table, double[][][] again, IntPredicate metrics, boolean ofScored) {
        List<Cell> cells = table.cells();
        if (cells.isEmpty()) {
            return;
        }
        Table.Totals totals = table.totals();
        if (ofScored) {
            vectors.putAll(table.meanVectors(totals, metrics));
        }
        double[][] resampled = resampled(table, again, data.resampling());
        Resampling alternative = data.bySequence();
        double[][] bySequence = alternative == null ? null : resampled(table, again, alternative);
        DrawError.Draws byDraw = new DrawError.Draws(table.columns(), table.sums(), table.countsByDraw());
        for (int c = 0; c < cells.size(); c++) {
            Cell cell = cells.get(c);
            double value = isByBatch(cell)
                    ? meanOverBatches(
                            table, cell, Resampling.once(table.counts().length), Resampling.allDraws(table.draws()))
                    : totals.reported(cell, table.draws());
            entries.put(
                    cell.figure().name(),
                    new Entry(
                            cell.metric(),
                            cell.figure(),
                            ofScored,
                            data.resampling().resampled(value, resampled[c]),
                            alternative == null || bySequence == null
                                    ? null
                                    : alternative.resampled(value, bySequence[c]),
                            DrawError.of(
                                    each -> each.of(cell), byDraw, arm.draws().shared()),
                            totals.reason(cell, table.draws(), value)));
        }
    }

    /** [cell][resample] */
    private double[][] resampled(Table table, double[][][] again, Resampling resampling) {
        List<Cell> cells = table.cells();
        boolean weighs = Resampling.weighs(arm.draws());
        Table of = again.length > 0 ? table.with(again) : weighs ? table : table.overDraws();
        double[][] resampled = new double[cells.size()][resampling.count()];
        IntStream.range(0, resampling.count()).parallel().forEach(r -> {
            int[] sequences = resampling.sequences(r);
            double[] draws = again.length > 0
                    ? resampling.recalibrations(r, arm)
                    : weighs ? resampling.draws(r, arm) : Resampling.allDraws(1);
            Table.Totals drawn = of.totals(sequences, draws);
            for (int c = 0; c < cells.size(); c++) {
                resampled[c][r] = isByBatch(cells.get(c))
                        ? meanOverBatches(of, cells.get(c), sequences, draws)
                        : drawn.of(cells.get(c));
            }
        });
        return resampled;
    }

    private boolean isByBatch(Cell cell) {
        return cell.figure().isByBatchForPeers() && data.run().mask().followsSaelens();
    }

    /** As peers take it: each batch that has a position counts the same. */
    private double meanOverBatches(Table table, Cell cell, int[] sequenceTimes, double[] drawWeights) {
        double sum = 0;
        int batches = 0;
        for (int b = 0; b + 1 < starts.size(); b++) {
            Table.Totals batch = table.totals(starts.get(b), starts.get(b + 1), sequenceTimes, drawWeights);
            if (batch.count() > 0) {
                sum += batch.of(cell);
                batches++;
            }
        }
        return batches == 0 ? Double.NaN : sum / batches;
    }

    Arm arm() {
        return arm;
    }

    /** Means over scored positions of the columns that are vectors. */
    Map<String, List<Double>> vectors() {
        return vectors;
    }

    Iterable<Entry> entries() {
        return entries.values();
    }

    /** A figure; empty if this arm does not have it. */
    Optional<Entry> find(String figure) {
        return Optional.ofNullable(entries.get(figure));
    }

    /** The same figure of another arm. */
    Entry entry(String figure) {
        return find(figure).orElseThrow(() -> new IllegalArgumentException(arm.label() + " has no figure " + figure));
    }
}
