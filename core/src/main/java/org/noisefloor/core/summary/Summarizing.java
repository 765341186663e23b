package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.noisefloor.api.Figure;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums.ClassSums;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.Measures;
import org.noisefloor.core.run.NumericFloor;
import org.noisefloor.core.summary.Summary.ArmSummary;
import org.noisefloor.core.summary.Summary.ClassFigure;
import org.noisefloor.core.summary.Summary.ClassSummary;
import org.noisefloor.core.summary.Summary.FigureSummary;
import org.noisefloor.core.summary.Summary.FloorSummary;
import org.noisefloor.core.summary.Summary.NumericFloorFigure;
import org.noisefloor.core.summary.Summary.RecoveredSummary;

/** Makes the {@link Summary} of a run's records. Its memory grows with the number of sequences, not of tokens. */
public final class Summarizing {
    private static final int FEW_SEQUENCES = 20;

    private final Layout layout;
    private final Measures measures;
    private final List<SequenceRecord> records;
    private final Set<String> floors;
    private final Resampling resampling;
    private final List<ArmSamples> samples = new ArrayList<>();
    private final Map<String, Double> numericFloor = new HashMap<>();

    private Summarizing(
            Layout layout,
            Measures measures,
            List<SequenceRecord> records,
            NumericFloor numeric,
            Set<String> floors,
            Resampling resampling) {
        this.layout = layout;
        this.measures = measures;
        this.records = records;
        this.floors = floors;
        this.resampling = resampling;
        Table.Totals arithmetic = new Table.Totals(numeric.sums(), numeric.positions());
        Table whole = new Table(
                ArmSamples.parts(layout.scored(), measures.scored().get(0)), new double[0][][], new double[0]);
        whole.cells().forEach(cell -> numericFloor.put(cell.figure().name(), arithmetic.of(cell)));
        for (int a = 0; a < layout.arms().size(); a++) {
            samples.add(ArmSamples.of(a, layout, measures, records, resampling));
        }
    }

    /**
     * @param records in order of sequence index
     * @param floors names of the baselines that interventions are compared with
     * @param resamples how many bootstrap resamples make an interval
     */
    public static Summary summarize(
            Layout layout,
            Measures measures,
            List<SequenceRecord> records,
            NumericFloor numeric,
            Set<String> floors,
            long seed,
            int resamples) {
        return new Summarizing(layout, measures, records, numeric, floors, new Resampling(seed, resamples)).summary();
    }

    private Summary summary() {
        List<ArmSummary> arms = new ArrayList<>();
        for (int a = 0; a < samples.size(); a++) {
            ArmSamples arm = samples.get(a);
            arms.add(new ArmSummary(
                    arm.arm(),
                    figures(arm),
                    floors(arm),
                    recovered(arm),
                    classes(a),
                    FeatureUse.of(a, records),
                    SinkSummary.of(a, layout, measures, records, resampling)));
        }
        List<NumericFloorFigure> arithmetic = new ArrayList<>();
        for (ArmSamples.Entry entry : samples.get(0).entries()) {
            if (entry.ofScored() && entry.figure().kind() != Figure.Kind.LEVEL) {
                String name = entry.figure().name();
                arithmetic.add(new NumericFloorFigure(name, numericFloor.getOrDefault(name, Double.NaN)));
            }
        }
        return new Summary(counts(), arms, arithmetic, warnings());
    }

    private Summary.Counts counts() {
        return new Summary.Counts(
                records.size(),
                records.stream().mapToLong(SequenceRecord::length).sum(),
                records.stream().mapToLong(SequenceRecord::intervened).sum(),
                records.stream().mapToLong(SequenceRecord::scored).sum());
    }

    private List<String> warnings() {
        return records.size() >= FEW_SEQUENCES
                ? List.of()
                : List.of("only " + records.size() + " sequences: bootstrap intervals from fewer than " + FEW_SEQUENCES
                        + " tend to be too narrow");
    }

    private List<FigureSummary> figures(ArmSamples arm) {
        List<FigureSummary> figures = new ArrayList<>();
        for (ArmSamples.Entry entry : arm.entries()) {
            Estimate estimate = entry.sampled().estimate().withDrawError(entry.drawError());
            boolean below = entry.ofScored()
                    && entry.figure().kind() == Figure.Kind.DIVERGENCE
                    && estimate.value()
                            <= numericFloor.getOrDefault(entry.figure().name(), 0.0);
            figures.add(new FigureSummary(entry.metric(), entry.figure(), entry.ofScored(), estimate, below));
        }
        return figures;
    }

