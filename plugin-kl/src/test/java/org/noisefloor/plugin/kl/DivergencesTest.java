package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.plugin.kl.exact.DecadeSums;
import org.noisefloor.plugin.kl.exact.ExactPath;
import org.noisefloor.plugin.kl.exact.Quantity;
import org.noisefloor.testkit.metric.Comparisons;

class DivergencesTest {
    private final ExactPath exact = new ExactPath();
    private final DecadeSums expected = new DecadeSums();

    @Test
    void smallVocabulariesGoToTheExactPath() {
        agreesToTheBit(pair(255, 1));
    }

    @Test
    void whatFloatCannotDoGoesToTheExactPath() {
        float[] original = pair(300, 1).original();
        float[] spliced = original.clone();
        spliced[7] += 100;
        agreesToTheBit(Comparisons.of(original, spliced, 5));
        spliced[7] = Float.NEGATIVE_INFINITY;
        original[7] = Float.NEGATIVE_INFINITY;
        spliced[8] += 1;
        agreesToTheBit(Comparisons.of(original, spliced, 5));
    }

    private void agreesToTheBit(Comparison c) {
        exact.read(c, expected);
        Divergences divergences = Divergences.of(c);
        for (Quantity quantity : Quantity.values()) {
            assertThat(divergences.total(quantity)).isEqualTo(expected.total(quantity));
        }
        assertThat(divergences.klAlone()).isEqualTo(expected.total(Quantity.KL));
        assertThat(divergences.split(5)).isEqualTo(exact.split(5));
        assertThat(divergences.renyi(2)).isEqualTo(exact.renyi(2));
        assertThat(divergences.renyi(Double.POSITIVE_INFINITY)).isEqualTo(exact.largestFall());
    }

    /** KL comes alone until more is asked for, and with the rest from then on: the order of the metrics must not tell. */
    @Test
    void theBitsDoNotDependOnWhatWasAskedBefore() {
        Divergences klFirst = new Divergences();
        Divergences klLast = new Divergences();
        for (int seed = 0; seed < 3; seed++) {
            Comparison c = pair(2_000, seed);
            klFirst.compute(c);
            klLast.compute(c);
            double alone = klFirst.klAlone();
            double kl = klFirst.total(Quantity.KL);
            double js = klFirst.total(Quantity.JS);
            assertThat(klLast.total(Quantity.JS)).isEqualTo(js);
            assertThat(klLast.total(Quantity.KL)).isEqualTo(kl);
            assertThat(klFirst.total(Quantity.KL)).isEqualTo(kl);
            assertThat(klFirst.klAlone()).isEqualTo(alone);
            assertThat(klLast.klAlone()).isEqualTo(alone);
        }
    }

    /** Order 60 has exponents beyond float32, so it is the exact path's, and leaves the other measures as they were. */
    @Test
    void anOrderThatFloatCannotDoIsTheExactPaths() {
        Comparison c = pair(2_000, 4);
        Divergences divergences = Divergences.of(c);
        double kl = divergences.total(Quantity.KL);
        exact.read(c, expected);
        assertThat(divergences.renyi(60)).isEqualTo(exact.renyi(60));
        assertThat(divergences.total(Quantity.KL)).isEqualTo(kl);
    }

    private static Comparison pair(int vocabulary, int seed) {
        Random random = new Random(seed);
        float[] original = Logits.random(vocabulary, random);
        return Comparisons.of(original, Logits.changed(original, 0.5, 2, random), 5);
    }
}
