package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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

/**
 * The figures of an arm within each class of each stratifier. Intervals are made for interventions and for the noise floors that
 * they are compared with; they would double the time of a summary if every dose of every baseline got them.
 */
final class Classes {
    private static final String NOT_RESAMPLED =
            "no interval: within classes, only interventions and the floors they are compared with have one";

    private final Layout layout;
    private final List<SequenceRecord> records;
    private final Set<String> floors;
    private final Resampling resampling;
    private final int[] numbers;
    private final int width;

    Classes(Layout layout, List<SequenceRecord> records, Set<String> floors, Resampling resampling) {
        this.layout = layout;
        this.records = records;
        this.floors = floors;
        this.resampling = resampling;
        this.numbers = Layout.numbers(layout.scored());
        this.width = Layout.width(layout.scored());
    }

    /** @param figures of the metrics of scored positions */
    List<ClassSummary> of(int a, ArmSamples samples, List<MetricFigures> figures) {
        List<Table.Cell> cells = new Table(numbersOnly(figures), new double[0][][], new double[0]).cells();
        Arm arm = samples.arm();
        boolean resampled = !arm.baseline() || arm.isNamedIn(floors);
        ClassResamples.Choices choices =
                ClassResamples.Choices.of(arm, records.size(), resampled ? resampling : new Resampling(0, 0));
        ClassResamples whole = new ClassResamples(wholeSums(a), numbers, width, choices);
        List<ClassSummary> all = new ArrayList<>();
        for (int s = 0; s < layout.stratifiers().size(); s++) {
            Layout.Classes stratifier = layout.stratifiers().get(s);
            for (int c = 0; c < stratifier.names().size(); c++) {
                OfClass of = new OfClass(arm, samples, classSums(a, s, c), whole, choices);
                if (of.resamples.totals().count() > 0) {
                    all.add(new ClassSummary(
                            stratifier.stratifier(),
                            stratifier.names().get(c),
                            of.number(),
                            of.share(),
                            of.figures(cells)));
                }
            }
        }
        return all;
    }

    private ClassSums[][] classSums(int a, int stratifier, int index) {
        return records.stream()
                .map(record -> record.arms().get(a).stream()
                        .map(draw -> draw.classes().get(stratifier).get(index))
                        .toArray(ClassSums[]::new))
                .toArray(ClassSums[][]::new);
    }

    /** Over the scored positions, which the classes divide: a figure's mean may be taken over the ends of sequences too. */
    private ClassSums[][] wholeSums(int a) {
        return records.stream()
                .map(record -> record.arms().get(a).stream()
                        .map(draw -> new ClassSums(
                                record.scored(),
                                Arrays.stream(numbers)
                                        .mapToDouble(number -> draw.scored()[number])
                                        .toArray()))
                        .toArray(ClassSums[]::new))
                .toArray(ClassSums[][]::new);
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
        private final ArmSamples samples;
        private final ClassResamples resamples;
        private final ClassResamples whole;
        private final double[][][] sums;
        private final double[][] counts;

        OfClass(Arm arm, ArmSamples samples, ClassSums[][] of, ClassResamples whole, ClassResamples.Choices choices) {
            this.arm = arm;
            this.samples = samples;
            this.resamples = new ClassResamples(of, numbers, width, choices);
            this.whole = whole;
            this.sums = resamples.bySequence();
            this.counts = resamples.counts();
        }

        Estimate number() {
            return estimate(each -> each.count() / arm.draws());
        }

        /** The scored positions are the same under every draw. */
        Estimate share() {
            Sampled number = resamples.sampled(Table.Totals::count);
            Sampled share = number.over(whole.sampled(Table.Totals::count));
            double scored = whole.totals().count();
            return estimate(share, drawError(each -> each.count() / scored));
        }

        List<ClassFigure> figures(List<Table.Cell> cells) {
            return cells.stream().map(this::figure).toList();
        }

        private ClassFigure figure(Table.Cell cell) {
            Table.Totals totals = resamples.totals();
            boolean defined = !Double.isNaN(totals.reported(cell, arm.draws()));
            return new ClassFigure(
                    cell.figure().name(),
                    defined
                            ? estimate(each -> each.of(cell))
                            : Estimate.undefined(totals.whyUndefined(cell, arm.draws())),
                    ofTotal(cell.figure()));
        }

        private @Nullable Estimate ofTotal(Figure figure) {
            Point point = layout.points().stream()
                    .filter(each -> each.figure().equals(figure.name()))
                    .findFirst()
                    .orElse(null);
            if (point == null || point.kind() == Figure.Kind.SIMILARITY) {
                return null;
            }
            if (!samples.entry(figure.name()).sampled().estimate().excludesZero()) {
                return Estimate.undefined("the interval of the total does not exclude 0");
            }
            Sampled part = resamples.sampled(each -> each.sums()[point.place()]);
            Sampled share = part.with(whole.sampled(each -> each.sums()[point.place()]), (x, total) -> x / total);
            return estimate(share, drawErrorOfShare(point, share.value()));
        }

        /** Of a ratio: S − value × denominator stands in the place of S, the denominator being the total over all classes. */
        private double drawErrorOfShare(Point point, double share) {
            double total = whole.totals().sums()[point.place()];
            int number = Arrays.binarySearch(numbers, point.place());
            double[][][] effects = new double[sums.length][arm.draws()][1];
            double[][] none = new double[sums.length][arm.draws()];
            for (int s = 0; s < sums.length; s++) {
                Arrays.fill(none[s], 1);
                for (int k = 0; k < arm.draws(); k++) {
                    double all = whole.sums()[s][k].sums()[number];
                    effects[s][k][0] = (sums[s][k][point.place()] - share * all) / total;
                }
            }
            return DrawError.of(each -> each.sums()[0], effects, none, arm.sharesDraws());
        }

        private Estimate estimate(DrawError.Function function) {
            return estimate(resamples.sampled(function), drawError(function));
        }

        private Estimate estimate(Sampled sampled, double drawError) {
            Estimate estimate = sampled.estimate();
            boolean left = resamples.choices().count() == 0 && resampling.count() > 0;
            return (left ? estimate.withoutIntervalBecause(NOT_RESAMPLED) : estimate).withDrawError(drawError);
        }

        private double drawError(DrawError.Function function) {
            return DrawError.of(function, sums, counts, arm.sharesDraws());
        }
    }
}
