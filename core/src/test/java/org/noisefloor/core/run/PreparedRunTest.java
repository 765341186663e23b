package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.FeatureCounts;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;

/** What the host does with batches, threads, masks and draws, on a model whose arithmetic hides nothing. */
class PreparedRunTest {
    private static final List<SequenceRecord> RECORDS = new ToyPlan(4, 1).records();

    private static List<Arm> arms() {
        try (PreparedRun run =
                PreparedRun.open(new ToyPlan(4, 1).plan(), Path.of("target/cache"), new ToyPlan.Silence())) {
            return run.layout().arms();
        }
    }

    private static List<ArmSums> draws(SequenceRecord record, String site, String name) {
        List<Arm> arms = arms();
        for (int a = 0; a < arms.size(); a++) {
            if (arms.get(a).name().equals(name) && arms.get(a).site().equals(site)) {
                return record.arms().get(a);
            }
        }
        throw new AssertionError("no arm " + name + " at " + site);
    }

    private static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException failed) {
            throw new AssertionError(failed);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "3,2", "4,4", "8,2", "16,3"})
    void recordsAreTheSameForEveryBatchSizeAndNumberOfThreads(int batch, int threads) {
        assertThat(json(new ToyPlan(batch, threads).records())).isEqualTo(json(RECORDS));
    }

    @Test
    void aSequencesRecordDoesNotDependOnTheSequencesThatFollow() {
        ToyPlan all = new ToyPlan(4, 1);
        ToyPlan few = new ToyPlan(4, 1, all.documents().subList(0, 5), all.baselines(), all.positions(), 0);
        assertThat(json(few.records())).isEqualTo(json(RECORDS.subList(0, 5)));
    }

    @Test
    void recordsComeInOrderOneForEachSequence() {
        assertThat(RECORDS).extracting(SequenceRecord::index).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    }

    @Test
    void bosIsNeitherIntervenedOnNorScoredAndTheLastPositionIsNotScored() {
        for (SequenceRecord record : RECORDS) {
            assertThat(record.intervened()).isEqualTo(record.length() - 1);
            assertThat(record.scored()).isEqualTo(record.length() - 2);
        }
    }

    @Test
    void theLastPositionIsLeftAloneUnlessTheConventionsAreSaelens() {
        for (SequenceRecord record : RECORDS) {
            assertThat(record.ends()).isZero();
            record.arms()
                    .forEach(draws -> draws.forEach(
                            draw -> assertThat(draw.scored().ends()).isEmpty()));
        }
    }

    @Test
    void underSaelensConventionsPredictionsAreComparedAtTheLastPositionTooAndTheLossIsNot() {
        List<SequenceRecord> records = new ToyPlan(4, 1).records(Plan.Conventions.SAELENS);
        for (int s = 0; s < records.size(); s++) {
            SequenceRecord record = records.get(s);
            assertThat(record.scored()).isEqualTo(RECORDS.get(s).scored());
            assertThat(record.ends()).isEqualTo(1);
            for (int a = 0; a < record.arms().size(); a++) {
                ArmSums here = record.arms().get(a).get(0);
                assertThat(here.scored().sums()[0])
                        .isEqualTo(RECORDS.get(s).arms().get(a).get(0).scored().sums()[0]);
                assertThat(here.scored().ends()).hasSize(2);
                assertThat(here.scored().ends()[1]).isZero();
            }
            assertThat(draws(record, "layer.1", "zero").get(0).scored().ends()[0])
                    .isPositive();
            assertThat(draws(record, "layer.1", "same").get(0).scored().ends()[0])
                    .isZero();
        }
    }

    @Test
    void aLastPositionOutsideTheMaskIsNoEnd() {
        ToyPlan all = new ToyPlan(4, 1);
        int last = all.documents().get(0)[all.documents().get(0).length - 1];
        Plan.Positions positions = new Plan.Positions(0, Optional.of(List.of(0, last)), OptionalInt.empty());
        SequenceRecord first = new ToyPlan(4, 1, all.documents(), all.baselines(), positions, 0)
                .records(Plan.Conventions.SAELENS)
                .get(0);
        assertThat(first.ends()).isZero();
        assertThat(draws(first, "layer.1", "zero").get(0).scored().ends()).isEmpty();
    }

    @Test
    void skippedPositionsAreOutsideTheMask() {
        for (SequenceRecord record : new ToyPlan(4, 1).skippingFirst(2).records()) {
            assertThat(record.intervened()).isEqualTo(record.length() - 2);
        }
    }

    @Test
    void leavingEverythingAsItIsCostsExactlyNothing() {
        for (SequenceRecord record : RECORDS) {
            assertThat(draws(record, "layer.0", "same").get(0).scored().sums()).containsExactly(0);
            assertThat(draws(record, "layer.1", "same").get(0).scored().sums()).containsExactly(0);
        }
    }

    @Test
    void matchedBaselinesFollowTheirInterventionAndAreDrawnSeveralTimes() {
        Arm noise = arms().get(1);
        assertThat(noise.name()).isEqualTo("noise");
        assertThat(noise.matchedTo()).isEqualTo("half");
        assertThat(noise.draws().count()).isEqualTo(3);
        List<ArmSums> draws = draws(RECORDS.get(0), "layer.0", "noise");
        assertThat(draws).extracting(each -> each.scored().sums()[0]).doesNotHaveDuplicates();
    }

    @Test
    void anAblationOfAllPositionsReachesBeyondTheMask() {
        double masked = draws(RECORDS.get(0), "layer.0", "zero").get(0).scored().sums()[0];
        double everywhere =
                draws(RECORDS.get(0), "layer.0", "zero_all").get(0).scored().sums()[0];
        assertThat(everywhere).isNotEqualTo(masked).isPositive();
    }

    @Test
    void classesAddUpToTheWhole() {
        for (SequenceRecord record : RECORDS) {
            for (List<ArmSums> draws : record.arms()) {
                for (ArmSums draw : draws) {
                    var classes = draw.classes().get(0);
                    assertThat(classes.get(0).count() + classes.get(1).count()).isEqualTo(record.scored());
                    double sum = classes.stream()
                            .filter(each -> each.count() > 0)
                            .mapToDouble(each -> each.sums()[0])
                            .sum();
                    assertThat(sum).isCloseTo(draw.scored().sums()[0], within(1e-12));
                }
            }
        }
    }

    @Test
    void metricsOfTheActivationsSeeInterventionsAndNotBaselines() {
        ArmSums half = draws(RECORDS.get(0), "layer.0", "half").get(0);
        assertThat(half.intervened().sums()).hasSize(ToyModel.WIDTH + 1);
        assertThat(half.intervened().sums()[ToyModel.WIDTH])
                .isCloseTo(half.intervened().sums()[0] / 2, within(1e-6));
        assertThat(draws(RECORDS.get(0), "layer.0", "zero").get(0).intervened().sums())
                .isEmpty();
    }

    @Test
    void whatAnInterventionObservesIsSummedOverIntervenedPositions() {
        ArmSums half = draws(RECORDS.get(0), "layer.0", "half").get(0);
        assertThat(half.intervened().observed())
                .containsExactly(half.intervened().sums()[0]);
    }

    @Test
    void activeFeaturesAreCountedOverIntervenedPositions() {
        List<Arm> arms = arms();
        for (SequenceRecord record : RECORDS) {
            FeatureCounts half = record.features().get(0);
            assertThat(half.features()).isEqualTo(3);
            assertThat(half.active()).startsWith(0).doesNotContain(2);
            assertThat(half.positions()[0]).isEqualTo(record.intervened());
            for (int a = 0; a < arms.size(); a++) {
                assertThat(record.features().get(a).features())
                        .isEqualTo(arms.get(a).name().equals("half") ? 3 : 0);
            }
        }
        assertThat(RECORDS)
                .anySatisfy(
                        record -> assertThat(record.features().get(0).active()).contains(1));
    }

    @Test
    void cuttingTheToyCostsNothing() {
        RunDescription.Arithmetic arithmetic =
                ToyRun.of(new ToyPlan(4, 1).plan()).description().arithmetic();
        assertThat(arithmetic.largestLogitDifference()).isZero();
        assertThat(arithmetic.sums()).containsExactly(0);
        assertThat(arithmetic.positions()).isPositive();
    }

    @Test
    void aSpecialTokenBeyondTheVocabularyIsRefused() {
        ToyPlan good = new ToyPlan(4, 1);
        Plan.Positions positions = new Plan.Positions(0, Optional.of(List.of(0, 7)), OptionalInt.empty());
        ToyPlan bad = new ToyPlan(4, 1, good.documents(), good.baselines(), positions, 0);
        assertThatThrownBy(bad::records)
                .isInstanceOf(UserError.class)
                .hasMessage("toy.yaml: positions.special has the token id 7, but the model's ids go from 0 to 6");
    }

    @Test
    void aVocabularyThatIsTooLargeHidesNoSpecialTokenBeyondTheModels() {
        ToyPlan good = new ToyPlan(4, 1);
        Plan.Positions positions = new Plan.Positions(0, Optional.of(List.of(7)), OptionalInt.of(9));
        ToyPlan bad = new ToyPlan(4, 1, good.documents(), good.baselines(), positions, 0);
        assertThatThrownBy(bad::records)
                .isInstanceOf(UserError.class)
                .hasMessageContaining("toy.yaml: positions.vocab is 9, but the model has 7 output entries")
                .hasMessageContaining(
                        "toy.yaml: positions.special has the token id 7, but the model's ids go from 0 to 6");
    }

    @Test
    void aPositionThatIsNotFiniteUnderOneArmIsLeftOutUnderAll() {
        List<SequenceRecord> records = ToyPlan.broken(1_000).records();
        for (int s = 0; s < records.size(); s++) {
            SequenceRecord record = records.get(s);
            SequenceRecord whole = RECORDS.get(s);
            assertThat(record.positions()).containsExactly(whole.length() > 2 ? new int[] {1} : new int[0]);
            assertThat(record.scored()).isEqualTo(record.positions().length);
            assertThat(record.intervened() + record.nonfinite()).isEqualTo(whole.intervened());
            for (List<ArmSums> draws : record.arms()) {
                draws.forEach(draw -> assertThat(draw.scored().sums()[0]).isFinite());
            }
        }
    }

    @Test
    void positionsThatAreNotFiniteFailTheRunUnlessTheyAreAllowed() {
        assertThatThrownBy(() -> ToyPlan.broken(0).records())
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "the logits under broken at layer.0, which puts NaN or ∞ in the activation's place, are NaN or +∞")
                .hasMessageContaining("run.max_nonfinite allows 0");
    }

    @Test
    void singlePositionsAreKeptOfWhatIsNotRandomAndAddUpToTheSums() {
        List<Arm> arms = arms();
        for (SequenceRecord record : RECORDS) {
            for (int a = 0; a < arms.size(); a++) {
                double[][] values = record.single().get(a).values();
                if (arms.get(a).draws().random()) {
                    assertThat(values).isEmpty();
                } else {
                    assertThat(values[0]).hasSize(record.scored());
                    assertThat(DoubleStream.of(values[0]).sum())
                            .isCloseTo(record.arms().get(a).get(0).scored().sums()[0], within(1e-12));
                }
            }
        }
    }

    @Test
    void histogramsCountEveryPositionOfEveryDraw() {
        List<Arm> arms = arms();
        for (SequenceRecord record : RECORDS) {
            for (int a = 0; a < arms.size(); a++) {
                int counted = record.single().get(a).histograms().get(0).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum();
                assertThat(counted)
                        .isEqualTo(record.scored() * arms.get(a).draws().count());
            }
        }
    }

    @Test
    void aFloorIsRankedAgainstTheInterventionItIsMatchedTo() {
        List<Arm> arms = arms();
        for (SequenceRecord record : RECORDS) {
            for (int a = 0; a < arms.size(); a++) {
                var ranks = record.single().get(a).ranks();
                assertThat(ranks).hasSize(arms.get(a).name().equals("noise") ? 1 : 0);
                if (!ranks.isEmpty()) {
                    assertThat(ranks.get(0).get(0).midRank()).isBetween(0.0, (double) record.scored());
                }
            }
        }
    }
}
