package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Variant;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.TestActivations;

final class DoseRelativeTest implements InterventionContract {
    @Override
    public Intervention create(RunContext context) {
        return new DoseRelative().create(new DoseRelative.Options(DrawCount.of(3), List.of(2.0)), context);
    }

    private static TestActivations replaced(double s) {
        TestActivations batch =
                TestActivations.of(TestActivations.gaussian(50, 64, 1)).matchedTo(TestActivations.gaussian(50, 64, 2));
        Trying.of(new DoseRelative(), new DoseRelative.Options(DrawCount.of(8), List.of(s)), 64)
                .replace(batch);
        return batch;
    }

    @Test
    void isAStepOfAGivenLengthRelativeToTheError() {
        TestActivations batch = replaced(4);
        float[][] matched = TestActivations.gaussian(50, 64, 2);
        for (int row = 0; row < 50; row++) {
            double norm = Trying.norm(Trying.minus(matched[row], batch.originalRow(row)));
            assertThat(Trying.norm(Trying.displacement(batch, row))).isCloseTo(4 * norm, within(1e-4));
        }
    }

    @Test
    void atOneItIsEpsRandom() {
        TestActivations batch = replaced(1);
        TestActivations expected = batch.masked(row -> true);
        Trying.of(new EpsRandom(), new DrawOptions(DrawCount.of(8)), 64).replace(expected);
        for (int row = 0; row < 50; row++) {
            assertThat(batch.replacedRow(row)).containsExactly(expected.replacedRow(row));
        }
    }

    @Test
    void leavesPositionsWithoutErrorAloneAndCountsThem() {
        TestActivations batch = TestActivations.of(new float[] {1, 2}).matchedTo(new float[] {1, 2});
        Intervention doseRelative =
                Trying.of(new DoseRelative(), new DoseRelative.Options(DrawCount.of(8), List.of(2.0)), 2);
        doseRelative.replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(1, 2);
        assertThat(doseRelative.provenance()).containsEntry("kept_without_error", 1L);
    }

    @Test
    void eachSizeIsAVariantWithItsDose() {
        assertThat(new DoseRelative().variants(new DoseRelative.Options(DrawCount.of(4), List.of(0.25, 2.0))))
                .extracting(Variant::suffix, Variant::dose, Variant::options)
                .containsExactly(
                        tuple(
                                "0.25",
                                OptionalDouble.of(0.25),
                                new DoseRelative.Options(DrawCount.of(4), List.of(0.25))),
                        tuple("2", OptionalDouble.of(2), new DoseRelative.Options(DrawCount.of(4), List.of(2.0))));
    }

    @Test
    void aSizeThatIsNotPositiveIsRefused() {
        assertThatThrownBy(() -> new DoseRelative.Options(DrawCount.of(4), List.of(-0.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("s has -0.5;");
    }
}
