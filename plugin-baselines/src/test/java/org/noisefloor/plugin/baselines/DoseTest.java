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
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Variant;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.TestActivations;

final class DoseTest implements InterventionContract {
    @Override
    public Intervention create(RunContext context) {
        return new Dose().create(new Dose.Options(DrawCount.of(3), List.of(0.5)), context);
    }

    @Test
    void isAStepOfAGivenLengthRelativeToTheActivation() {
        TestActivations batch = TestActivations.of(TestActivations.gaussian(50, 64, 1));
        Intervention dose = Trying.of(new Dose(), new Dose.Options(DrawCount.of(8), List.of(0.2)), 64);
        dose.replace(batch);
        for (int row = 0; row < 50; row++) {
            double norm = Trying.norm(Trying.wide(batch.originalRow(row)));
            assertThat(Trying.norm(Trying.displacement(batch, row))).isCloseTo(0.2 * norm, within(1e-5));
        }
        assertThat(dose.needs())
                .usingRecursiveComparison()
                .isEqualTo(Needs.nothing().drawn(8));
        assertThat(dose.provenance()).containsOnlyKeys("kept_without_direction");
    }

    @Test
    void anActivationOfZeroStays() {
        TestActivations batch = TestActivations.of(new float[] {0, 0});
        Trying.of(new Dose(), new Dose.Options(DrawCount.of(8), List.of(1.0)), 2)
                .replace(batch);
        assertThat(batch.replacedRow(0)).containsExactly(0, 0);
    }

    @Test
    void eachSizeIsAVariantWithItsDose() {
        List<Variant<Dose.Options>> variants =
                new Dose().variants(new Dose.Options(DrawCount.of(4), List.of(0.01, 1.0)));
        assertThat(variants)
                .extracting(Variant::suffix, Variant::dose, Variant::options)
                .containsExactly(
                        tuple("0.01", OptionalDouble.of(0.01), new Dose.Options(DrawCount.of(4), List.of(0.01))),
                        tuple("1", OptionalDouble.of(1), new Dose.Options(DrawCount.of(4), List.of(1.0))));
    }

    @Test
    void theOnlySizeHasItsDoseAndNoSuffix() {
        assertThat(new Dose().variants(new Dose.Options(DrawCount.of(4), List.of(0.5))))
                .extracting(Variant::suffix, Variant::dose, Variant::options)
                .containsExactly(tuple("", OptionalDouble.of(0.5), new Dose.Options(DrawCount.of(4), List.of(0.5))));
    }

    @Test
    void aSizeThatIsNotPositiveIsRefused() {
        assertThatThrownBy(() -> new Dose.Options(DrawCount.of(4), List.of(0.1, 0.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("r has 0; a size is above 0, and 'identity' is the baseline without any");
        assertThatThrownBy(() -> new Dose.Options(DrawCount.of(4), List.of(Double.POSITIVE_INFINITY)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("r has Infinity; give finite numbers");
    }
}
