package org.noisefloor.testkit.intervention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;

class TestActivationsTest {
    private static final TestActivations TWO_SEQUENCES =
            TestActivations.of(TestActivations.gaussian(6, 2, 1)).keyed(new TestActivations.Key(0, 0, 3, 5));

    @Test
    void rowsKnowTheirSequenceTokenAndDocument() {
        TestActivations batch = TWO_SEQUENCES.reading(row -> 100 + row, row -> row / 2);
        assertThat(batch.sequence(2)).isEqualTo(5);
        assertThat(batch.sequence(3)).isEqualTo(6);
        assertThat(batch.token(4)).isEqualTo(104);
        assertThat(batch.document(5)).isEqualTo(2);
    }

    @Test
    void eachWrittenSiteStartsAsACopyOfTheOriginalThere() {
        float[][] wider = TestActivations.gaussian(6, 3, 2);
        TestActivations batch = TWO_SEQUENCES.writing(wider, TestActivations.gaussian(6, 1, 3));
        assertThat(batch.replacedRow(0, 4)).containsExactly(wider[4]);
        assertThat(batch.replacedRow(1, 4)).hasSize(1);
        batch.replaced(0).put(0, 7);
        assertThat(wider[0][0]).isNotEqualTo(7);
    }

    /** Reads a site and writes two, one of which has another width. */
    private record Elsewhere(float value) implements Intervention {
        @Override
        public Needs needs() {
            return Needs.nothing().writing("first", "second");
        }

        @Override
        public void replace(Activations activations) {
            activations.replaced(1).put(3 * activations.width(), value);
        }
    }

    private record ElsewhereContract(float value) implements InterventionContract {
        @Override
        public Intervention create(RunContext context) {
            return new Elsewhere(value);
        }

        @Override
        public int widthOf(String writtenSite) {
            return writtenSite.equals("second") ? 2 * context().site().width() : 3;
        }
    }

    @Test
    void theContractLooksAtAllSitesThatAreWritten() {
        new ElsewhereContract(1).everyReplacedValueIsFinite();
        new ElsewhereContract(1).aRowDoesNotDependOnTheOtherRows();
        assertThatThrownBy(() -> new ElsewhereContract(Float.NaN).everyReplacedValueIsFinite())
                .isInstanceOf(AssertionError.class);
    }
}
