package org.noisefloor.testkit.intervention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.withPrecision;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Observation;
import org.noisefloor.testkit.Surroundings;
import org.noisefloor.testkit.TestContext;

/**
 * What every {@link Intervention} must hold to. Implement it in a test class and inherit the tests:
 *
 * <pre>{@code
 * final class MyAblationTest implements InterventionContract {
 *     public Intervention create(RunContext context) {
 *         return new MyAblation().create(new MyAblation.Options(8), context);
 *     }
 * }
 * }</pre>
 *
 * <p>The batches are two sequences of six rows of standard normal numbers. The first row of each is outside the mask, as a
 * BOS token would be, and so is the last row of all, as padding, where the original is NaN.
 */
public interface InterventionContract {

    /** Creates one instance, ready to be calibrated if it asks for that. */
    Intervention create(RunContext context);

    /** What it is told; sites and threads may be others, the shape is that of the batches. */
    default RunContext context() {
        return usual().build();
    }

    /** A context of the shape of the batches, of which a test may change the rest. */
    static TestContext.Builder usual() {
        return TestContext.builder().shape(2, Trial.LENGTH);
    }

    /** The width of a site that it writes beside or instead of the one that it reads. */
    default int widthOf(String writtenSite) {
        return context().site().width();
    }

    /** Whether a row may depend on the other rows of its own sequence, as under {@code pool: sequence}. */
    default boolean readsTheSequence() {
        return false;
    }

    @Test
    default void everyReplacedValueIsFinite() {
        Trial trial = new Trial(this);
        TestActivations batch = trial.replace(trial.batch(1));
        float[][] results = trial.results(batch);
        for (int row : Trial.INTERVENED) {
            for (float value : results[row]) {
                assertThat(value).as("a value of row %d", row).isFinite();
            }
        }
    }

    @Test
    default void theOriginalIsNotWritten() {
        Trial trial = new Trial(this);
        TestActivations batch = trial.replace(trial.batch(1));
        assertThat(Trial.bits(batch.original()))
                .containsExactly(Trial.bits(trial.batch(1).original()));
    }

    @Test
    default void whatItIsMatchedToIsNotWritten() {
        Trial trial = new Trial(this);
        TestActivations batch = trial.batch(1);
        if (trial.needs().isMatched()) {
            int[] before = Trial.bits(batch.matched());
            assertThat(Trial.bits(trial.replace(batch).matched())).containsExactly(before);
        }
    }

    @Test
    default void buffersKeepTheirPositions() {
        Trial trial = new Trial(this);
        TestActivations batch = trial.replace(trial.batch(1));
        assertThat(batch.original().position()).isZero();
        for (int write = 0; write < trial.writes(); write++) {
            assertThat(batch.replaced(write).position()).isZero();
        }
    }

    @Test
    default void aRowDoesNotDependOnTheOtherRows() {
        Trial trial = new Trial(this);
        float[][] alone = trial.results(trial.replace(trial.batch(1)));
        for (int row : Trial.INTERVENED) {
            int first = readsTheSequence() ? row - row % Trial.LENGTH : row;
            int rows = readsTheSequence() ? Trial.LENGTH : 1;
            TestActivations among = trial.replace(trial.batchWithRowsOf(1, first, rows, 2));
            assertThat(trial.results(among)[row]).as("row %d", row).containsExactly(alone[row]);
        }
    }

    @Test
    default void aRowDoesNotDependOnTheBatchesBefore() {
        Trial fresh = new Trial(this);
        Trial used = new Trial(this);
        used.replace(used.batch(2));
        used.replace(used.batch(3));
        fresh.assertSame(used.replace(used.batch(1)), fresh.replace(fresh.batch(1)));
    }

    /** The host's buffers hold other numbers after each call. */
    @Test
    default void looksAtABatchDuringItsCallOnly() {
        Trial fresh = new Trial(this);
        Trial used = new Trial(this);
        used.replace(used.batch(2)).pass();
        fresh.assertSame(used.replace(used.batch(1)), fresh.replace(fresh.batch(1)));
    }

    /** The last batches of a corpus may hold padding alone. */
    @Test
    default void aBatchWithoutIntervenedRowsIsNoMatter() {
        Trial trial = new Trial(this);
        TestActivations first = trial.replace(trial.batch(1));
        assertThatCode(() -> trial.replace(trial.batchWithoutIntervenedRows(2)))
                .as("a batch none of whose rows is to be replaced")
                .doesNotThrowAnyException();
        trial.assertSame(trial.replace(trial.batch(1)), first);
    }

