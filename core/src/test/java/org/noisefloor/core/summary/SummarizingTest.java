package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.noisefloor.core.summary.Summary.ArmSummary;
import org.noisefloor.core.summary.Summary.ClassFigure;
import org.noisefloor.core.summary.Summary.FloorSummary;
import org.noisefloor.core.summary.Summary.RecoveredSummary;
import org.noisefloor.core.summary.SyntheticRun.Sums;

class SummarizingTest {
    private static final Sums NOTHING = new Sums(0, 0, 0);

    private static ArmSummary arm(Summary summary, String name) {
        return summary.arms().stream()
                .filter(each -> each.arm().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static FloorSummary floor(Summary summary, String figure) {
        return arm(summary, "sae").floors().stream()
                .filter(each -> each.figure().equals(figure))
                .findFirst()
                .orElseThrow();
    }

    private static RecoveredSummary recovered(Summary summary, String name) {
        return arm(summary, "sae").recovered().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static SyntheticRun twoSequences() {
        return new SyntheticRun(2)
                .sequence(10, new Sums(3, 8, 2), List.of(new Sums(1, 9, 1), new Sums(2, 9, 1)), new Sums(10, 2, 8))
                .sequence(30, new Sums(9, 24, 6), List.of(new Sums(3, 27, 2), new Sums(4, 29, 4)), new Sums(30, 6, 24));
    }

    @Test
    void figuresAreSumsOverSumsNotMeansOfMeans() {
        Summary summary = twoSequences().summary();
        assertThat(arm(summary, "sae").estimate("d").value()).isEqualTo(12.0 / 40);
        assertThat(arm(summary, "noise").estimate("d").value()).isEqualTo(10.0 / 80);
        assertThat(arm(summary, "sae").estimate("root").value()).isEqualTo(Math.sqrt(12.0 / 40));
    }

    @Test
    void aSingleSequenceHasValuesAndNoIntervals() {
        Summary summary = new SyntheticRun(2)
                .sequence(10, new Sums(3, 8, 2), List.of(new Sums(1, 9, 1), new Sums(2, 9, 1)), new Sums(10, 2, 8))
                .summary();
        Estimate d = arm(summary, "sae").estimate("d");
        assertThat(d.value()).isEqualTo(3.0 / 10);
        assertThat(d.low()).isNaN();
        assertThat(d.high()).isNaN();
        assertThat(d.missing()).isEqualTo("no interval: a single sequence cannot be resampled");
        assertThat(arm(summary, "sae").floors())
                .isNotEmpty()
                .allSatisfy(floor -> assertThat(floor.excess().low()).isNaN());
    }

    @Test
    void countsTellWhatWasMeasured() {
        assertThat(twoSequences().summary().counts()).isEqualTo(new Summary.Counts(2, 44, 42, 40, 0, 0));
    }

    @Test
    void theRatioAndTheExcessCompareWithTheFloorsMean() {
        FloorSummary floor = floor(twoSequences().summary(), "d");
        assertThat(floor.floor().value()).isEqualTo(0.125);
        assertThat(floor.ratio().value()).isCloseTo(2.4, within(1e-12));
        assertThat(floor.excess().value()).isCloseTo(0.175, within(1e-12));
    }

    @Test
    void aSimilarityIsComparedAsADistance() {
        FloorSummary floor = floor(twoSequences().summary(), "s");
        assertThat(floor.floor().value()).isCloseTo(1 - 74.0 / 80, within(1e-12));
        assertThat(floor.ratio().value()).isCloseTo((1 - 0.8) / (1 - 74.0 / 80), within(1e-12));
    }

    @Test
    void aSignedDifferenceHasNoRatio() {
        FloorSummary floor = floor(twoSequences().summary(), "delta");
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
        FloorSummary floor = floor(run.summary(), "d");
        assertThat(floor.floor().high() - floor.floor().low()).isGreaterThan(0.05);
        assertThat(floor.ratio().low()).isCloseTo(2, within(1e-12));
        assertThat(floor.ratio().high()).isCloseTo(2, within(1e-12));
    }

    @Test
    void recoveredSharesAreOneWithoutDamageAndNotClamped() {
        SyntheticRun run = new SyntheticRun(1);
        for (int s = 0; s < 5; s++) {
            run.sequence(10, new Sums(0, 0, -1), List.of(NOTHING), new Sums(10, 0, 10));
        }
        assertThat(recovered(run.summary(), "d_recovered").share().value()).isEqualTo(1);
        assertThat(recovered(run.summary(), "delta_recovered").share().value()).isCloseTo(1.1, within(1e-12));
    }

    @Test
    void aRecoveredShareNeedsAnAblationThatDoesDamage() {
        SyntheticRun run = new SyntheticRun(1);
        for (int s = 0; s < 20; s++) {
            run.sequence(10, new Sums(1, 0, 1), List.of(NOTHING), new Sums(1, 0, s % 2 == 0 ? 1 : -1));
        }
        Estimate share = recovered(run.summary(), "delta_recovered").share();
        assertThat(share.isDefined()).isFalse();
        assertThat(share.missing()).contains("does not lie above 0");
    }

    @Test
    void anAblationBelowTheNumericFloorRecoversNothing() {
        SyntheticRun run = new SyntheticRun(1, 5);
        for (int s = 0; s < 20; s++) {
            run.sequence(10, new Sums(1, 0, 1), List.of(NOTHING), new Sums(20, 0, 1));
        }
        assertThat(recovered(run.summary(), "d_recovered").share().missing()).contains("numeric floor");
        assertThat(arm(run.summary(), "sae").figures().get(0).belowNumericFloor())
                .isTrue();
    }

    @Test
    void theFloorsRatioIsMissingWhereTheFloorIsZero() {
        SyntheticRun run = new SyntheticRun(1);
        run.sequence(10, new Sums(1, 0, 1), List.of(NOTHING), NOTHING);
        Estimate ratio = floor(run.summary(), "d").ratio();
        assertThat(ratio.isDefined()).isFalse();
        assertThat(ratio.missing()).contains("not above 0");
    }

    @Test
    void anEmptyClassIsAbsent() {
        var classes = arm(twoSequences().summary(), "sae").classes();
        assertThat(classes).extracting(Summary.ClassSummary::name).containsExactly("one");
        assertThat(classes.get(0).n().value()).isEqualTo(2);
        ClassFigure d = classes.get(0).figures().get(0);
        assertThat(d.figure()).isEqualTo("d");
        assertThat(d.value().value()).isEqualTo(6.0 / 2);
        assertThat(d.ofTotal().value()).isCloseTo(0.5, within(1e-12));
    }

    private static Summary twentyFiveSequences(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SyntheticRun run = new SyntheticRun(2);
        for (int s = 0; s < 25; s++) {
            Sums first = new Sums(1 + random.nextDouble(), 9, 1);
            Sums second = new Sums(1 + random.nextDouble(), 9, 1);
            run.sequence(10, new Sums(3 + random.nextDouble(), 8, 2), List.of(first, second), new Sums(10, 2, 8));
        }
        return run.summary();
    }

    @Test
    void aClassIsResampledWithTheSameSequencesAndDrawsAsTheWhole() {
        Summary summary = twentyFiveSequences(7);
        for (String name : List.of("sae", "noise")) {
            // of ten positions with d in all, one has half of d: five times the mean, in every resample
            Estimate whole = arm(summary, name).estimate("d");
            Summary.ClassSummary half = arm(summary, name).classes().get(0);
            ClassFigure d = half.figures().get(0);
            assertThat(d.value().value()).isCloseTo(5 * whole.value(), within(1e-12));
            assertThat(d.value().low()).isCloseTo(5 * whole.low(), within(1e-12));
            assertThat(d.value().high()).isCloseTo(5 * whole.high(), within(1e-12));
            assertThat(d.ofTotal().low()).isCloseTo(0.5, within(1e-12));
            assertThat(d.ofTotal().high()).isCloseTo(0.5, within(1e-12));
            assertThat(half.share().low()).isCloseTo(0.1, within(1e-12));
            assertThat(half.share().high()).isCloseTo(0.1, within(1e-12));
        }
        Estimate ofZero = arm(summary, "zero").classes().get(0).figures().get(0).value();
        assertThat(ofZero.value()).isCloseTo(5, within(1e-12));
        assertThat(ofZero.low()).isNaN();
        assertThat(ofZero.missing()).contains("only interventions and the floors");
    }

    @Test
    void aClassIsComparedWithTheSameClassUnderTheFloor() {
        Summary summary = twentyFiveSequences(8);
        Summary.ClassFloor against =
                arm(summary, "sae").classes().get(0).floors().get(0);
        assertThat(against.baseline()).isEqualTo("noise");
        // both have one position of ten in the class, in every resample
        assertThat(against.shareExcess().value()).isZero();
        assertThat(against.shareExcess().low()).isZero();
        assertThat(against.shareExcess().high()).isZero();
        // five times the mean on both sides, so five times the excess and the same ratio, ends of the intervals
        // included
        Summary.FloorSummary whole = floor(summary, "d");
        Summary.ClassExcess d = against.figures().get(0);
        assertThat(d.figure()).isEqualTo("d");
        assertThat(d.excess().value()).isCloseTo(5 * whole.excess().value(), within(1e-12));
        assertThat(d.excess().low()).isCloseTo(5 * whole.excess().low(), within(1e-12));
        assertThat(d.excess().high()).isCloseTo(5 * whole.excess().high(), within(1e-12));
        assertThat(d.ratio().low()).isCloseTo(whole.ratio().low(), within(1e-12));
        // similarities as distances, signed differences without a ratio, levels not at all
        assertThat(against.figures()).extracting(Summary.ClassExcess::figure).containsExactly("d", "s", "delta");
        assertThat(against.figures().get(1).excess().value()).isCloseTo(5 * 0.1, within(1e-12));
        assertThat(against.figures().get(2).ratio()).isNull();
        assertThat(arm(summary, "noise").classes().get(0).floors()).isEmpty();
    }

    @Test
    void aClassThatIsEmptyUnderTheFloorHasAShareOfZeroThereAndNoFigures() {
        SyntheticRun run = new SyntheticRun(1);
        for (int s = 0; s < 25; s++) {
            run.sequence(10, new Sums(3, 8, 2), List.of(new Sums(1, 9, 1, false)), NOTHING);
        }
        Summary summary = run.summary();
        Summary.ClassFloor against =
                arm(summary, "sae").classes().get(0).floors().get(0);
        assertThat(arm(summary, "noise").classes()).isEmpty();
        assertThat(against.shareExcess().value()).isCloseTo(0.1, within(1e-12));
        assertThat(against.shareExcess().low()).isCloseTo(0.1, within(1e-12));
        Summary.ClassExcess d = against.figures().get(0);
        assertThat(d.excess().isDefined()).isFalse();
        assertThat(d.excess().missing()).isEqualTo("undefined: there is no position");
        assertThat(d.ratio()).isNull();
    }

    @Test
    void aRunWithoutScoredPositionsHasNoFiguresAndSaysWhy() {
        SyntheticRun run = new SyntheticRun(1).sequence(0, NOTHING, List.of(NOTHING), NOTHING);
        Estimate estimate = arm(run.summary(), "sae").estimate("d");
        assertThat(estimate.isDefined()).isFalse();
        assertThat(estimate.missing()).isNotNull();
    }

    @Test
    void theDrawErrorOfAMeanHasItsClosedForm() {
        Summary summary = twoSequences().summary();
        double first = 0.5; // variance of 1 and 2
        double second = 0.5; // variance of 3 and 4
        double expected = Math.sqrt((first + second) / 2) / 40;
        assertThat(arm(summary, "noise").estimate("d").drawError()).isCloseTo(expected, within(1e-9));
        assertThat(arm(summary, "sae").estimate("d").drawError()).isNaN();
    }

    @Test
    void theSameSeedGivesTheSameIntervalsAndAnotherSeedOthers() {
        SyntheticRun run = new SyntheticRun(1);
        SplittableRandom random = new SplittableRandom(3);
        for (int s = 0; s < 30; s++) {
            run.sequence(1, new Sums(random.nextDouble(), 0, 0), List.of(NOTHING), NOTHING);
        }
        Estimate first = arm(run.summary(200, 1), "sae").estimate("d");
        assertThat(arm(run.summary(200, 1), "sae").estimate("d")).isEqualTo(first);
        assertThat(arm(run.summary(200, 2), "sae").estimate("d")).isNotEqualTo(first);
    }

    @Test
    void fewSequencesAreWarnedOf() {
        assertThat(twoSequences().summary().warnings())
                .singleElement()
                .asString()
                .contains("only 2 sequences");
        assertThat(twentySequences(2).summary().warnings()).isEmpty();
    }

    @Test
    void aSingleDrawHasNoErrorFromDrawsAndThatIsSaid() {
        Summary summary = twentySequences(1).summary();
        assertThat(arm(summary, "noise").estimate("d").drawError()).isNaN();
        assertThat(summary.warnings())
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
        Estimate estimate = arm(run.summary(), "sae").estimate("d");
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
            Estimate estimate = arm(run.summary(300, e), "sae").estimate("d");
            covered += estimate.low() <= 0.5 && 0.5 <= estimate.high() ? 1 : 0;
        }
        // 95 % of 300 is 285 with a standard deviation of 3.8; a percentile interval of 60 sequences covers a little
        // less
        assertThat(covered).isBetween(268, 297);
    }
}
