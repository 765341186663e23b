package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.ClassReport.ClassContrast;
import org.noisefloor.api.report.ClassReport.ClassExcess;
import org.noisefloor.api.report.ClassReport.ClassFigure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.Table.Rows;

/** The positions of one class under one arm. */
final class ArmInClass {
    static final String NOT_COMPARED =
            "no interval: within classes, only interventions and the floors they are compared with have one";
    static final String LEFT_OUT = "no interval: those within classes were left out";

    /** No figure has such a name. */
    private static final String NUMBER = "#";

    private static final String SHARE = "%";

    /**
     * What is the same for all classes of an arm.
     *
     * @param samples the arm's figures over all positions
     * @param cells the figures that are made of numbers alone
     * @param whole the scored positions, which the classes divide: a figure's mean may be taken over the ends of sequences too
     * @param numbers the columns that are numbers
     * @param points the columns whose value at single positions is kept
     * @param withoutInterval why this arm gets no intervals; empty if it gets some, or if the run has none anyway
     */
    record OfArm(
            ArmSamples samples,
            List<Table.Cell> cells,
            ClassResamples whole,
            int[] numbers,
            List<Point> points,
            String withoutInterval) {

        Arm arm() {
            return samples.arm();
        }
    }

    private final OfArm of;
    private final Arm arm;
    private final ClassResamples resamples;
    /** Errors that come from the draws, by what they are of. */
    private final Map<String, DrawError> drawErrors = new HashMap<>();
    /** Those of shares of a total. */
    private final Map<String, DrawError> ofTotals = new HashMap<>();
    /** By figure: the arm's own estimate and the comparison with each floor all need it. */
    private final Map<String, Resampled> resampled = new HashMap<>();

    /** @param positions what a sequence adds to the class */
    ArmInClass(OfArm of, Function<SequenceRecord, Rows> positions) {
        this.of = of;
        this.arm = of.arm();
        this.resamples = of.whole().ofClass(positions);
    }

    /** What is summed up first. */
    Summing first() {
        return resamples;
    }

    /** What is summed up once the totals are known. */
    Stream<Summing> second() {
        if (isEmpty() || arm.draws().count() < 2) {
            return Stream.of();
        }
        boolean shared = arm.draws().shared();
        drawErrors.put(NUMBER, resamples.drawError(this::number, shared));
        drawErrors.put(SHARE, resamples.drawError(this::share, shared));
        List<Summing> all = new ArrayList<>();
        for (Table.Cell cell : of.cells()) {
            String figure = cell.figure().name();
            drawErrors.put(figure, resamples.drawError(each -> each.of(cell), shared));
            Point point = pointOfTotal(cell.figure());
            if (point != null) {
                DrawError error = DrawError.ofDepartures(arm.draws().count(), shared);
                ofTotals.put(figure, error);
                all.add(new DrawErrors(List.of(error), departures(point)));
            }
        }
        all.add(new DrawErrors(List.copyOf(drawErrors.values()), resamples.rows()));
        return all.stream();
    }

    private double number(Table.Totals totals) {
        return totals.count() / arm.draws().count();
    }

    /** Of the scored positions, which are the same under every draw. */
    private double share(Table.Totals totals) {
        return totals.count() / of.whole().totals().count();
    }

    /** Of a ratio: S − value × denominator stands in the place of S, the denominator being the total over all classes. */
    private Function<SequenceRecord, Rows> departures(Point point) {
        double total = of.whole().totals().sums()[point.place()];
        double share = resamples.totals().sums()[point.place()] / total;
        int number = Arrays.binarySearch(of.numbers(), point.place());
        return record -> {
            Rows part = resamples.rows().apply(record);
            Rows whole = of.whole().rows().apply(record);
            double[][] effects = new double[arm.draws().count()][1];
            for (int k = 0; k < effects.length; k++) {
                double here = part.sums()[k].length == 0 ? 0 : part.sums()[k][number];
                effects[k][0] = (here - share * whole.sums()[k][number]) / total;
            }
            return new Rows(effects, new double[effects.length]);
        };
    }

    /** Null for a figure that is no share of a total. */
    private @Nullable Point pointOfTotal(Figure figure) {
        return of.points().stream()
                .filter(each -> each.figure().equals(figure.name()) && each.kind() != Figure.Kind.SIMILARITY)
                .findFirst()
                .orElse(null);
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
        Map<String, ClassFigure> figures = new LinkedHashMap<>();
        of.cells().forEach(cell -> figures.put(cell.figure().name(), figure(cell)));
        return new ClassReport(
                estimate(resamples.resampled(this::number), drawErrors.get(NUMBER)),
                estimate(shareOfPositions(), drawErrors.get(SHARE)),
                figures,
                floors);
    }

    private ClassFigure figure(Table.Cell cell) {
        String name = cell.figure().name();
        return new ClassFigure(
                isDefined(cell)
                        ? estimate(resampled(cell), drawErrors.get(name)).because(reason(cell))
                        : Estimate.undefined(reason(cell)),
                ofTotal(cell.figure()));
    }

    private @Nullable Estimate ofTotal(Figure figure) {
        Point point = pointOfTotal(figure);
        if (point == null) {
            return null;
        }
        if (!of.samples().entry(figure.name()).resampled().estimate().excludesZero()) {
            return Estimate.undefined("the interval of the total does not exclude 0");
        }
        Resampled part = resamples.resampled(each -> each.sums()[point.place()]);
        Resampled share = part.with(of.whole().resampled(each -> each.sums()[point.place()]), (x, total) -> x / total);
        return estimate(share, ofTotals.get(figure.name()));
    }

    private Estimate estimate(Resampled sampled, @Nullable DrawError drawError) {
        Estimate estimate = sampled.estimate();
        return (of.withoutInterval().isEmpty() ? estimate : estimate.withoutIntervalBecause(of.withoutInterval()))
                .withDrawError(drawError == null ? Double.NaN : drawError.value());
    }
}
