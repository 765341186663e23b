package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.noisefloor.api.Column;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Intervention.Observation;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Layout.MetricColumns;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.Measures;
import org.noisefloor.core.run.Measures.MetricFigures;

/** All figures of one arm with their resamples. */
final class ArmSamples {

    /**
     * A figure with where it comes from.
     *
     * @param whyUndefined why it is, if it is
     */
    record Entry(
            String metric, Figure figure, boolean ofScored, Sampled sampled, double drawError, String whyUndefined) {

        Estimate estimate() {
            return sampled.estimate().because(whyUndefined).withDrawError(drawError);
        }
    }

    private final Arm arm;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, double[]> vectors = new LinkedHashMap<>();

    private ArmSamples(Arm arm) {
        this.arm = arm;
    }

    static ArmSamples of(int a, Layout layout, Measures measures, List<SequenceRecord> records, Resampling resampling) {
        ArmSamples samples = new ArmSamples(layout.arms().get(a));
        double[] intervenedCounts =
                records.stream().mapToDouble(SequenceRecord::intervened).toArray();
        for (Table table : scored(a, layout, measures, records)) {
            samples.add(table, true, resampling);
        }
        samples.add(
                new Table(
                        parts(layout.intervened().get(a), measures.intervened().get(a)),
                        sums(records, a, ArmSums::intervened),
                        intervenedCounts),
                false,
                resampling);
        samples.add(
                new Table(
                        observations(samples.arm.name(), layout.observations().get(a)),
                        sums(records, a, ArmSums::observed),
                        intervenedCounts),
                false,
                resampling);
        return samples;
    }

    /** One table; a second one for the metrics that see the ends of sequences too, where there are any. */
    private static List<Table> scored(int a, Layout layout, Measures measures, List<SequenceRecord> records) {
        List<Table.Part> parts = parts(layout.scored(), measures.scored().get(a));
        double[] counts = records.stream().mapToDouble(SequenceRecord::scored).toArray();
        double[][][] sums = sums(records, a, ArmSums::scored);
        if (records.stream().allMatch(record -> record.ends() == 0)) {
            return List.of(new Table(parts, sums, counts));
        }
        double[] withEnds = records.stream()
                .mapToDouble(record -> record.scored() + record.ends())
                .toArray();
        return List.of(
                new Table(of(true, parts, layout), sums(records, a, ArmSamples::withEnds), withEnds),
                new Table(of(false, parts, layout), sums, counts));
    }

    private static List<Table.Part> of(boolean predicted, List<Table.Part> parts, Layout layout) {
        return IntStream.range(0, parts.size())
                .filter(m -> layout.scored().get(m).predicted() == predicted)
                .mapToObj(parts::get)
                .toList();
    }

    private static double[] withEnds(ArmSums sums) {
        double[] all = sums.scored().clone();
        for (int c = 0; c < sums.ends().length; c++) {
            all[c] += sums.ends()[c];
        }
        return all;
    }

    /** The figures of tables of intervened positions. */
    static ArmSamples of(Arm arm, List<Table> tables, Resampling resampling) {
        ArmSamples samples = new ArmSamples(arm);
        tables.forEach(table -> samples.add(table, false, resampling));
        return samples;
    }

    private void add(Table table, boolean ofScored, Resampling resampling) {
        List<Table.Cell> cells = table.cells();
        if (cells.isEmpty()) {
            return;
        }
        int sequences = table.counts().length;
        Table.Totals totals = table.totals();
        if (ofScored) {
            vectors.putAll(table.meanVectors(totals));
        }
        double[][] resampled = new double[cells.size()][resampling.count()];
        for (int r = 0; r < resampling.count(); r++) {
            Table.Totals drawn =
                    table.totals(resampling.sequences(r, sequences), resampling.draws(r, arm.name(), table.draws()));
            for (int c = 0; c < cells.size(); c++) {
                resampled[c][r] = drawn.of(cells.get(c));
            }
        }
        for (int c = 0; c < cells.size(); c++) {
            Table.Cell cell = cells.get(c);
            double value = totals.reported(cell, table.draws());
            entries.put(
                    cell.figure().name(),
                    new Entry(
                            cell.part().metric(),
                            cell.figure(),
                            ofScored,
                            new Sampled(value, resampled[c]),
                            DrawError.of(each -> each.of(cell), table.sums(), table.countsByDraw(), arm.sharesDraws()),
                            Double.isNaN(value) ? totals.whyUndefined(cell, table.draws()) : ""));
        }
    }

    private static double[][][] sums(List<SequenceRecord> records, int a, Function<ArmSums, double[]> which) {
        return records.stream()
                .map(each -> each.arms().get(a).stream().map(which).toArray(double[][]::new))
                .toArray(double[][][]::new);
    }

    static List<Table.Part> parts(List<MetricColumns> columns, List<MetricFigures> figures) {
        List<Table.Part> parts = new ArrayList<>();
        int offset = 0;
        for (int m = 0; m < columns.size(); m++) {
            MetricColumns of = columns.get(m);
            parts.add(new Table.Part(
                    of.metric(), of.columns(), offset, figures.get(m).figures()));
            offset += of.width();
        }
        return parts;
    }

    static List<Table.Part> observations(String arm, List<Observation> observations) {
        List<Column> columns =
                observations.stream().map(each -> Column.of(each.name())).toList();
        List<Figure> figures = observations.stream()
                .map(each -> Figure.mean(each.name(), each.unit(), Figure.Kind.LEVEL, each.doc()))
                .toList();
        return List.of(new Table.Part(arm, columns, 0, figures));
    }

    Arm arm() {
        return arm;
    }

    /** Means over scored positions of the columns that are vectors. */
    Map<String, double[]> vectors() {
        return vectors;
    }

    Iterable<Entry> entries() {
        return entries.values();
    }

    /** The figures whose value at single positions is kept, in the layout's order. */
    List<Entry> entries(List<Point> points) {
        return points.stream().map(point -> entry(point.figure())).toList();
    }

    /** The same figure of another arm. */
    Entry entry(String figure) {
        Entry entry = entries.get(figure);
        if (entry == null) {
            throw new IllegalArgumentException(arm.label() + " has no figure " + figure);
        }
        return entry;
    }
}
