package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.ClassReport.ClassContrast;
import org.noisefloor.api.report.ClassReport.ClassExcess;
import org.noisefloor.api.report.ClassReport.ClassFigure;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureReport;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.core.summary.SyntheticRun.Sums;

class SummarizerTest {
    private static final Sums NOTHING = new Sums(0, 0, 0);

    private static ArmReport arm(RunReport report, String name) {
        return report.sites().get(0).arms().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Estimate estimate(RunReport report, String arm, String figure) {
        return arm(report, arm).estimate(figure).orElseThrow();
    }

    private static FloorContrast floor(RunReport report, String figure) {
        return arm(report, "sae").against("noise", figure).orElseThrow();
    }

    private static Estimate recovered(RunReport report, String name) {
        return arm(report, "sae").recovered().get(name).get("zero");
    }

    private static ClassReport one(RunReport report, String arm) {
        return arm(report, arm).inClass("halves", "one").orElseThrow();
    }

    private static SyntheticRun twoSequences() {
        return new SyntheticRun(2)
                .sequence(10, new Sums(3, 8, 2), List.of(new Sums(1, 9, 1), new Sums(2, 9, 1)), new Sums(10, 2, 8))
                .sequence(30, new Sums(9, 24, 6), List.of(new Sums(3, 27, 2), new Sums(4, 29, 4)), new Sums(30, 6, 24));
    }

    @Test
    void figuresAreSumsOverSumsNotMeansOfMeans() {
        RunReport report = twoSequences().report();
        assertThat(estimate(report, "sae", "d").value()).isEqualTo(12.0 / 40);
        assertThat(estimate(report, "noise", "d").value()).isEqualTo(10.0 / 80);
        assertThat(estimate(report, "sae", "root").value()).isEqualTo(Math.sqrt(12.0 / 40));
    }

    @Test
    void aSingleSequenceHasValuesAndNoIntervals() {
        RunReport report = new SyntheticRun(2)
                .sequence(10, new Sums(3, 8, 2), List.of(new Sums(1, 9, 1), new Sums(2, 9, 1)), new Sums(10, 2, 8))
                .report();
        Estimate d = estimate(report, "sae", "d");
        assertThat(d.value()).isEqualTo(3.0 / 10);
        assertThat(d.low()).isNaN();
        assertThat(d.high()).isNaN();
        assertThat(d.missing())
                .isEqualTo("no interval: 1 document, and fewer than 6 tell too little of how documents differ");
        assertThat(arm(report, "sae").floors().get("noise").values())
                .isNotEmpty()
                .allSatisfy(floor -> assertThat(floor.excess().low()).isNaN())
                .filteredOn(floor -> floor.verdict() != null)
                .isNotEmpty()
                .allSatisfy(floor -> assertThat(floor.verdict().word()).isEqualTo(Verdict.Word.UNKNOWN));
    }

    @Test
    void countsTellWhatWasMeasured() {
        RunReport.Positions positions = twoSequences().report().positions();
        assertThat(List.of(positions.sequences(), positions.tokens(), positions.intervened(), positions.scored()))
                .isEqualTo(List.of(2, 44L, 42L, 40L));
        assertThat(positions.ends() + positions.nonfinite()).isZero();
    }

    @Test
    void theRatioAndTheExcessCompareWithTheFloorsMean() {
        FloorContrast floor = floor(twoSequences().report(), "d");
        assertThat(floor.floor().value()).isEqualTo(0.125);
        assertThat(floor.ratio().value()).isCloseTo(2.4, within(1e-12));
        assertThat(floor.excess().value()).isCloseTo(0.175, within(1e-12));
    }

    @Test
    void aSimilarityIsComparedAsADistance() {
        FloorContrast floor = floor(twoSequences().report(), "s");
        assertThat(floor.floor().value()).isCloseTo(1 - 74.0 / 80, within(1e-12));
        assertThat(floor.ratio().value()).isCloseTo((1 - 0.8) / (1 - 74.0 / 80), within(1e-12));
    }

    @Test
    void aSignedDifferenceHasNoRatio() {
        FloorContrast floor = floor(twoSequences().report(), "delta");
        assertThat(floor.ratio()).isNull();
        assertThat(floor.excess().value()).isCloseTo(0.2 - 0.1, within(1e-12));
    }

    @Test
    void theRatiosIntervalUsesTheSameSequencesOnBothSides() {
        SyntheticRun run = new SyntheticRun(1);
        SplittableRandom random = new SplittableRandom(1);
        for (int s = 0; s < 40; s++) {
            double d = 0.1 + random.nextDouble();
            run.sequence(1, new Sums(2 * d, 0, 0), List.of(new Sums(d, 0, 0)), NOTHING);
        }
        FloorContrast floor = floor(run.report(), "d");
        assertThat(floor.floor().high() - floor.floor().low()).isGreaterThan(0.05);
        assertThat(floor.ratio().low()).isCloseTo(2, within(1e-12));
        assertThat(floor.ratio().high()).isCloseTo(2, within(1e-12));
    }

    @Test
    void recoveredSharesAreOneWithoutDamageAndNotClamped() {
        SyntheticRun run = new SyntheticRun(1);
        for (int s = 0; s < 6; s++) {
            run.sequence(10, new Sums(0, 0, -1), List.of(NOTHING), new Sums(10, 0, 10));
        }
        assertThat(recovered(run.report(), "d_recovered").value()).isEqualTo(1);
        assertThat(recovered(run.report(), "delta_recovered").value()).isCloseTo(1.1, within(1e-12));
    }

    @Test
    void aRecoveredShareNeedsAnAblationThatDoesDamage() {
        SyntheticRun run = new SyntheticRun(1);
        for (int s = 0; s < 20; s++) {
            run.sequence(10, new Sums(1, 0, 1), List.of(NOTHING), new Sums(1, 0, s % 2 == 0 ? 1 : -1));
        }
        Estimate share = recovered(run.report(), "delta_recovered");
        assertThat(share.isDefined()).isFalse();
        assertThat(share.missing()).contains("does not lie above 0");
    }

    @Test
    void anAblationBelowTheNumericFloorRecoversNothing() {
        SyntheticRun run = new SyntheticRun(1, 5);
        for (int s = 0; s < 20; s++) {
            run.sequence(10, new Sums(1, 0, 1), List.of(NOTHING), new Sums(20, 0, 1));
        }
        assertThat(recovered(run.report(), "d_recovered").missing()).contains("numeric floor");
        assertThat(arm(run.report(), "sae").figure("d").orElseThrow().belowNumericFloor())
                .isTrue();
    }

    @Test
    void theFloorsRatioIsMissingWhereTheFloorIsZero() {
        SyntheticRun run = new SyntheticRun(1);
        run.sequence(10, new Sums(1, 0, 1), List.of(NOTHING), NOTHING);
        Estimate ratio = floor(run.report(), "d").ratio();
        assertThat(ratio.isDefined()).isFalse();
        assertThat(ratio.missing()).contains("not above 0");
    }

    @Test
    void anEmptyClassIsAbsent() {
        SyntheticRun run = new SyntheticRun(1);
        for (int s = 0; s < 6; s++) {
            run.sequence(10, new Sums(6, 8, 2), List.of(NOTHING), NOTHING);
        }
        RunReport report = run.report();
        assertThat(arm(report, "sae").classes().get("halves")).containsOnlyKeys("one");
        assertThat(one(report, "sae").n().value()).isEqualTo(6);
        ClassFigure d = one(report, "sae").figures().get("d");
        assertThat(d.estimate().value()).isEqualTo(3.0);
        assertThat(d.ofTotal().value()).isCloseTo(0.5, within(1e-12));
    }

    private static RunReport twentyFiveSequences(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SyntheticRun run = new SyntheticRun(2);
        for (int s = 0; s < 25; s++) {
            Sums first = new Sums(1 + random.nextDouble(), 9, 1);
            Sums second = new Sums(1 + random.nextDouble(), 9, 1);
            run.sequence(10, new Sums(3 + random.nextDouble(), 8, 2), List.of(first, second), new Sums(10, 2, 8));
        }
        return run.report();
    }

    @Test
    void aClassIsResampledWithTheSameSequencesAndDrawsAsTheWhole() {
        RunReport report = twentyFiveSequences(7);
        for (String name : List.of("sae", "noise")) {
            // of ten positions with d in all, one has half of d: five times the mean, in every resample
            Estimate whole = estimate(report, name, "d");
            ClassReport half = one(report, name);
            ClassFigure d = half.figures().get("d");
            assertThat(d.estimate().value()).isCloseTo(5 * whole.value(), within(1e-12));
            assertThat(d.estimate().low()).isCloseTo(5 * whole.low(), within(1e-12));
            assertThat(d.estimate().high()).isCloseTo(5 * whole.high(), within(1e-12));
            assertThat(d.ofTotal().low()).isCloseTo(0.5, within(1e-12));
            assertThat(d.ofTotal().high()).isCloseTo(0.5, within(1e-12));
            assertThat(half.share().low()).isCloseTo(0.1, within(1e-12));
            assertThat(half.share().high()).isCloseTo(0.1, within(1e-12));
        }
        Estimate ofZero = one(report, "zero").figures().get("d").estimate();
        assertThat(ofZero.value()).isCloseTo(5, within(1e-12));
        assertThat(ofZero.low()).isNaN();
        assertThat(ofZero.missing()).contains("only interventions and the floors");
    }

    @Test
    void aClassIsComparedWithTheSameClassUnderTheFloor() {
        RunReport report = twentyFiveSequences(8);
        ClassContrast against = one(report, "sae").floors().get("noise");
        // both have one position of ten in the class, in every resample
        assertThat(against.shareExcess().value()).isZero();
        assertThat(against.shareExcess().low()).isZero();
        assertThat(against.shareExcess().high()).isZero();
        // five times the mean on both sides, so five times the excess and the same ratio, ends of the intervals
        // included
        FloorContrast whole = floor(report, "d");
        ClassExcess d = against.figures().get("d");
        assertThat(d.excess().value()).isCloseTo(5 * whole.excess().value(), within(1e-12));
        assertThat(d.excess().low()).isCloseTo(5 * whole.excess().low(), within(1e-12));
        assertThat(d.excess().high()).isCloseTo(5 * whole.excess().high(), within(1e-12));
        assertThat(d.ratio().low()).isCloseTo(whole.ratio().low(), within(1e-12));
        // similarities as distances, signed differences without a ratio, levels not at all
        assertThat(against.figures()).containsOnlyKeys("d", "s", "delta");
        assertThat(against.figures().get("s").excess().value()).isCloseTo(5 * 0.1, within(1e-12));
        assertThat(against.figures().get("delta").ratio()).isNull();
        assertThat(one(report, "noise").floors()).isEmpty();
    }

    @Test
    void aClassThatIsEmptyUnderTheFloorHasAShareOfZeroThereAndNoFigures() {
        SyntheticRun run = new SyntheticRun(1);
        for (int s = 0; s < 25; s++) {
            run.sequence(10, new Sums(3, 8, 2), List.of(new Sums(1, 9, 1, false)), NOTHING);
        }
        RunReport report = run.report();
        ClassContrast against = one(report, "sae").floors().get("noise");
        assertThat(arm(report, "noise").classes()).isEmpty();
        assertThat(against.shareExcess().value()).isCloseTo(0.1, within(1e-12));
        assertThat(against.shareExcess().low()).isCloseTo(0.1, within(1e-12));
        ClassExcess d = against.figures().get("d");
        assertThat(d.excess().isDefined()).isFalse();
        assertThat(d.excess().missing()).isEqualTo("undefined: there is no position");
        assertThat(d.ratio()).isNull();
    }

    @Test
    void aRunWithoutScoredPositionsHasNoFiguresAndSaysWhy() {
        SyntheticRun run = new SyntheticRun(1).sequence(0, NOTHING, List.of(NOTHING), NOTHING);
        Estimate estimate = estimate(run.report(), "sae", "d");
        assertThat(estimate.isDefined()).isFalse();
        assertThat(estimate.missing()).isNotNull();
    }

    @Test
    void theDrawErrorOfAMeanHasItsClosedForm() {
        RunReport report = twoSequences().report();
        double first = 0.5; // variance of 1 and 2
        double second = 0.5; // variance of 3 and 4
        double expected = Math.sqrt((first + second) / 2) / 40;
        assertThat(estimate(report, "noise", "d").drawError()).isCloseTo(expected, within(1e-9));
        assertThat(estimate(report, "sae", "d").drawError()).isNaN();
    }

    @Test
    void theSameSeedGivesTheSameIntervalsAndAnotherSeedOthers() {
        SyntheticRun run = new SyntheticRun(1);
        SplittableRandom random = new SplittableRandom(3);
        for (int s = 0; s < 30; s++) {
            run.sequence(1, new Sums(random.nextDouble(), 0, 0), List.of(NOTHING), NOTHING);
        }
        Estimate first = estimate(run.report(200, 1), "sae", "d");
        assertThat(estimate(run.report(200, 1), "sae", "d")).isEqualTo(first);
        assertThat(estimate(run.report(200, 2), "sae", "d")).isNotEqualTo(first);
    }

    @Test
    void fewDocumentsAreWarnedOf() {
        assertThat(twoSequences().report().warnings())
                .containsExactly(
                        "no interval: 2 documents, and fewer than 6 tell too little of how documents differ, so no"
                                + " verdict either; take more texts, or more of the same (corpus.sequences)");
        SyntheticRun six = new SyntheticRun(2);
        for (int s = 0; s < 6; s++) {
            six.sequence(1, NOTHING, List.of(NOTHING, NOTHING), NOTHING);
        }
        assertThat(six.report().warnings())
                .containsExactly(
                        "only 6 documents: intervals from fewer than 20 lean on the assumption that documents are"
                                + " alike");
        assertThat(twentySequences(2).report().warnings()).isEmpty();
    }

    /** Of each document four sequences that are the same, and of which none is new. */
    private static SyntheticRun copies(int documents, int draws) {
        SplittableRandom random = new SplittableRandom(4);
        SyntheticRun run = new SyntheticRun(draws);
        for (int d = 0; d < documents; d++) {
            Sums sae = new Sums(1 + random.nextDouble(), 0.5, 0);
            List<Sums> noise = new ArrayList<>();
            for (int k = 0; k < draws; k++) {
                noise.add(new Sums(0.5 + random.nextDouble(), 0.5, 0));
            }
            for (int copy = 0; copy < 4; copy++) {
                run.ofDocument(d).sequence(1, sae, noise, NOTHING);
            }
        }
        return run;
    }

    @Test
    void sequencesOfADocumentAreNoNewSamplesAndWhatWouldBeStandsBeside() {
        RunReport report = copies(30, 2).report();
        assertThat(report.bootstrap().units()).isEqualTo(30);
        FigureReport d = arm(report, "sae").figures().get("d");
        FigureReport.BySequence bySequence = d.bySequence();
        assertThat(bySequence).isNotNull();
        assertThat(bySequence.widthRatio()).isCloseTo(2, within(0.2));
        assertThat(bySequence.widthRatio())
                .isEqualTo((d.estimate().high() - d.estimate().low()) / (bySequence.high() - bySequence.low()));
    }

    @Test
    void theRatiosIntervalBySequenceStandsBesideToo() {
        FloorContrast contrast =
                arm(copies(30, 2).report(), "sae").floors().get("noise").get("d");
        FigureReport.BySequence bySequence = contrast.ratioBySequence();
        assertThat(bySequence).isNotNull();
        assertThat(bySequence.widthRatio()).isCloseTo(2, within(0.2));
        assertThat(arm(twentySequences(2).report(), "sae")
                        .floors()
                        .get("noise")
                        .get("d")
                        .ratioBySequence())
                .isNull();
    }

    @Test
    void whatCalibrationMadeOfAFloorIsTold() {
        RunReport report = twentySequences(2).report();
        assertThat(arm(report, "sae").calibration()).isNull();
        assertThat(arm(report, "noise").calibration())
                .containsExactly(
                        Map.entry("rank", new ArmReport.Range(3, 5)), Map.entry("ratio", new ArmReport.Range(2, 2)));
    }

    @Test
    void whereEachSequenceIsADocumentThereIsNothingBeside() {
        assertThat(arm(twentySequences(2).report(), "sae").figures().get("d").bySequence())
                .isNull();
    }

    @Test
    void independentDrawsAreNotResampledASecondTime() {
        SyntheticRun run = new SyntheticRun(2);
        for (int s = 0; s < 30; s++) {
            run.sequence(1, new Sums(1, 0, 0), List.of(new Sums(0, 0, 0), new Sums(2, 0, 0)), NOTHING);
        }
        Estimate noise = estimate(run.report(), "noise", "d");
        assertThat(List.of(noise.low(), noise.high())).isEqualTo(List.of(1.0, 1.0));
    }

    @Test
    void drawsOfDifferentCalibrationTextsAreResampledAsGroupsAndReachAsFarAsStudentsInterval() {
        double[] ofGroup = {0.9, 1.05, 1.1, 0.95, 1, 1.02, 0.93, 1.05};
        SyntheticRun run = new SyntheticRun(ofGroup.length).calibratedOn(ofGroup.length);
        for (int s = 0; s < 40; s++) {
            List<Sums> noise = new ArrayList<>();
            for (double each : ofGroup) {
                noise.add(new Sums(each, 0, 0));
            }
            run.sequence(1, new Sums(1, 0, 0), noise, NOTHING);
        }
        double error = Math.sqrt(Resampled.variance(ofGroup) / ofGroup.length);
        Estimate noise = estimate(run.report(), "noise", "d");
        assertThat(noise.value()).isCloseTo(1, within(1e-12));
        assertThat((noise.high() - noise.low()) / 2).isCloseTo(2.3646 * error, within(0.15 * error));
    }

    @Test
    void whatOtherCalibrationTextsWouldChangeWidensAnIntervalAndMovesNoValue() {
        double[] ofGroup = {0.8, 1.1, 0.9, 1.3};
        SyntheticRun run = new SyntheticRun(1);
        SyntheticRun spread = new SyntheticRun(1);
        for (int s = 0; s < 40; s++) {
            // documents differ as well: with four groups alone percentiles are coarse
            double own = 1 + (s % 2 == 0 ? 0.1 : -0.1);
            List<Sums> again = DoubleStream.of(ofGroup)
                    .mapToObj(each -> new Sums(own * each, 0, 0))
                    .toList();
            Sums mean = new Sums(own, 0, 0);
            run.sequence(1, NOTHING, List.of(NOTHING), mean);
            spread.sequence(1, NOTHING, List.of(NOTHING), mean, again);
        }
        Estimate ofTexts = estimate(run.report(), "zero", "d");
        Estimate ofBoth = estimate(spread.report(), "zero", "d");
        assertThat(ofBoth.value()).isEqualTo(ofTexts.value());
        double error = Math.sqrt(Resampled.variance(ofGroup) / ofGroup.length);
        double both = Math.hypot((ofTexts.high() - ofTexts.low()) / 2, 3.1824 * error);
        assertThat((ofBoth.high() - ofBoth.low()) / 2).isCloseTo(both, within(0.2 * both));
        assertThat(ofBoth.drawError()).isNaN();
    }

    @Test
    void aVerdictHoldsTogetherWithThoseOfTheOtherComparisons() {
        Figure figure = Figure.mean("d", "nats", Figure.Kind.DIVERGENCE, "a divergence");
        Estimate excess = Estimate.of(0.1, 0.01, 0.2);
        Estimate ratio = Estimate.of(1.1, 1.01, 1.2);
        Verdict alone = Verdicts.of(figure, excess, ratio, new Verdicts.Among(0.03, 1));
        Verdict among = Verdicts.of(figure, excess, ratio, new Verdicts.Among(0.06, 18));
        assertThat(alone).isEqualTo(new Verdict(Verdict.Word.WORSE, null));
        assertThat(among)
                .isEqualTo(new Verdict(
                        Verdict.Word.NOT_TOLD_APART,
                        "its own interval lies above 1, but not if all 18 comparisons are to hold together"));
    }

    @Test
    void comparisonsAreCounted() {
        assertThat(copies(30, 2).report().bootstrap().comparisons()).isEqualTo(1);
        assertThat(twoSequences().report().bootstrap().comparisons()).isZero();
    }

    @Test
    void aSingleDrawHasNoErrorFromDrawsAndThatIsSaid() {
        RunReport report = twentySequences(1).report();
        assertThat(estimate(report, "noise", "d").drawError()).isNaN();
        assertThat(report.warnings())
                .singleElement()
                .asString()
                .contains("drawn once")
                .endsWith("noise");
    }

    private static SyntheticRun twentySequences(int draws) {
        SyntheticRun run = new SyntheticRun(draws);
        for (int s = 0; s < 20; s++) {
            run.sequence(1, NOTHING, Collections.nCopies(draws, NOTHING), NOTHING);
        }
        return run;
    }

    @Test
    void theIntervalOfAMeanHasTheWidthThatTheoryGives() {
        int n = 400;
        SyntheticRun run = new SyntheticRun(1);
        List<Double> values = new ArrayList<>(Collections.nCopies(n / 2, 0.0));
        values.addAll(Collections.nCopies(n / 2, 2.0));
        values.forEach(value -> run.sequence(1, new Sums(value, 0, 0), List.of(NOTHING), NOTHING));
        Estimate estimate = estimate(run.report(), "sae", "d");
        double expected = 1.96 / Math.sqrt(n);
        assertThat((estimate.high() - estimate.low()) / 2).isCloseTo(expected, within(0.1 * expected));
    }

    @Test
    void intervalsCoverAKnownMeanAtAboutTheNominalRate() {
        SplittableRandom random = new SplittableRandom(7);
        int experiments = 300;
        int covered = 0;
        for (int e = 0; e < experiments; e++) {
            SyntheticRun run = new SyntheticRun(1);
            for (int s = 0; s < 60; s++) {
                run.sequence(1, new Sums(random.nextDouble(), 0, 0), List.of(NOTHING), NOTHING);
            }
            Estimate estimate = estimate(run.report(300, e), "sae", "d");
            covered += estimate.low() <= 0.5 && 0.5 <= estimate.high() ? 1 : 0;
        }
        // 95 % of 300 is 285 with a standard deviation of 3.8; a percentile interval of 60 sequences covers a little
        // less
        assertThat(covered).isBetween(268, 297);
    }

    private static Verdict verdict(double sae, double spread) {
        SyntheticRun run = new SyntheticRun(1);
        SplittableRandom random = new SplittableRandom(5);
        for (int s = 0; s < 40; s++) {
            double noise = spread * (random.nextDouble() - 0.5);
            run.sequence(1, new Sums(sae + noise, 0.5, 0), List.of(new Sums(1, 0.5, 0)), NOTHING);
        }
        return floor(run.report(), "d").verdict();
    }

    @Test
    void aVerdictIsOnTheSideOnWhichTheWholeIntervalOfTheRatioLies() {
        assertThat(verdict(1.5, 0.1)).isEqualTo(new Verdict(Verdict.Word.WORSE, null));
        assertThat(verdict(0.5, 0.1)).isEqualTo(new Verdict(Verdict.Word.MILDER, null));
        assertThat(verdict(1, 1)).isEqualTo(new Verdict(Verdict.Word.NOT_TOLD_APART, null));
    }

    @Test
    void whatIsInfiniteOrUndefinedIsUnknownWithItsReason() {
        double infinite = Double.POSITIVE_INFINITY;
        assertThat(verdict(infinite, 0))
                .isEqualTo(new Verdict(Verdict.Word.UNKNOWN, "infinite at one position at least"));
        SyntheticRun both = new SyntheticRun(1);
        SyntheticRun none = new SyntheticRun(1);
        for (int s = 0; s < 20; s++) {
            both.sequence(1, new Sums(infinite, 0, 0), List.of(new Sums(infinite, 0, 0)), NOTHING);
            none.sequence(1, new Sums(1, 0, 0), List.of(NOTHING), NOTHING);
        }
        FloorContrast contrast = floor(both.report(), "d");
        assertThat(contrast.excess().missing()).isEqualTo("undefined: ∞ − ∞, since both sides are infinite");
        assertThat(contrast.verdict().word()).isEqualTo(Verdict.Word.UNKNOWN);
        assertThat(floor(none.report(), "d").verdict())
                .isEqualTo(new Verdict(Verdict.Word.UNKNOWN, "the floor is not above 0"));
    }

    @Test
    void aSignedDifferenceThatSaysNotWhichSideIsWorseHasNoVerdict() {
        assertThat(floor(twoSequences().report(), "delta").verdict()).isNull();
    }

    @Test
    void reasonsTellInfiniteTermsFromOverflowAndFromDivisionByZero() {
        SyntheticRun run = new SyntheticRun(1)
                .figure(Figure.named("large").reading("d").doc("exp").of(sums -> Math.exp(sums.sum("d"))))
                .figure(Figure.named("quotient")
                        .reading("s", "delta")
                        .doc("a quotient")
                        .of(sums -> sums.sum("s") / sums.sum("delta")));
        for (int s = 0; s < 20; s++) {
            run.sequence(1, new Sums(1000, 0, 0), List.of(NOTHING), NOTHING);
        }
        assertThat(estimate(run.report(), "sae", "large").missing())
                .isEqualTo("infinite: beyond the largest float64, about 1.8e308");
        assertThat(estimate(run.report(), "sae", "quotient").missing()).isEqualTo("undefined: 0 divided by 0");
        SyntheticRun signs = new SyntheticRun(1)
                .sequence(1, new Sums(0, 0, Double.POSITIVE_INFINITY), List.of(NOTHING), NOTHING)
                .sequence(1, new Sums(0, 0, Double.NEGATIVE_INFINITY), List.of(NOTHING), NOTHING);
        assertThat(estimate(signs.report(), "sae", "delta").missing())
                .isEqualTo("undefined: NaN at one position at least, or infinite terms of both signs (∞ − ∞)");
        SyntheticRun undefined = new SyntheticRun(1)
                .sequence(1, new Sums(Double.NaN, 0, 0), List.of(NOTHING), NOTHING)
                .sequence(1, new Sums(1, 0, 0), List.of(NOTHING), NOTHING);
        assertThat(estimate(undefined.report(), "sae", "d").missing())
                .isEqualTo("undefined: NaN at one position at least, or infinite terms of both signs (∞ − ∞)");
    }

    @Test
    void aSequenceWithoutScoredPositionsLeavesTheResampling() {
        SyntheticRun with = new SyntheticRun(1);
        SyntheticRun without = new SyntheticRun(1);
        SplittableRandom random = new SplittableRandom(6);
        for (int s = 0; s < 6; s++) {
            Sums sums = new Sums(random.nextDouble(), 0.5, 0);
            without.sequence(5, sums, List.of(sums), NOTHING);
            with.sequence(5, sums, List.of(sums), NOTHING);
            with.sequence(0, new Sums(0, 0, 0, false), List.of(new Sums(0, 0, 0, false)), NOTHING);
        }
        Estimate expected = estimate(without.report(), "sae", "d");
        assertThat(expected.hasInterval()).isTrue();
        assertThat(estimate(with.report(), "sae", "d")).isEqualTo(expected);
        assertThat(with.report().warnings())
                .contains("6 of 12 sequences are of documents without a scored position, so they are not resampled");
    }

    @Test
    void aFigureThatReadsAnotherColumnThanItSaysIsADefectAndSaysWhich() {
        SyntheticRun run = new SyntheticRun(1)
                .figure(Figure.named("hidden")
                        .reading("d")
                        .doc("guarded")
                        .of(sums -> sums.sum("d") > 2 ? sums.sum("s") : Double.NaN));
        run.sequence(10, new Sums(3, 8, 2), List.of(new Sums(1, 9, 1)), new Sums(10, 2, 8));
        assertThatThrownBy(run::report).hasMessage("figure hidden reads column s, but says that it reads [d]");
    }

    @Test
    void aFigureThatReadsAVectorIsAbsentInClassesAndSaysWhyGuardedOrNot() {
        RunReport report = new SyntheticRun(1)
                .figure(Figure.named("plain")
                        .reading("v")
                        .doc("reads the vector")
                        .of(sums -> sums.sum("v", 1) / sums.count()))
                .figure(Figure.named("guarded")
                        .reading("d", "v")
                        .doc("looks at the vector where there is enough of d")
                        .of(sums -> sums.sum("d") >= 2 ? sums.sum("v", 0) / sums.count() : Double.NaN))
                .sequence(10, new Sums(3, 8, 2), List.of(new Sums(1, 9, 1)), new Sums(10, 2, 8))
                .report();
        assertThat(estimate(report, "sae", "plain").value()).isEqualTo(0.5);
        assertThat(estimate(report, "sae", "guarded").value()).isEqualTo(0.3);
        assertThat(one(report, "sae").figures()).containsOnlyKeys("d", "s", "delta", "root");
        for (String figure : List.of("plain", "guarded")) {
            assertThat(report.figures().get(figure).inClasses())
                    .isEqualTo("reads a column that is a vector, which is not summed by class");
        }
        assertThat(report.figures().get("root").inClasses()).isNull();
    }

    private static SyntheticRun sixSequencesInBatchesOfFour() {
        SyntheticRun run = new SyntheticRun(1)
                .figure(Figure.named("quotient")
                        .reading("d", "s")
                        .doc("a quotient that peers average by batch")
                        .byBatchForPeers()
                        .of(sums -> sums.sum("d") / sums.sum("s")));
        for (int s = 1; s <= 6; s++) {
            run.sequence(2, new Sums(s, 1 + s % 3, 0), List.of(new Sums(1, 1, 0)), NOTHING);
        }
        return run;
    }

    @Test
    void aFigureThatPeersAverageByBatchIsSoUnderTheirConventionsAndPooledUnderOurs() {
        double first = (1 + 2 + 3 + 4) / (2.0 + 3 + 1 + 2);
        double second = (5 + 6) / (3.0 + 1);
        Estimate theirs = estimate(sixSequencesInBatchesOfFour().saelens().report(), "sae", "quotient");
        assertThat(theirs.value()).isCloseTo((first + second) / 2, within(1e-15));
        assertThat(theirs.low()).isLessThan(theirs.value());
        assertThat(theirs.high()).isGreaterThan(theirs.value());
        Estimate ours = estimate(sixSequencesInBatchesOfFour().report(), "sae", "quotient");
        assertThat(ours.value()).isCloseTo(21 / 12.0, within(1e-15));
    }
}
