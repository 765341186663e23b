package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Sums;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums.ClassSums;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.Measures.MetricFigures;
import org.noisefloor.core.summary.Summary.ClassFigure;
import org.noisefloor.core.summary.Summary.ClassSummary;
import org.noisefloor.core.summary.Summary.Value;

/** The figures of an arm within each class of each stratifier. */
final class Classes {
    private final Layout layout;
    private final List<SequenceRecord> records;
    private final int[] numbers;
    private final int width;

    Classes(Layout layout, List<SequenceRecord> records) {
        this.layout = layout;
        this.records = records;
        this.numbers = Layout.numbers(layout.scored());
        this.width = Layout.width(layout.scored());
    }

    /** @param figures of the metrics of scored positions */
    List<ClassSummary> of(int a, ArmSamples arm, List<MetricFigures> figures) {
        List<Table.Cell> cells = new Table(numbersOnly(figures), new double[0][][], new double[0]).cells();
        List<ClassSummary> all = new ArrayList<>();
        for (int s = 0; s < layout.stratifiers().size(); s++) {
            Layout.Classes stratifier = layout.stratifiers().get(s);
            for (int c = 0; c < stratifier.names().size(); c++) {
                OfClass of = new OfClass(arm.arm(), a, s, c);
                if (of.totals.count() > 0) {
                    all.add(new ClassSummary(
                            stratifier.stratifier(),
                            stratifier.names().get(c),
                            of.number(),
                            of.share(),
                            cells.stream().map(cell -> of.figure(cell, arm)).toList()));
                }
            }
        }
        return all;
    }

    /** Figures that are made of numbers alone: vectors are not kept by class. */
    private List<Table.Part> numbersOnly(List<MetricFigures> figures) {
        return ArmSamples.parts(layout.scored(), figures).stream()
                .map(part -> new Table.Part(
                        part.metric(),
                        part.columns(),
                        part.offset(),
                        part.figures().stream()
                                .filter(figure -> !Probe.readsVectors(figure))
                                .toList()))
                .toList();
    }

    /** Sums that watch what a figure reads. */
    private static final class Probe implements Sums {
        private boolean vectors;

        static boolean readsVectors(Figure figure) {
            Probe probe = new Probe();
            figure.formula().of(probe);
            return probe.vectors;
        }

        @Override
        public double count() {
            return 1;
        }

        @Override
        public double sum(String column) {
            return 1;
        }

        @Override
        public double sum(String column, int component) {
            vectors = true;
            return 1;
        }
    }

    /** The positions of one class under one arm. */
    private final class OfClass {
        private final Arm arm;
        private final double[][][] sums;
        private final double[][] counts;
        private final Table.Totals totals;

        OfClass(Arm arm, int a, int stratifier, int index) {
            this.arm = arm;
            this.sums = new double[records.size()][arm.draws()][width];
            this.counts = new double[records.size()][arm.draws()];
            double[] all = new double[width];
            double count = 0;
            for (int s = 0; s < sums.length; s++) {
                for (int k = 0; k < arm.draws(); k++) {
                    ClassSums of = records.get(s)
                            .arms()
                            .get(a)
                            .get(k)
                            .classes()
                            .get(stratifier)
                            .get(index);
                    counts[s][k] = of.count();
                    count += of.count();
                    for (int i = 0; i < of.sums().length; i++) {
                        sums[s][k][numbers[i]] = of.sums()[i];
                        all[numbers[i]] += of.sums()[i];
                    }
                }
            }
            this.totals = new Table.Totals(all, count);
        }

        Value number() {
            return value(each -> each.count() / arm.draws());
        }

        Value share() {
            long scored = records.stream().mapToLong(SequenceRecord::scored).sum();
            return value(each -> each.count() / arm.draws() / scored);
        }

        ClassFigure figure(Table.Cell cell, ArmSamples whole) {
            double value = totals.reported(cell, arm.draws());
            return new ClassFigure(
                    cell.figure().name(),
                    Double.isNaN(value)
                            ? new Value(value, Double.NaN, totals.whyUndefined(cell, arm.draws()))
                            : value(each -> each.of(cell)),
                    ofTotal(cell.figure(), whole));
        }

        private @Nullable Value ofTotal(Figure figure, ArmSamples whole) {
            Point point = layout.points().stream()
                    .filter(each -> each.figure().equals(figure.name()))
                    .findFirst()
                    .orElse(null);
            if (point == null || point.kind() == Figure.Kind.SIMILARITY) {
                return null;
            }
            Estimate mean = whole.entry(figure.name()).sampled().estimate();
            if (!mean.excludesZero()) {
                return new Value(Double.NaN, Double.NaN, "the interval of the total does not exclude 0");
            }
            double total = totalOver(point);
            return new Value(totals.sums()[point.place()] / total, drawErrorOfShare(point, total), null);
        }

        /** Over the scored positions, which the classes divide: the mean may be taken over the ends of sequences too. */
        private double totalOver(Point point) {
            int a = layout.arms().indexOf(arm);
            return records.stream()
                    .flatMap(record -> record.arms().get(a).stream())
                    .mapToDouble(draw -> draw.scored()[point.place()])
                    .sum();
        }

        /** Of a ratio: S − value × denominator stands in the place of S, the denominator being the total over all classes. */
        private double drawErrorOfShare(Point point, double total) {
            double share = totals.sums()[point.place()] / total;
            double[][][] effects = new double[sums.length][arm.draws()][1];
            double[][] none = new double[sums.length][arm.draws()];
            int a = layout.arms().indexOf(arm);
            for (int s = 0; s < sums.length; s++) {
                Arrays.fill(none[s], 1);
                for (int k = 0; k < arm.draws(); k++) {
                    double whole = records.get(s).arms().get(a).get(k).scored()[point.place()];
                    effects[s][k][0] = (sums[s][k][point.place()] - share * whole) / total;
                }
            }
            return DrawError.of(each -> each.sums()[0], effects, none, arm.sharesDraws());
        }

        private Value value(DrawError.Function function) {
            return new Value(function.of(totals), DrawError.of(function, sums, counts, arm.sharesDraws()), null);
        }
    }
}