    private List<FloorSummary> floors(ArmSamples arm) {
        List<FloorSummary> all = new ArrayList<>();
        if (arm.arm().baseline()) {
            return all;
        }
        for (ArmSamples.Entry entry : arm.entries()) {
            if (!entry.ofScored() || entry.figure().kind() == Figure.Kind.LEVEL) {
                continue;
            }
            for (ArmSamples floor : samples) {
                if (isFloorOf(floor.arm(), arm.arm())) {
                    all.add(against(entry, floor));
                }
            }
        }
        return all;
    }

    private boolean isFloorOf(Arm floor, Arm arm) {
        return floor.baseline()
                && floors.contains(floor.name())
                && floor.site().equals(arm.site())
                && (floor.matchedTo() == null || floor.matchedTo().equals(arm.name()));
    }

    private static FloorSummary against(ArmSamples.Entry entry, ArmSamples floor) {
        Figure figure = entry.figure();
        ArmSamples.Entry of = floor.entry(figure.name());
        boolean similarity = figure.kind() == Figure.Kind.SIMILARITY;
        Sampled here = similarity ? entry.sampled().complement() : entry.sampled();
        Sampled there = similarity ? of.sampled().complement() : of.sampled();
        Estimate ratio = null;
        if (figure.kind() != Figure.Kind.DIFFERENCE) {
            ratio = there.value() > 0 ? here.over(there).estimate() : Estimate.undefined("the floor is not above 0");
        }
        return new FloorSummary(
                figure.name(),
                floor.arm().name(),
                there.estimate().withDrawError(of.drawError()),
                here.minus(there).estimate(),
                ratio);
    }

    private List<RecoveredSummary> recovered(ArmSamples arm) {
        List<RecoveredSummary> all = new ArrayList<>();
        for (ArmSamples.Entry entry : arm.entries()) {
            if (entry.figure().recovered().isEmpty()) {
                continue;
            }
            for (ArmSamples ablation : samples) {
                Arm b = ablation.arm();
                boolean unmatched = b.baseline() && b.matchedTo() == null;
                if (unmatched && b.site().equals(arm.arm().site()) && !b.equals(arm.arm())) {
                    all.add(new RecoveredSummary(
                            entry.figure().recovered().get(), entry.figure().name(), b.name(), share(entry, ablation)));
                }
            }
        }
        return all;
    }

    private Estimate share(ArmSamples.Entry entry, ArmSamples ablation) {
        String name = entry.figure().name();
        Sampled damage = ablation.entry(name).sampled();
        Estimate estimate = damage.estimate();
        if (!estimate.isAbove(0)) {
            return Estimate.undefined("the interval of " + name + " under "
                    + ablation.arm().name() + " does not lie above 0, so there is no damage to recover from");
        }
        if (entry.figure().kind() == Figure.Kind.DIVERGENCE
                && estimate.value() <= numericFloor.getOrDefault(name, 0.0)) {
            return Estimate.undefined(name + " under " + ablation.arm().name() + " is not above the numeric floor");
        }
        return damage.minus(entry.sampled()).over(damage).estimate();
    }

    private List<ClassSummary> classes(int a) {
        List<ClassSummary> all = new ArrayList<>();
        List<Table.Part> parts =
                ArmSamples.parts(layout.scored(), measures.scored().get(a));
        long scored = counts().scored();
        int draws = layout.arms().get(a).draws();
        for (int s = 0; s < layout.stratifiers().size(); s++) {
            Layout.Classes stratifier = layout.stratifiers().get(s);
            for (int c = 0; c < stratifier.names().size(); c++) {
                Table.Totals totals = classTotals(a, s, c, Layout.width(layout.scored()));
                if (totals.count() > 0) {
                    double n = totals.count() / draws;
                    all.add(new ClassSummary(
                            stratifier.stratifier(),
                            stratifier.names().get(c),
                            n,
                            n / scored,
                            new Table(parts, new double[0][][], new double[0])
                                    .cells().stream()
                                            .map(cell -> new ClassFigure(
                                                    cell.figure().name(), totals.of(cell)))
                                            .toList()));
                }
            }
        }
        return all;
    }

    private Table.Totals classTotals(int a, int stratifier, int index, int width) {
        double[] sums = new double[width];
        double count = 0;
        for (SequenceRecord each : records) {
            for (var draw : each.arms().get(a)) {
                ClassSums of = draw.classes().get(stratifier).get(index);
                count += of.count();
                for (int c = 0; c < width; c++) {
                    sums[c] += of.sums()[c];
                }
            }
        }
        return new Table.Totals(sums, count);
    }
}
