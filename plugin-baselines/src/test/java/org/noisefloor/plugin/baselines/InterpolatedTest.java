package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Variant;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.TestActivations;

final class InterpolatedTest implements InterventionContract {
    @Override
    public Intervention create(RunContext context) {
        return new Interpolated().create(new Interpolated.Options(List.of(0.25)), context);
    }

    private static TestActivations interpolated(double alpha, float[][] original, float[][] matched) {
        TestActivations batch = TestActivations.of(original).matchedTo(matched);
        Trying.of(new Interpolated(), new Interpolated.Options(List.of(alpha)), original[0].length)
                .replace(batch);
        return batch;
    }

    @Test
    void goesAShareOfTheWay() {
        float[][] original = {{1, 2}};
        float[][] matched = {{3, -2}};
        assertThat(interpolated(0.25, original, matched).replacedRow(0)).containsExactly(1.5f, 1);
        assertThat(interpolated(-1, original, matched).replacedRow(0)).containsExactly(-1, 6);
    }

    @Test
    void itsEndsAreTheActivationAndTheResult() {
        float[][] original = TestActivations.gaussian(20, 16, 1);
        float[][] matched = TestActivations.gaussian(20, 16, 2);
        for (int row = 0; row < 20; row++) {
            assertThat(interpolated(0, original, matched).replacedRow(row)).containsExactly(original[row]);
            assertThat(interpolated(1, original, matched).replacedRow(row)).containsExactly(matched[row]);
        }
    }

    @Test
    void isRoundedOnce() {
        // in float32 the error alone rounds to 1, and the sum to 1 + 2^-23
        float[][] original = {{0x1p-24f}};
        float[][] matched = {{1}};
        assertThat(interpolated(1, original, matched).replacedRow(0)).containsExactly(1);
    }

    @Test
    void eachAlphaIsAVariantWithoutDose() {
        Interpolated provider = new Interpolated();
        List<Variant<Interpolated.Options>> variants =
                provider.variants(new Interpolated.Options(List.of(0.25, 1.0, 1e-5)));
        assertThat(variants).extracting(Variant::suffix).containsExactly("0.25", "1", "0.00001");
        assertThat(variants).allMatch(variant -> variant.dose().isEmpty());
        assertThat(variants).extracting(Variant::options).contains(new Interpolated.Options(List.of(1.0)));
    }

    @Test
    void theOnlyAlphaHasNoSuffix() {
        assertThat(new Interpolated().variants(new Interpolated.Options(List.of(0.5))))
                .extracting(Variant::suffix)
                .containsExactly("");
    }

    @Test
    void listsThatMeanNothingAreRefused() {
        assertThatThrownBy(() -> new Interpolated.Options(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alpha is an empty list; give at least one value");
        assertThatThrownBy(() -> new Interpolated.Options(List.of(0.5, 0.25, 0.5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alpha has 0.5 twice; give each value once");
        assertThatThrownBy(() -> new Interpolated.Options(List.of(Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alpha has NaN; give finite numbers");
    }

    @Test
    void severalAtOnceCannotBeCreated() {
        assertThatThrownBy(() -> Trying.of(new Interpolated(), new Interpolated.Options(List.of(0.25, 0.5)), 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("variants");
    }
}