    /** There is one for each site and variant. */
    @Test
    default void instancesShareNothing() {
        Trial one = new Trial(this);
        TestActivations before = one.replace(one.batch(1));
        Trial other = new Trial(this, 103, 104);
        other.replace(other.batch(4));
        one.assertSame(one.replace(one.batch(1)), before);
        other.close();
        one.assertSame(one.replace(one.batch(1)), before);
    }

    @Test
    default void theSameBatchGivesTheSameBitsAgain() {
        Trial trial = new Trial(this);
        TestActivations first = trial.replace(trial.batch(1));
        trial.replace(trial.batch(2));
        trial.assertSame(trial.replace(trial.batch(1)), first);
    }

    @Test
    default void theSameKeyGivesTheSameBitsInAnotherInstance() {
        Trial one = new Trial(this);
        Trial other = new Trial(this);
        one.assertSame(other.replace(other.batch(1)), one.replace(one.batch(1)));
    }

    @Test
    default void aSequenceMayStandAnywhereInTheBatch() {
        Trial trial = new Trial(this);
        float[][] first = trial.results(trial.replace(trial.batch(1)));
        float[][] moved = trial.results(trial.replace(trial.secondSequenceFirst(1)));
        for (int position = 1; position < Trial.LENGTH - 1; position++) {
            // the row of a matrix product may round differently at another place
            assertThat(moved[position])
                    .as("position %d", position)
                    .containsExactly(first[Trial.LENGTH + position], withPrecision(1e-5f));
        }
    }

    @Test
    default void anotherDrawGivesOtherNumbersIfAndOnlyIfItDraws() {
        Trial trial = new Trial(this);
        TestActivations one = trial.replace(trial.batch(1));
        TestActivations other = trial.replace(trial.batch(1).keyed(Trial.KEY.withDraw(1)));
        if (trial.needs().draws() == 0) {
            trial.assertSame(other, one);
        } else {
            assertThat(Arrays.deepEquals(trial.results(other), trial.results(one)))
                    .as("the same numbers in two draws")
                    .isFalse();
        }
    }

    @Test
    default void everyIntervenedRowIsObserved() {
        Trial trial = new Trial(this);
        List<Observation> observations = trial.observations();
        TestActivations batch = trial.replace(trial.batch(1));
        for (int index = 0; index < observations.size(); index++) {
            for (int row : Trial.INTERVENED) {
                assertThat(batch.observed(index, row))
                        .as("%s of row %d", observations.get(index).name(), row)
                        .isFinite();
            }
        }
    }

    @Test
    default void nothingIsObservedOutsideTheMask() {
        Trial trial = new Trial(this);
        List<Observation> observations = trial.observations();
        TestActivations batch = trial.replace(trial.batch(1));
        for (int index = 0; index < observations.size(); index++) {
            for (int row = 0; row < Trial.ROWS; row++) {
                if (Arrays.binarySearch(Trial.INTERVENED, row) < 0) {
                    assertThat(batch.observed(index, row))
                            .as(
                                    "%s of row %d, which is outside the mask",
                                    observations.get(index).name(), row)
                            .isNaN();
                }
            }
        }
    }

    @Test
    default void calibrationTakesInEveryBatch() {
        Trial both = new Trial(this);
        if (both.needs().isCalibrated()) {
            float[][] ofBoth = both.results(both.replace(both.batch(1)));
            Trial last = new Trial(this, 102);
            Trial first = new Trial(this, 101);
            boolean onlyTheLast = Arrays.deepEquals(ofBoth, last.results(last.replace(last.batch(1))));
            boolean onlyTheFirst = Arrays.deepEquals(ofBoth, first.results(first.replace(first.batch(1))));
            assertThat(onlyTheLast == onlyTheFirst)
                    .as(
                            "whether calibration looks at all batches, and not at the %s alone",
                            onlyTheLast ? "last" : "first")
                    .isTrue();
        }
    }

    @Test
    default void calibrationReplacesNothing() {
        Trial trial = Trial.uncalibrated(this);
        if (trial.needs().isCalibrated()) {
            TestActivations batch = trial.batch(101);
            int[] replaced = Trial.bits(batch.replaced());
            int[] original = Trial.bits(batch.original());
            trial.calibrate(batch);
            assertThat(Trial.bits(batch.replaced()))
                    .as("what replaced() holds after calibrate")
                    .containsExactly(replaced);
            assertThat(Trial.bits(batch.original()))
                    .as("what original() holds after calibrate")
                    .containsExactly(original);
        }
    }

