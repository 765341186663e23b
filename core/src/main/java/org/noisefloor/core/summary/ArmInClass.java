package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Figure;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums.ClassSums;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.summary.Summary.ClassExcess;
import org.noisefloor.core.summary.Summary.ClassFigure;
import org.noisefloor.core.summary.Summary.ClassFloor;
import org.noisefloor.core.summary.Summary.ClassSummary;

/** The positions of one class under one arm. */
final class ArmInClass {
    private static final String NOT_RESAMPLED =
            "no interval: within classes, only interventions and the floors they are compared with have one";

    /**
     * What is the same for all classes of an arm.
     *
     * @param samples the arm's figures over all positions
     * @param cells the figures that are made of numbers alone
     * @param whole the scored positions, which the classes divide: a figure's mean may be taken over the ends of sequences too
     * @param points the columns whose value at single positions is kept
     * @param numbers the places of the columns that are numbers
     * @param resampled whether this arm gets intervals, if the run has any
     */
    record OfArm(
            ArmSamples samples,
            List<Table.Cell> cells,
            ClassResamples whole,
            List<Point> points,
            int[] numbers,
            boolean resampled) {

        Arm arm() {
            return samples.arm();
        }
    }

    private final OfArm of;
    private final Arm arm;
    private final ClassResamples resamples;
    /** By figure: the arm's own estimate and the comparison with each floor all need it. */
    private final Map<String, Sampled> sampled = new HashMap<>();

    /** @param width of all columns */
    ArmInClass(OfArm of, ClassSums[][] positions, int width) {
        this.of = of;
        this.arm = of.arm();
        this.resamples =
                new ClassResamples(positions, of.numbers(), width, of.whole().choices());
    }

    boolean isEmpty() {
        return resamples.totals().count() == 0;
    }

    private Sampled sampledShare() {
        Sampled all = of.whole().sampled(Table.Totals::count);
        Sampled number =
                isEmpty() ? new Sampled(0, new double[all.resamples().length]) : resamples.sampled(Table.Totals::count);
        return number.over(all);
    }

    private Sampled sampled(Table.Cell cell) {
        return sampled.computeIfAbsent(cell.figure().name(), name -> resamples.sampled(each -> each.of(cell)));
    }

    /** Empty if it is defined. */
    private String whyUndefined(Table.Cell cell) {
        Table.Totals totals = resamples.totals();
        return Double.isNaN(totals.reported(cell, arm.draws())) ? totals.whyUndefined(cell, arm.draws()) : "";
    }

    /** This class under an intervention against the same class under a floor; the positions in it need not be the same. */
    ClassFloor against(ArmInClass floor) {
        List<ClassExcess> figures = new ArrayList<>();
        for (Table.Cell cell : of.cells()) {
            if (cell.figure().kind() != Figure.Kind.LEVEL) {
                figures.add(against(cell, floor));
            }
        }
        return new ClassFloor(
                floor.arm.name(), sampledShare().minus(floor.sampledShare()).estimate(), figures);
    }

    private ClassExcess against(Table.Cell cell, ArmInClass floor) {
        String name = cell.figure().name();
        String here = whyUndefined(cell);
        String why = here.isEmpty() ? floor.whyUndefined(cell) : here;
        if (!why.isEmpty()) {
            return new ClassExcess(name, Estimate.undefined(why), null);
        }
        Against against = Against.of(cell.figure(), sampled(cell), floor.sampled(cell));
        return new ClassExcess(name, against.excess().estimate(), against.ratio());
    }

    /** @param floors what it has beyond each of its floors */
    ClassSummary summary(String stratifier, String name, List<ClassFloor> floors) {
        return new WithDraws().summary(stratifier, name, floors);
    }

    /** With the sums by sequence and draw laid out for draw errors, which are large, so that one arm at a time has them. */
    private final class WithDraws {
        private final double[][][] sums = resamples.bySequence();
        private final double[][] counts = resamples.counts();

        ClassSummary summary(String stratifier, String name, List<ClassFloor> floors) {
            return new ClassSummary(stratifier, name, number(), share(), figures(), floors);
        }

        private Estimate number() {
            return estimate(each -> each.count() / arm.draws());
        }

        /** Of the scored positions, which are the same under every draw. */
        private Estimate share() {
            double scored = of.whole().totals().count();
            return estimate(sampledShare(), drawError(each -> each.count() / scored));
        }

        private List<ClassFigure> figures() {
            return of.cells().stream().map(this::figure).toList();
        }

        private ClassFigure figure(Table.Cell cell) {
            String why = whyUndefined(cell);
            return new ClassFigure(
                    cell.figure().name(),
                    why.isEmpty() ? estimate(sampled(cell), drawError(each -> each.of(cell))) : Estimate.undefined(why),
                    ofTotal(cell.figure()));
        }

        private @Nullable Estimate ofTotal(Figure figure) {
            Point point = of.points().stream()
                    .filter(each -> each.figure().equals(figure.name()))
                    .findFirst()
                    .orElse(null);
            if (point == null || point.kind() == Figure.Kind.SIMILARITY) {
                return null;
            }
            if (!of.samples().entry(figure.name()).sampled().estimate().excludesZero()) {
                return Estimate.undefined("the interval of the total does not exclude 0");
            }
            Sampled part = resamples.sampled(each -> each.sums()[point.place()]);
            Sampled share = part.with(of.whole().sampled(each -> each.sums()[point.place()]), (x, total) -> x / total);
            return estimate(share, drawErrorOfShare(point, share.value()));
        }

        /** Of a ratio: S − value × denominator stands in the place of S, the denominator being the total over all classes. */
        private double drawErrorOfShare(Point point, double share) {
            double total = of.whole().totals().sums()[point.place()];
            int number = Arrays.binarySearch(of.numbers(), point.place());
            double[][][] effects = new double[sums.length][arm.draws()][1];
            double[][] none = new double[sums.length][arm.draws()];
            for (int s = 0; s < sums.length; s++) {
                Arrays.fill(none[s], 1);
                for (int k = 0; k < arm.draws(); k++) {
                    double all = of.whole().sums()[s][k].sums()[number];
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
            return (of.resampled() ? estimate : estimate.withoutIntervalBecause(NOT_RESAMPLED))
                    .withDrawError(drawError);
        }

        private double drawError(DrawError.Function function) {
            return DrawError.of(function, sums, counts, arm.sharesDraws());
        }
    }
}
