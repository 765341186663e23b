package org.noisefloor.plugin.sae.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.plugin.sae.dictionary.Dictionary.Norms;
import org.noisefloor.plugin.sae.dictionary.Toy.Active;

final class MatchingPursuitTest {
    private static final float[] AXES = {1, 0, 0, 1, 0, 0};

    private static List<Active> pursue(double residual, int most, boolean untilRepeated, float[] decoder, float... x) {
        Selection rule = new Selection.MatchingPursuit(residual, most, untilRepeated);
        return Toy.active(Toy.select(Toy.of(rule, Norms.UNUSED, decoder), x, new float[decoder.length / 2]));
    }

    @Test
    void takesOneFeatureAfterTheOther() {
        assertThat(pursue(0, 1, false, AXES, 2, 3)).containsExactly(new Active(1, 3));
        assertThat(pursue(0, 2, false, AXES, 2, 3)).containsExactly(new Active(0, 2), new Active(1, 3));
    }

    @Test
    void endsWhenLittleIsLeft() {
        assertThat(pursue(2.5, 9, false, AXES, 2, 3)).containsExactly(new Active(1, 3));
        assertThat(pursue(2, 9, false, AXES, 2, 3))
                .as("2 is not below 2")
                .containsExactly(new Active(0, 2), new Active(1, 3));
    }

    @Test
    void hasNoFeatureForWhatNoRowPointsTo() {
        assertThat(pursue(0, 5, false, AXES, -2, -3)).isEmpty();
        assertThat(pursue(0, 5, true, AXES, -2, -3)).isEmpty();
        assertThat(pursue(0, 5, false, AXES, 0, 0)).isEmpty();
    }

    @Test
    void ofEqualsTakesTheFirst() {
        assertThat(pursue(0, 1, false, AXES, 3, 3)).containsExactly(new Active(0, 3));
    }

    /** A row of norm 1/2 takes a quarter of what is left each time: 2, then 1.5. */
    @Test
    void aRowThatIsNotOfNormOneIsTakenAgain() {
        float[] half = {0.5f, 0, 0, 0.125f, 0, 0};
        assertThat(pursue(0, 1, false, half, 4, 0)).containsExactly(new Active(0, 2));
        assertThat(pursue(0, 2, false, half, 4, 0)).containsExactly(new Active(0, 3.5));
        assertThat(pursue(0, 9, true, half, 4, 0))
                .as("until a feature comes again, whose activation still counts")
                .containsExactly(new Active(0, 3.5));
    }

    @Test
    void aRowThatIsNotFiniteEndsAsWell() {
        assertThat(pursue(0, 5, false, AXES, Float.NaN, 1)).hasSizeLessThan(4);
    }
}
