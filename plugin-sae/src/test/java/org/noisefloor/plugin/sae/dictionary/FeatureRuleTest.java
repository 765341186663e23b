package org.noisefloor.plugin.sae.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.plugin.sae.dictionary.Dictionary.Norms;
import org.noisefloor.plugin.sae.dictionary.Toy.Active;

final class FeatureRuleTest {
    private static final float[] ROW = new float[2];

    private static Features select(Selection selection, float... products) {
        return Toy.select(Toy.of(selection, Norms.UNUSED, new float[2 * products.length]), ROW, products);
    }

    @Test
    void aReluKeepsWhatIsAboveZero() {
        assertThat(Toy.active(select(new Selection.Relu(), 2, -1, 0))).containsExactly(new Active(0, 2));
    }

    @Test
    void aTanhReluIsTheHyperbolicTangentOfIt() {
        Features active = select(new Selection.TanhRelu(), 1, -1, 0);
        assertThat(Toy.active(active)).containsExactly(new Active(0, (float) StrictMath.tanh(1)));
        assertThat(active.l1()).isEqualTo(StrictMath.tanh(1));
    }

    @Test
    void aJumpReluKeepsWhatIsAboveItsThresholdAndAboveZero() {
        assertThat(Toy.active(select(new Selection.JumpRelu(new float[] {1, 1, -3, 0.5f}), 1, 1.5f, -2, 0.75f)))
                .containsExactly(new Active(1, 1.5), new Active(3, 0.75));
    }

    @Test
    void aGroupMaxKeepsTheLargestOfEachGroupIfItIsAboveZero() {
        assertThat(Toy.active(select(new Selection.GroupMax(3), 1, 2, -1, -2, 3, 3)))
                .as("the first of equals, and none of a group below zero")
                .containsExactly(new Active(1, 2), new Active(4, 3));
    }

    @Test
    void theTopByMagnitudeKeepsSigns() {
        Features active = select(new Selection.TopK(2, true), 1, -4, 3);
        assertThat(Toy.active(active)).containsExactly(new Active(1, -4), new Active(2, 3));
        assertThat(active.l1()).isEqualTo(7);
    }

    /** Rows of norms 1 and 5; h = 2 and 1, so the first leads unless norms decide. */
    @Test
    void normsOfTheDecoderDecideWhichIsKeptAndWhatIsReported() {
        float[] decoder = {1, 0, 3, 4};
        Selection one = new Selection.TopK(1, false);
        Features plain = Toy.select(Toy.of(one, Norms.UNUSED, decoder), ROW, 2, 1);
        Features selecting = Toy.select(Toy.of(one, Norms.SELECT, decoder), ROW, 2, 1);
        Features scaling = Toy.select(Toy.of(one, Norms.SCALE, decoder), ROW, 2, 1);
        assertThat(Toy.active(plain)).containsExactly(new Active(0, 2));
        assertThat(Toy.active(selecting)).containsExactly(new Active(1, 1));
        assertThat(selecting.l1()).isEqualTo(1);
        assertThat(Toy.active(scaling)).containsExactly(new Active(1, 1));
        assertThat(scaling.l1()).isEqualTo(5);
    }
}