    @Test
    default void randomNumbersThatSequencesShareAreSaidToBeShared() {
        Trial trial = new Trial(this);
        boolean asked = trial.replace(trial.batch(1)).isSharedRandomAsked();
        assertThat(asked && !trial.needs().isSharingDraws())
                .as("whether it asks for sharedRandom() without Needs.sharingDraws()")
                .isFalse();
    }

    @Test
    default void drawsThatAreSaidToBeSharedAreMadeOfSharedNumbersAlone() {
        Trial trial = new Trial(this);
        boolean asked = trial.replace(trial.batch(1)).isRandomAsked();
        assertThat(asked && trial.needs().isSharingDraws())
                .as("whether it asks for random(row) though it has Needs.sharingDraws()")
                .isFalse();
    }

    @Test
    default void observesWhatItNamesAlone() {
        Trial trial = new Trial(this);
        assertThat(trial.replace(trial.batch(1)).observations())
                .as("how many observations there are by those it reports")
                .isLessThanOrEqualTo(trial.observations().size());
    }

    @Test
    default void observationsAreTheSameAtEveryCall() {
        Trial trial = new Trial(this);
        assertThat(trial.observations())
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(trial.observations());
    }

    @Test
    default void notesAreSentencesOfOneLineWithoutAFullStop() {
        Trial trial = new Trial(this);
        trial.replace(trial.batch(1));
        assertThat(trial.notes())
                .allSatisfy(note -> assertThat(note)
                        .as("a note")
                        .isNotBlank()
                        .doesNotContain("\n")
                        .doesNotEndWith("."));
    }

    @Test
    default void whatCalibrationMadeOfItAreNumbers() {
        assertThat(new Trial(this).calibratedTo())
                .allSatisfy((name, number) -> assertThat(number).as(name).isFinite());
    }

    @Test
    default void leavesTheProcessAsItIs() {
        Trial trial = new Trial(this);
        assertThat(Surroundings.changedBy(() -> trial.replace(trial.batch(1))))
                .as("what it changes that a process has one of")
                .isEmpty();
    }

    @Test
    default void nothingThatItTellsIsNull() {
        Trial trial = new Trial(this);
        assertThat(trial.notes()).as("notes()").isNotNull().doesNotContainNull();
        assertThat(trial.observations()).as("observations()").isNotNull().doesNotContainNull();
        assertThat(trial.provenance()).as("provenance()").isNotNull();
        assertThat(trial.calibratedTo()).as("calibratedTo()").isNotNull();
    }

    @Test
    default void activeFeaturesAreAmongItsFeaturesAndReportedOnce() {
        Trial trial = new Trial(this);
        int features = trial.features();
        TestActivations batch = trial.replace(trial.batch(1));
        for (int row : Trial.INTERVENED) {
            assertThat(batch.activeFeatures(row))
                    .as("active features of row %d", row)
                    .doesNotHaveDuplicates()
                    .allMatch(feature -> feature >= 0 && feature < features);
        }
        if (trial.needs().draws() > 0) {
            assertThat(features).as("features of an intervention that draws").isZero();
        }
    }

    @Test
    default void observationsHaveNamesOfTheirOwnAndNoDraws() {
        Trial trial = new Trial(this);
        List<String> names =
                trial.observations().stream().map(Observation::name).toList();
        assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z][a-z0-9_]*"));
        if (trial.needs().draws() > 0) {
            assertThat(names).as("observations of an intervention that draws").isEmpty();
        }
        assertThat(trial.observations())
                .allSatisfy(observation -> assertThat(observation.doc())
                        .as("what %s is", observation.name())
                        .isNotBlank()
                        .doesNotContain("\n"));
    }

    @Test
    default void needsAndFeaturesAreTheSameAtEveryCall() {
        Trial trial = new Trial(this);
        assertThat(trial.needs()).isNotNull().usingRecursiveComparison().isEqualTo(trial.needs());
        assertThat(trial.features()).isEqualTo(trial.features()).isNotNegative();
    }

    @Test
    default void provenanceHoldsStringsNumbersAndBooleans() {
        assertThat(new Trial(this).provenance().values())
                .allMatch(value -> value instanceof String
                        || value instanceof Boolean
                        || (value instanceof Number number && Double.isFinite(number.doubleValue())));
    }

    @Test
    default void closingTwiceIsHarmless() {
        Trial trial = new Trial(this);
        trial.replace(trial.batch(1));
        trial.close();
        trial.close();
    }
}
