package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.noisefloor.api.Figure;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.Measures;
import org.noisefloor.core.run.NumericFloor;
import org.noisefloor.core.summary.Summary.ArmSummary;
import org.noisefloor.core.summary.Summary.FigureSummary;
import org.noisefloor.core.summary.Summary.FloorSummary;
import org.noisefloor.core.summary.Summary.NumericFloorFigure;
import org.noisefloor.core.summary.Summary.PairSummary;
import org.noisefloor.core.summary.Summary.RecoveredSummary;

/**
 * Makes the {@link Summary} of a run's records, which it holds all at once: unlike a run, its memory grows with the corpus.
 */
public final class Summarizing {
    private static final int FEW_SEQUENCES = 20;

    private final Layout layout;
    private final Measures measures;
    private final List<SequenceRecord> records;
    private final Set<String> floors;
    private final Resampling resampling;
    private final List<ArmSamples> samples = new ArrayList<>();
    private final Map<String, Double> cut = new HashMap<>();
    /** Of {@link #cut} and the original once more, the larger. */
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
        whole.cells().forEach(cell -> cut.put(cell.figure().name(), arithmetic.reported(cell, 1)));
        numericFloor.putAll(cut);
        for (int a = 0; a < layout.arms().size(); a++) {
            samples.add(ArmSamples.of(a, layout, measures, records, resampling));
        }
        samples.stream().filter(each -> each.arm().measuresArithmetic()).forEach(this::raise);
    }

    /** Of several ways of doing the arithmetic, the one that differs most counts. */
    private void raise(ArmSamples again) {
        for (ArmSamples.Entry entry : again.entries()) {
            double value = entry.sampled().value();
            if (entry.ofScored() && Double.isFinite(value)) {
                numericFloor.merge(
                        entry.figure().name(),
                        value,
                        entry.figure().kind() == Figure.Kind.SIMILARITY
                                ? Math::min
                                : (one, other) -> Math.abs(one) >= Math.abs(other) ? one : other);
            }
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
        // every resample of a single sequence is that sequence: an interval of width 0, which would be a lie
        Resampling resampling = new Resampling(seed, records.size() < 2 ? 0 : resamples);
        return new Summarizing(layout, measures, records, numeric, floors, resampling).summary();
    }

    private Summary summary() {
        Floors floorComparison = new Floors(layout, records, resampling);
        NoiseEquivalence equivalence = new NoiseEquivalence(layout, records, resampling);
        List<List<Summary.ClassSummary>> classes =
                new Classes(layout, records, floors, resampling).of(samples, measures.scored());
        List<ArmSummary> arms = new ArrayList<>();
        for (int a = 0; a < samples.size(); a++) {
            ArmSamples arm = samples.get(a);
            boolean intervention = !arm.arm().baseline();
            Positions positions = new Positions(layout, records, a);
            arms.add(new ArmSummary(
                    arm.arm(),
                    figures(arm, positions),
                    arm.vectors(),
                    floors(arm, floorComparison),
                    recovered(arm),
                    intervention ? equivalence.of(arm, samples, numericFloor) : List.of(),
                    intervention ? positions.agreement() : null,
                    classes.get(a),
                    FeatureUse.of(a, records),
                    SinkSummary.of(a, layout, measures, records, resampling)));
        }
        return new Summary(counts(), arms, pairs(), arithmetic(), warnings());
    }

    private Summary.Counts counts() {
        return new Summary.Counts(
                records.size(),
                records.stream().mapToLong(SequenceRecord::length).sum(),
                records.stream().mapToLong(SequenceRecord::intervened).sum(),
                records.stream().mapToLong(SequenceRecord::scored).sum(),
                records.stream().mapToLong(SequenceRecord::ends).sum(),
                records.stream().mapToLong(SequenceRecord::nonfinite).sum());
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (records.size() < FEW_SEQUENCES) {
            warnings.add("only " + records.size() + (records.size() == 1 ? " sequence" : " sequences")
                    + ": bootstrap intervals from fewer than " + FEW_SEQUENCES
                    + " tend to be too narrow, and one gives none");
        }
        String once = layout.arms().stream()
                .filter(arm -> arm.random() && arm.draws() == 1)
                .map(Arm::family)
                .distinct()
                .collect(Collectors.joining(", "));
        if (!once.isEmpty()) {
            warnings.add("drawn once, so that nothing tells how much the draw matters (no draw_error): " + once);
        }
        return warnings;
    }

    private List<NumericFloorFigure> arithmetic() {
        List<NumericFloorFigure> arithmetic = new ArrayList<>();
        for (ArmSamples.Entry entry : samples.get(0).entries()) {
            if (entry.ofScored() && entry.figure().kind() != Figure.Kind.LEVEL) {
                String name = entry.figure().name();
                arithmetic.add(new NumericFloorFigure(
                        name, cut.getOrDefault(name, Double.NaN), numericFloor.getOrDefault(name, Double.NaN)));
            }
        }
        return arithmetic;
    }

    private List<FigureSummary> figures(ArmSamples arm, Positions positions) {
        List<FigureSummary> figures = new ArrayList<>();
        for (ArmSamples.Entry entry : arm.entries()) {
            String name = entry.figure().name();
            Estimate estimate = entry.estimate();
            boolean below = entry.ofScored()
                    && !arm.arm().measuresArithmetic()
                    && entry.figure().kind() == Figure.Kind.DIVERGENCE
                    && estimate.value() <= numericFloor.getOrDefault(name, 0.0);
            figures.add(new FigureSummary(
                    entry.metric(),
                    entry.figure(),
                    entry.ofScored(),
                    estimate,
                    below,
                    positions.infinite(name),
                    positions.spread(name)));
        }
        return figures;
    }

    private List<FloorSummary> floors(ArmSamples arm, Floors comparison) {
        return samples.stream()
                .filter(floor -> floor.arm().isNamedIn(floors) && floor.arm().isComparableWith(arm.arm()))
                .flatMap(floor -> comparison.against(arm, floor).stream())
                .toList();
    }

    private List<PairSummary> pairs() {
        List<PairSummary> pairs = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            for (int j = i + 1; j < samples.size(); j++) {
                Arm one = samples.get(i).arm();
                Arm other = samples.get(j).arm();
                if (!one.baseline() && !other.baseline() && one.site().equals(other.site())) {
                    pairs.addAll(pair(samples.get(i), samples.get(j)));
                }
            }
        }
        return pairs;
    }

    private static List<PairSummary> pair(ArmSamples one, ArmSamples other) {
        List<PairSummary> pairs = new ArrayList<>();
        for (ArmSamples.Entry entry : one.entries()) {
            if (entry.ofScored() && entry.figure().kind() != Figure.Kind.LEVEL) {
                String figure = entry.figure().name();
                Sampled difference = entry.sampled().minus(other.entry(figure).sampled());
                pairs.add(new PairSummary(
                        one.arm().site(),
                        one.arm().name(),
                        other.arm().name(),
                        figure,
                        difference.estimate(),
                        Floors.detectable(difference)));
            }
        }
        return pairs;
    }

    private List<RecoveredSummary> recovered(ArmSamples arm) {
        List<RecoveredSummary> all = new ArrayList<>();
        for (ArmSamples.Entry entry : arm.entries()) {
            if (entry.figure().recovered().isEmpty()) {
                continue;
            }
            for (ArmSamples ablation : samples) {
                Arm b = ablation.arm();
                if (b.servesAsAblation() && b.site().equals(arm.arm().site()) && !b.equals(arm.arm())) {
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
        if (estimate.missing() != null) {
            return Estimate.undefined(name + " under " + ablation.arm().name() + ": " + estimate.missing());
        }
        if (!estimate.isAbove(0)) {
            return Estimate.undefined("the interval of " + name + " under "
                    + ablation.arm().name() + " does not lie above 0, so there is no damage to recover from");
        }
        if (entry.figure().kind() == Figure.Kind.DIVERGENCE
                && estimate.value() <= numericFloor.getOrDefault(name, 0.0)) {
            return Estimate.undefined(name + " under " + ablation.arm().name() + " is not above the numeric floor");
        }
        return damage.minus(entry.sampled())
                .over(damage)
                .estimate()
                .withDrawError(entry.drawError() / estimate.value());
    }
}
