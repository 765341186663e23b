package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Observation;
import org.noisefloor.testkit.intervention.InterventionContract;

/** The contract finds each way to break it. */
final class InterventionContractTest {

    private static void assertFinds(Consumer<InterventionContract> clause, int draws, Consumer<Activations> replace) {
        InterventionContract contract = context -> new Scripted(draws, replace);
        assertThatThrownBy(() -> clause.accept(contract)).isInstanceOf(AssertionError.class);
    }

    private record Scripted(int draws, Consumer<Activations> script) implements Intervention {
        @Override
        public Needs needs() {
            return draws == 0 ? Needs.nothing() : Needs.nothing().drawn(draws);
        }

        @Override
        public void replace(Activations activations) {
            script.accept(activations);
        }

        @Override
        public List<Observation> observations() {
            return List.of(Observation.of("l0", "features", "never reported"));
        }
    }

    @Test
    void aValueThatIsNotFinite() {
        assertFinds(
                InterventionContract::everyReplacedValueIsFinite,
                0,
                a -> a.replaced().put(a.width(), Float.POSITIVE_INFINITY));
    }

    @Test
    void anOriginalThatIsWrittenTo() {
        assertFinds(
                InterventionContract::theOriginalIsNotWritten,
                0,
                a -> a.original().put(0, 7));
    }

    @Test
    void aBufferLeftAtAnotherPosition() {
        assertFinds(
                InterventionContract::buffersKeepTheirPositions,
                0,
                a -> a.original().position(3));
    }

    @Test
    void rowsThatDependOnOneAnother() {
        assertFinds(InterventionContract::aRowDoesNotDependOnTheOtherRows, 0, a -> {
            float first = a.original().get(a.width());
            for (int i = 0; i < a.rows() * a.width(); i++) {
                a.replaced().put(i, first);
            }
        });
    }

    @Test
    void sequencesThatDependOnOneAnother() {
        Consumer<Activations> script = a -> {
            float other = a.original().get((a.length() + 1) * a.width());
            for (int i = 0; i < a.length() * a.width(); i++) {
                a.replaced().put(i, other);
            }
        };
        InterventionContract contract = new InterventionContract() {
            @Override
            public Intervention create(RunContext context) {
                return new Scripted(0, script);
            }

            @Override
            public boolean readsTheSequence() {
                return true;
            }
        };
        assertThatThrownBy(contract::aRowDoesNotDependOnTheOtherRows).isInstanceOf(AssertionError.class);
    }

    @Test
    void rowsThatDependOnWhatIsOutsideTheMask() {
        assertFinds(InterventionContract::aRowDoesNotDependOnTheOtherRows, 0, a -> {
            float outside = a.original().get(0);
            for (int i = 0; i < a.rows() * a.width(); i++) {
                a.replaced().put(i, outside);
            }
        });
    }

    @Test
    void aStateThatGrowsFromBatchToBatch() {
        int[] batches = {0};
        Consumer<Activations> counting = a -> a.replaced().put(a.width(), batches[0]++);
        assertFinds(InterventionContract::aRowDoesNotDependOnTheBatchesBefore, 0, counting);
        assertFinds(InterventionContract::theSameBatchGivesTheSameBitsAgain, 0, counting);
        assertFinds(InterventionContract::theSameKeyGivesTheSameBitsInAnotherInstance, 0, counting);
    }

    @Test
    void drawsThatAreDeclaredAndNotMade() {
        assertFinds(InterventionContract::anotherDrawGivesOtherNumbersIfAndOnlyIfItDraws, 3, a -> {});
    }

    @Test
    void drawsThatAreMadeAndNotDeclared() {
        assertFinds(
                InterventionContract::anotherDrawGivesOtherNumbersIfAndOnlyIfItDraws,
                0,
                a -> a.replaced().put(a.width(), a.random(1).nextFloat()));
    }

    @Test
    void numbersThatDependOnTheRowInTheBatch() {
        assertFinds(InterventionContract::aSequenceMayStandAnywhereInTheBatch, 0, a -> {
            for (int row = 0; row < a.rows(); row++) {
                a.replaced().put(row * a.width(), row);
            }
        });
    }

    @Test
    void observationsThatAreNotReported() {
        assertFinds(InterventionContract::everyIntervenedRowIsObserved, 0, a -> {});
    }

    @Test
    void observationsOfRandomDraws() {
        assertFinds(InterventionContract::observationsHaveNamesOfTheirOwnAndNoDraws, 2, a -> {});
    }
}
