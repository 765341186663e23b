package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport.Role;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.figures.MetricFigures;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmPositions;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.FeatureCounts;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Predictions;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;

/**
 * Records made from given sums: one site, an intervention {@code sae}, the floor {@code noise} matched to it and the ablation
 * {@code zero}. A divergence {@code d}, a similarity {@code s} and a signed difference {@code delta} are measured.
 */
final class SyntheticRun {
    static final Arm SAE = Arm.of("site", "sae", "sae", Role.INTERVENTION, Arm.Draws.ONE);
    static final Arm ZERO = Arm.of("site", "zero", "zero", Role.BASELINE, Arm.Draws.ONE);

    private static final List<SortedMap<Integer, Integer>> NO_HISTOGRAMS =
            List.of(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    private static final ArmPositions NO_POSITIONS = new ArmPositions(NO_HISTOGRAMS, new double[0][], List.of());
    private static final ArmPositions RANKED_AGAINST_SAE = new ArmPositions(
            NO_HISTOGRAMS, new double[0][], List.of(Collections.nCopies(3, new ArmPositions.Ranks(0, 0, 0, 0))));

    private static final List<Figure> FIGURES = List.of(
            Figure.mean("d", "nats", Figure.Kind.DIVERGENCE, "a divergence").recoveredAs("d_recovered"),
            Figure.mean("s", "", Figure.Kind.SIMILARITY, "a similarity"),
            Figure.mean("delta", "nats", Figure.Kind.DIFFERENCE, "a difference").recoveredAs("delta_recovered"),
            Figure.named("root")
                    .unit("nats")
                    .reading("d")
                    .doc("a function of a mean")
                    .of(sums -> Math.sqrt(sums.sum("d") / sums.count())));

    private final int draws;
    private final double numericFloor;
    private int document = -1;
    private int calibrations;
    private int recalibrations;
    private String conventions = "noisefloor";
    private final List<Figure> figures = new ArrayList<>(FIGURES);
    private final List<SequenceRecord> records = new ArrayList<>();

    /** Under SAELens' conventions. */
    SyntheticRun saelens() {
        conventions = "saelens";
        return this;
    }

    SyntheticRun(int draws) {
        this(draws, 0);
    }

    SyntheticRun(int draws, double numericFloor) {
        this.draws = draws;
        this.numericFloor = numericFloor;
    }

    /** Columns of metrics of scored positions. */
    static ColumnLayout columns(String... numbers) {
        return new ColumnLayout(List.of(new ColumnLayout.MetricColumns(
                "m",
                List.of(numbers).stream()
                        .map(name -> new ColumnLayout.Column(name, 1))
                        .toList(),
                false)));
    }

    /** A description of a run at one site, of which all but the layout is of no account. */
    static RunDescription described(Layout layout, RunDescription.Inference inference, double[] arithmetic) {
        return described(layout, inference, arithmetic, "noisefloor");
    }

    private static RunDescription described(
            Layout layout, RunDescription.Inference inference, double[] arithmetic, String conventions) {
        return new RunDescription(
                "0",
                new RunDescription.Model("toy", "toy", 10, null, null),
                List.of(new RunDescription.SiteFacts("site", "tensor", 4)),
                new RunDescription.Shape(4, 8, 1),
                new RunDescription.MaskRule(List.of(0), 0, 10, conventions),
                inference,
                layout,
                new RunDescription.Words(
                        List.of(),
                        List.of(),
                        layout.arms().stream()
                                .map(arm -> arm.draws().random()
                                        ? Map.of("rank", List.of(5.0, 3.0), "ratio", List.of(2.0, 2.0))
                                        : Map.<String, List<Double>>of())
                                .toList()),
                new RunDescription.Arithmetic(arithmetic, 1, 1e-6, null),
                List.of(),
                Map.of());
    }

    /** The sums of an arm that is no intervention, or of which nothing else is measured. */
    static ArmSums sums(double[] scored, List<List<ArmSums.ClassSums>> classes) {
        return new ArmSums(
                new ArmSums.Scored(scored, new double[0], new int[0], new double[0]), ArmSums.Intervened.NONE, classes);
    }

    /** The columns d, s and delta, and the vector v of two numbers, whose sums are 3 and 5 on every sequence and draw. */
    private static final ColumnLayout COLUMNS = new ColumnLayout(List.of(new ColumnLayout.MetricColumns(
            "m",
            List.of(
                    new ColumnLayout.Column("d", 1),
                    new ColumnLayout.Column("s", 1),
                    new ColumnLayout.Column("delta", 1),
                    new ColumnLayout.Column("v", 2)),
            false)));

    /** One more figure of the metric. */
    SyntheticRun figure(Figure figure) {
        figures.add(figure);
        return this;
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
            return SyntheticRun.sums(
                    new double[] {d, s, delta, 3, 5},
                    List.of(List.of(
                            inClass
                                    ? new ArmSums.ClassSums(1, new double[] {d / 2, s / 2, delta / 2})
                                    : new ArmSums.ClassSums(0, new double[0]),
                            new ArmSums.ClassSums(0, new double[0]))));
        }
    }

