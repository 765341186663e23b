package org.noisefloor.core.summary;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.ClassReport.ClassContrast;
import org.noisefloor.api.report.ClassReport.ClassExcess;
import org.noisefloor.api.report.ClassReport.ClassFigure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums.ClassSums;
import org.noisefloor.core.record.Layout.Point;

/** The positions of one class under one arm. */
final class ArmInClass {
    static final String NOT_COMPARED =
            "no interval: within classes, only interventions and the floors they are compared with have one";
    static final String LEFT_OUT = "no interval: those within classes were left out";

    /**
     * What is the same for all classes of an arm.
     *
     * @param samples the arm's figures over all positions
     * @param cells the figures that are made of numbers alone
     * @param whole the scored positions, which the classes divide: a figure's mean may be taken over the ends of sequences too
     * @param points the columns whose value at single positions is kept
     * @param withoutInterval why this arm gets no intervals; empty if it gets some, or if the run has none anyway
     */
    record OfArm(
            ArmSamples samples,
            List<Table.Cell> cells,
            ClassResamples whole,
            List<Point> points,
            String withoutInterval) {

        Arm arm() {
            return samples.arm();
        }
    }

    private final OfArm of;
    private final Arm arm;
    private final ClassResamples resamples;
    /** By figure: the arm's own estimate and the comparison with each floor all need it. */
    private final Map<String, Resampled> resampled = new HashMap<>();

    ArmInClass(OfArm of, ClassSums[][] positions) {
        this.of = of;
        this.arm = of.arm();
        this.resamples = of.whole().ofClass(positions);
    }

    boolean isEmpty() {
        return resamples.totals().count() == 0;
    }

    private Resampled shareOfPositions() {
        Resampled all = of.whole().resampled(Table.Totals::count);
        Resampled number = isEmpty()
                ? new Resampled(0, new double[all.resamples().length], all.units())
                : resamples.resampled(Table.Totals::count);
        return number.over(all);
    }

    private Resampled resampled(Table.Cell cell) {
        return resampled.computeIfAbsent(cell.figure().name(), name -> resamples.resampled(each -> each.of(cell)));
    }

    /** Why a figure is undefined here, or infinite; empty if it is a finite number. */
    private String reason(Table.Cell cell) {
        Table.Totals totals = resamples.totals();
        return totals.reason(
                cell, arm.draws().count(), totals.reported(cell, arm.draws().count()));
    }

    private boolean isDefined(Table.Cell cell) {
        return !Double.isNaN(resamples.totals().reported(cell, arm.draws().count()));
    }

    /** This class under an intervention against the same class under a floor; the positions in it need not be the same. */
    ClassContrast against(ArmInClass floor) {
        Map<String, ClassExcess> figures = new LinkedHashMap<>();
        for (Table.Cell cell : of.cells()) {
            if (cell.figure().kind() != Figure.Kind.LEVEL) {
                figures.put(cell.figure().name(), against(cell, floor));
            }
        }
        return new ClassContrast(
                shareOfPositions().minus(floor.shareOfPositions()).estimate(), figures);
    }

    private ClassExcess against(Table.Cell cell, ArmInClass floor) {
        if (!isDefined(cell) || !floor.isDefined(cell)) {
            return new ClassExcess(Estimate.undefined(isDefined(cell) ? floor.reason(cell) : reason(cell)), null);
        }
        Contrast contrast = Contrast.of(cell.figure(), resampled(cell), floor.resampled(cell));
        return new ClassExcess(contrast.excess().estimate(), contrast.ratio());
    }

    /** @param floors what it has beyond each of its floors */
    ClassReport report(Map<String, ClassContrast> floors) {
        return new WithDraws().report(floors);
    }

    /** With the sums by sequence and draw laid out for draw errors, which are large, so that one arm at a time has them. */
    private final class WithDraws {
        private final DrawError.Draws byDraw = resamples.byDraw();

        ClassReport report(Map<String, ClassContrast> floors) {
            Map<String, ClassFigure> figures = new LinkedHashMap<>();
            of.cells().forEach(cell -> figures.put(cell.figure().name(), figure(cell)));
            return new ClassReport(number(), share(), figures, floors);
        }

        private Estimate number() {
            DrawError.Function number = each -> each.count() / arm.draws().count();
            return estimate(resamples.resampled(number), drawError(number));
        }

        /** Of the scored positions, which are the same under every draw. */
        private Estimate share() {
            double scored = of.whole().totals().count();
            return estimate(shareOfPositions(), drawError(each -> each.count() / scored));
        }

        private ClassFigure figure(Table.Cell cell) {
            return new ClassFigure(
                    isDefined(cell)
                            ? estimate(resampled(cell), drawError(each -> each.of(cell)))
                                    .because(reason(cell))
                            : Estimate.undefined(reason(cell)),
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
            if (!of.samples().entry(figure.name()).resampled().estimate().excludesZero()) {
                return Estimate.undefined("the interval of the total does not exclude 0");
            }
            Resampled part = resamples.resampled(each -> each.sums()[point.place()]);
            Resampled share =
                    part.with(of.whole().resampled(each -> each.sums()[point.place()]), (x, total) -> x / total);
            return estimate(share, drawErrorOfShare(point, share.value()));
        }

        /** Of a ratio: S − value × denominator stands in the place of S, the denominator being the total over all classes. */
        private double drawErrorOfShare(Point point, double share) {
            double total = of.whole().totals().sums()[point.place()];
            int number = Arrays.binarySearch(byDraw.columns().numbers(), point.place());
            double[][][] effects = new double[byDraw.sums().length][arm.draws().count()][1];
            double[][] none = new double[effects.length][arm.draws().count()];
            for (int s = 0; s < effects.length; s++) {
                Arrays.fill(none[s], 1);
                for (int k = 0; k < arm.draws().count(); k++) {
                    double all = of.whole().sums()[s][k].sums()[number];
                    effects[s][k][0] = (byDraw.sums()[s][k][point.place()] - share * all) / total;
                }
            }
            return DrawError.of(
                    each -> each.sums()[0],
                    new DrawError.Draws(byDraw.columns(), effects, none),
                    arm.draws().shared());
        }

        private Estimate estimate(Resampled sampled, double drawError) {
            Estimate estimate = sampled.estimate();
            return (of.withoutInterval().isEmpty() ? estimate : estimate.withoutIntervalBecause(of.withoutInterval()))
                    .withDrawError(drawError);
        }

        private double drawError(DrawError.Function function) {
            return DrawError.of(function, byDraw, arm.draws().shared());
        }
    }
}
