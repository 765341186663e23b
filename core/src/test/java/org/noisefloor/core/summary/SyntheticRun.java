package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.noisefloor.api.Column;
import org.noisefloor.api.Figure;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmPositions;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.FeatureCounts;
import org.noisefloor.core.record.LargeNorms;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Predictions;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.Measures;
import org.noisefloor.core.run.NumericFloor;

/**
 * Records made from given sums: one site, an intervention {@code sae}, the floor {@code noise} matched to it and the ablation
 * {@code zero}. A divergence {@code d}, a similarity {@code s} and a signed difference {@code delta} are measured.
 */
final class SyntheticRun {
    static final Arm SAE = Arm.of("site", "sae", "sae", false, null, 1, false);
    static final Arm ZERO = Arm.of("site", "zero", "zero", true, null, 1, false);

    private static final List<SortedMap<Integer, Integer>> NO_HISTOGRAMS =
            List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    private static final ArmPositions NO_POSITIONS = new ArmPositions(NO_HISTOGRAMS, new double[0][], List.of());
    private static final ArmPositions RANKED_AGAINST_SAE = new ArmPositions(
            NO_HISTOGRAMS, new double[0][], List.of(Collections.nCopies(3, new ArmPositions.Ranks(0, 0, 0, 0))));

    private static final List<Column> COLUMNS = List.of(Column.of("d"), Column.of("s"), Column.of("delta"));
    private static final List<Figure> FIGURES = List.of(
            Figure.mean("d", "nats", Figure.Kind.DIVERGENCE, "a divergence").recoveredAs("d_recovered"),
            Figure.mean("s", "", Figure.Kind.SIMILARITY, "a similarity"),
            Figure.mean("delta", "nats", Figure.Kind.DIFFERENCE, "a difference").recoveredAs("delta_recovered"),
            new Figure(
                    "root",
                    "nats",
                    Figure.Kind.LEVEL,
                    sums -> Math.sqrt(sums.sum("d") / sums.count()),
                    Optional.empty(),
                    "a function of a mean"));

    private final int draws;
    private final double numericFloor;
    private final List<SequenceRecord> records = new ArrayList<>();

    SyntheticRun(int draws) {
        this(draws, 0);
    }

    SyntheticRun(int draws, double numericFloor) {
        this.draws = draws;
        this.numericFloor = numericFloor;
    }

    /**
     * Sums of d, s and delta over a sequence.
     *
     * @param inClass whether one position, with half of each, is in the class {@code one}
     */
    record Sums(double d, double s, double delta, boolean inClass) {
        Sums(double d, double s, double delta) {
            this(d, s, delta, true);
        }

        private ArmSums sums() {
            double[] sums = {d, s, delta};
            return new ArmSums(
                    sums,
                    new double[0],
                    new double[0],
                    new double[0],
                    new double[] {0, 0},
                    LargeNorms.NONE,
                    new int[0],
                    new double[0],
                    List.of(List.of(
                            inClass
                                    ? new ArmSums.ClassSums(1, new double[] {d / 2, s / 2, delta / 2})
                                    : new ArmSums.ClassSums(0, new double[0]),
                            new ArmSums.ClassSums(0, new double[0]))));
        }
    }

    SyntheticRun sequence(int positions, Sums sae, List<Sums> noise, Sums zero) {
        records.add(new SequenceRecord(
                records.size(),
                positions + 2,
                positions + 1,
                positions,
                0,
                0,
                new int[0],
                new int[0],
                Predictions.NONE,
                List.of(List.of(sae.sums()), noise.stream().map(Sums::sums).toList(), List.of(zero.sums())),
                List.of(NO_POSITIONS, RANKED_AGAINST_SAE, NO_POSITIONS),
                List.of(FeatureCounts.NONE, FeatureCounts.NONE, FeatureCounts.NONE)));
        return this;
    }

    Summary summary() {
        return summary(2000, 0);
    }

    Summary summary(int resamples, long seed) {
        Arm noise = Arm.of("site", "noise", "eps_random", true, "sae", draws, true);
        Layout layout = new Layout(
                List.of(SAE, noise, ZERO),
                List.of(new Layout.MetricColumns("m", COLUMNS)),
                List.of(List.of(), List.of(), List.of()),
                List.of(List.of(), List.of(), List.of()),
                List.of(new Layout.Classes("halves", List.of("one", "none"))),
                List.of(
                        new Layout.Point("d", 0, Figure.Kind.DIVERGENCE),
                        new Layout.Point("s", 1, Figure.Kind.SIMILARITY),
                        new Layout.Point("delta", 2, Figure.Kind.DIFFERENCE)));
        List<Measures.MetricFigures> figures = List.of(new Measures.MetricFigures("m", FIGURES));
        Measures measures = new Measures(List.of(figures, figures, figures), List.of(List.of(), List.of(), List.of()));
        NumericFloor arithmetic = new NumericFloor(new double[] {numericFloor, 1, 0}, 1, 1e-6);
        return Summarizing.summarize(layout, measures, records, arithmetic, Set.of("noise"), seed, resamples);
    }
}