    /** The next sequence is of a document; without this, of one of its own. */
    SyntheticRun ofDocument(int number) {
        document = number;
        return this;
    }

    /** The floor's draws know one of so many groups of calibration texts each. */
    SyntheticRun calibratedOn(int groups) {
        calibrations = groups;
        return this;
    }

    SyntheticRun sequence(int positions, Sums sae, List<Sums> noise, Sums zero) {
        return sequence(positions, sae, noise, zero, List.of());
    }

    /** @param again what zero gives if it knows one group of calibration texts each */
    SyntheticRun sequence(int positions, Sums sae, List<Sums> noise, Sums zero, List<Sums> again) {
        recalibrations = again.size();
        records.add(new SequenceRecord(
                records.size(),
                new int[] {document < 0 ? records.size() : document},
                positions + 2,
                positions + 1,
                positions,
                0,
                0,
                new int[0],
                new int[0],
                Predictions.NONE,
                List.of(List.of(sae.sums()), noise.stream().map(Sums::sums).toList(), List.of(zero.sums())),
                List.of(List.of(), List.of(), again.stream().map(Sums::sums).toList()),
                List.of(NO_POSITIONS, RANKED_AGAINST_SAE, NO_POSITIONS),
                List.of(FeatureCounts.NONE, FeatureCounts.NONE, FeatureCounts.NONE)));
        return this;
    }

    RunReport report() {
        return report(2000, 0);
    }

    RunReport report(int resamples, long seed) {
        Arm noise = Arm.of(
                        "site", "noise", "eps_random", Role.BASELINE, new Arm.Draws(draws, true, false, calibrations))
                .matchedTo("sae");
        Arm zero = recalibrations == 0
                ? ZERO
                : Arm.of(
                        ZERO.site(),
                        ZERO.name(),
                        ZERO.type(),
                        ZERO.role(),
                        new Arm.Draws(1, false, false, recalibrations));
        Layout layout = new Layout(
                List.of(SAE, noise, zero),
                COLUMNS,
                List.of(ColumnLayout.NONE, ColumnLayout.NONE, ColumnLayout.NONE),
                List.of(List.of(), List.of(), List.of()),
                List.of(new Layout.Classes("halves", List.of("one", "none"))),
                List.of(
                        new Layout.Point("d", 0, Figure.Kind.DIVERGENCE),
                        new Layout.Point("s", 1, Figure.Kind.SIMILARITY),
                        new Layout.Point("delta", 2, Figure.Kind.DIFFERENCE)),
                List.of(new Layout.Floor(1, List.of(0), List.of(0))));
        List<MetricFigures> metric = List.of(new MetricFigures("m", figures));
        FigureCatalogue.ArmFigures arm = new FigureCatalogue.ArmFigures(metric, List.of());
        return Summarizer.summarize(
                described(
                        layout,
                        new RunDescription.Inference(seed, resamples, List.of("noise"), List.of()),
                        new double[] {numericFloor, 1, 0, 0, 0},
                        conventions),
                FigureCatalogue.of(List.of(arm, arm, arm)),
                records,
                Summarizer.Options.OF_RUN);
    }
}
