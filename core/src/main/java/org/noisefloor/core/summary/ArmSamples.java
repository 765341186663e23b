package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.core.figures.MetricFigures;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.Table.Rows;

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

    private final Arm arm;
    private final RunData data;
    private final List<SampledTable> tables = new ArrayList<>();
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, List<Double>> vectors = new LinkedHashMap<>();

    private ArmSamples(Arm arm, RunData data) {
        this.arm = arm;
        this.data = data;
    }

    /** The figures of one arm, to be summed up. */
    static ArmSamples of(int a, RunData data) {
        ArmSamples samples = new ArmSamples(data.layout().arms().get(a), data);
        samples.addScored(a);
        Function<SequenceRecord, Rows> rows =
                samples.rows(a, draw -> draw.intervened().sums(), SequenceRecord::intervened);
        Function<SequenceRecord, Rows> observed =
                samples.rows(a, draw -> draw.intervened().observed(), SequenceRecord::intervened);
        samples.addIntervened(
                a,
                rows,
                samples.recalibrated(a, draw -> draw.intervened().sums(), SequenceRecord::intervened),
                observed);
        return samples;
    }

    /**
     * The figures of intervened positions alone, over some of them.
     *
     * @param rows sums of the metrics
     * @param observed those of what the intervention reported
     */
    static ArmSamples ofIntervened(
            int a, RunData data, Function<SequenceRecord, Rows> rows, Function<SequenceRecord, Rows> observed) {
        ArmSamples samples = new ArmSamples(data.layout().arms().get(a), data);
        samples.addIntervened(a, rows, null, observed);
        return samples;
    }

    /** One table; a second one for the metrics that see the ends of sequences too, where there are any. */
    private void addScored(int a) {
        ColumnLayout columns = data.layout().scored();
        List<MetricFigures> metrics = data.figures().scored(a);
        Function<ArmSums, double[]> sums = draw -> draw.scored().sums();
        Function<SequenceRecord, Rows> rows = rows(a, sums, SequenceRecord::scored);
        Function<SequenceRecord, Rows> again = recalibrated(a, sums, SequenceRecord::scored);
        if (data.heads().ends() == 0) {
            add(new Table(Table.cells(metrics), columns, rows), again, m -> true, true);
            return;
        }
        ToDoubleFunction<SequenceRecord> withEnds = record -> record.scored() + record.ends();
        IntPredicate predicted = m -> columns.metrics().get(m).predicted();
        add(
                new Table(Table.cells(metrics, predicted), columns, rows(a, ArmSamples::withEnds, withEnds)),
                recalibrated(a, ArmSamples::withEnds, withEnds),
                predicted,
                true);
        add(new Table(Table.cells(metrics, predicted.negate()), columns, rows), again, predicted.negate(), true);
    }

    private Function<SequenceRecord, Rows> rows(
            int a, Function<ArmSums, double[]> which, ToDoubleFunction<SequenceRecord> positions) {
        return record -> Rows.of(record.arms().get(a), which, positions.applyAsDouble(record));
    }

    /** Null where there are none. */
    private @Nullable Function<SequenceRecord, Rows> recalibrated(
            int a, Function<ArmSums, double[]> which, ToDoubleFunction<SequenceRecord> positions) {
        return arm.draws().recalibrations() == 0
                ? null
                : record -> Rows.of(record.recalibrated().get(a), which, positions.applyAsDouble(record));
    }

    private static double[] withEnds(ArmSums draw) {
        double[] all = draw.scored().sums().clone();
        double[] ends = draw.scored().ends();
        for (int c = 0; c < ends.length; c++) {
            all[c] += ends[c];
        }
        return all;
    }

    private void addIntervened(
            int a,
            Function<SequenceRecord, Rows> rows,
            @Nullable Function<SequenceRecord, Rows> again,
            Function<SequenceRecord, Rows> observed) {
        add(
                new Table(
                        Table.cells(data.figures().intervened(a)),
                        data.layout().intervened().get(a),
                        rows),
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
                        observed),
                null,
                m -> true,
                false);
    }

    /** @param metrics those whose vectors are of the table */
    private void add(
            Table table, @Nullable Function<SequenceRecord, Rows> again, IntPredicate metrics, boolean ofScored) {
        if (!table.cells().isEmpty()) {
            tables.add(new SampledTable(arm, data, table, again, metrics, ofScored));
        }
    }

    /** What is summed up first. */
    Stream<Summing> first() {
        return tables.stream().flatMap(table -> table.first().stream());
    }

    /** What is summed up once that is done. */
    Stream<Summing> second() {
        return tables.stream().flatMap(table -> table.second().stream());
    }

    /** All is summed up: what figures are made of goes. */
    void end() {
        for (SampledTable table : tables) {
            table.entries().forEach(entry -> entries.put(entry.figure().name(), entry));
            vectors.putAll(table.vectors());
        }
        tables.clear();
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
