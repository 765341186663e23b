package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ArmReport.Role;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunReport.JointCost;
import org.noisefloor.api.report.SiteReport;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
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
import org.noisefloor.core.run.ToyPlan;

/** What a report makes of a splice of several sites in one pass. */
class TogetherInReportTest {
    private static final int SEQUENCES = 400;
    private static final int POSITIONS = 5;

    private static RunReport toy() {
        return ToyReport.of(ChangedPlan.of(new ToyPlan(4, 2).plan(), Map.of("splice", Plan.Splicing.TOGETHER)));
    }

    private static JointCost cost(RunReport report, String arm) {
        assertThat(report.together()).isNotNull();
        return report.together().stream()
                .filter(each -> each.arm().equals(arm))
                .findFirst()
                .orElseThrow();
    }

    /** The one divergence of {@code sae} at two sites, alone and together: sums of each sequence, by its index. */
    private static JointCost cost(IntToDoubleFunction one, IntToDoubleFunction other, IntToDoubleFunction joint) {
        ColumnLayout columns = SyntheticRun.columns("d");
        Arm alone = Arm.of("site", "sae", "sae", Role.INTERVENTION, Arm.Draws.ONE);
        List<Arm> arms = List.of(
                alone,
                Arm.of("other", "sae", "sae", Role.INTERVENTION, Arm.Draws.ONE),
                alone.at(List.of("site", "other")));
        Layout layout = new Layout(
                arms,
                columns,
                Collections.nCopies(3, ColumnLayout.NONE),
                Collections.nCopies(3, List.of()),
                List.of(),
                List.of(new Layout.Point("d", 0, Figure.Kind.DIVERGENCE)),
                List.of());
        List<SequenceRecord> records = new ArrayList<>();
        for (int s = 0; s < SEQUENCES; s++) {
            int index = s;
            records.add(new SequenceRecord(
                    s,
                    new int[] {s},
                    POSITIONS + 1,
                    POSITIONS,
                    POSITIONS,
                    0,
                    0,
                    new int[0],
                    new int[0],
                    Predictions.NONE,
                    List.of(one, other, joint).stream()
                            .map(sum -> List.<ArmSums>of(
                                    SyntheticRun.sums(new double[] {sum.applyAsDouble(index)}, List.of())))
                            .toList(),
                    List.of(),
                    Collections.nCopies(3, new ArmPositions(List.of(new TreeMap<>()), new double[0][], List.of())),
                    Collections.nCopies(3, FeatureCounts.NONE)));
        }
        FigureCatalogue.ArmFigures figures = new FigureCatalogue.ArmFigures(
                List.of(new MetricFigures(
                        "m", List.of(Figure.mean("d", "nats", Figure.Kind.DIVERGENCE, "a divergence")))),
                List.of());
        return cost(
                Summarizer.summarize(
                        SyntheticRun.described(
                                layout, new RunDescription.Inference(3, 2000, List.of(), List.of()), new double[] {0}),
                        FigureCatalogue.of(Collections.nCopies(3, figures)),
                        records,
                        Summarizer.Options.OF_RUN),
                "sae");
    }

    @Test
    void whatSequencesHaveInCommonCancelsInTheDifference() {
        // a joint cost of two nats a position more than the parts, on sequences that are hard or easy
        JointCost cost = cost(s -> s, s -> 3 * s, s -> 4 * s + 2 * POSITIONS);
        assertThat(cost.sum().value()).isCloseTo(4 * (SEQUENCES - 1) / 2.0 / POSITIONS, within(1e-9));
        assertThat(cost.difference().value()).isCloseTo(2, within(1e-9));
        assertThat(cost.difference().low()).isCloseTo(2, within(1e-9));
        assertThat(cost.difference().high()).isCloseTo(2, within(1e-9));
        assertThat(cost.joint().high() - cost.joint().low()).isGreaterThan(1);
    }

    @Test
    void theIntervalOfTheDifferenceIsThatOfAMeanOfPairedDifferences() {
        // by sequence, the difference is a position's 1 or −1: a mean of 0 and a standard error of 1/√n
        JointCost cost = cost(s -> 7, s -> 11, s -> 18 + POSITIONS * (s % 2 == 0 ? 1 : -1));
        double error = 1 / Math.sqrt(SEQUENCES);
        assertThat(cost.difference().value()).isCloseTo(0, within(1e-9));
        assertThat(cost.difference().low()).isCloseTo(-1.96 * error, within(0.1 * error));
        assertThat(cost.difference().high()).isCloseTo(1.96 * error, within(0.1 * error));
        assertThat(cost.detectableDifference()).isCloseTo(2.8 * error, within(0.1 * error));
    }

    @Test
    void anInfiniteCostAtOneSiteIsTold() {
        JointCost cost = cost(s -> s == 0 ? Double.POSITIVE_INFINITY : 1, s -> 1, s -> 2);
        assertThat(cost.sum().value()).isInfinite();
        assertThat(cost.difference().value()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(cost.difference().missing()).isNotEmpty();
    }

    @Test
    void jointSumAndDifferenceAreThoseOfTheArms() {
        RunReport report = toy();
        for (String arm : List.of("half", "noise", "zero", "zero_all", "same")) {
            JointCost cost = cost(report, arm);
            double sum = report.sites().stream()
                    .filter(site -> site.together() == null)
                    .mapToDouble(site -> estimate(site, arm).value())
                    .sum();
            Estimate joint = estimate(report.site("together").orElseThrow(), arm);
            assertThat(cost.joint()).isEqualTo(joint);
            assertThat(cost.sum().value()).isCloseTo(sum, within(1e-12));
            assertThat(cost.difference().value()).isCloseTo(joint.value() - sum, within(1e-12));
        }
        assertThat(report.together()).extracting(JointCost::figure).containsOnly("d");
        assertThat(cost(report, "noise").matchedTo()).isEqualTo("half");
    }

    private static Estimate estimate(SiteReport site, String arm) {
        return site.arms().stream()
                .filter(each -> each.name().equals(arm))
                .findFirst()
                .flatMap(each -> each.estimate("d"))
                .orElseThrow();
    }

    @Test
    void theJointArmStandsUnderASiteOfItsOwnWithWhatAnArmHas() {
        RunReport report = toy();
        assertThat(report.sites()).extracting(SiteReport::name).containsExactly("layer.0", "layer.1", "together");
        SiteReport site = report.site("together").orElseThrow();
        assertThat(site.together()).containsExactly("layer.0", "layer.1");
        assertThat(site.tensor()).isEqualTo("t0 + t1");
        assertThat(site.width()).isEqualTo(8);
        ArmReport half = site.arm("half").orElseThrow();
        assertThat(half.against("noise", "d").orElseThrow().verdict()).isNotNull();
        assertThat(half.against("noise", "d").orElseThrow().ranks()).isNotNull();
        assertThat(half.classes()).containsKey("parity");
        // what belongs to one site
        assertThat(half.estimate("after")).isEmpty();
        assertThat(half.estimate("position")).isEmpty();
        assertThat(half.features()).isNull();
        assertThat(half.sinks()).isNull();
    }

    @Test
    void aloneThereIsNoneOfIt() {
        RunReport report = ToyReport.of(new ToyPlan(4, 2));
        assertThat(report.together()).isNull();
        assertThat(report.sites()).allMatch(site -> site.together() == null);
    }
}
