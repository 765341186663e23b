package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorKlTest {
    /** The promise is 1e-6; double lanes keep far more. */
    private static final Percentage CLOSE = Percentage.withPercentage(100 * 1e-11);

    @ParameterizedTest
    @ValueSource(ints = {2_048, 49_152, 50_257})
    void agreesWithTheExactPathAtEverySizeOfChange(int vocabulary) {
        Random random = new Random(vocabulary);
        for (double noise : new double[] {1e-8, 1e-6, 1e-3, 0.1, 2, 12}) {
            for (double shift : new double[] {0, 3.7, -100}) {
                float[] p = Logits.random(vocabulary, random);
                float[] q = Logits.changed(p, shift, noise, random);
                double exact = exact(p, q);
                assertThat(fast(p, q))
                        .as("noise %s, shift %s", noise, shift)
                        .isPositive()
                        .isCloseTo(exact, CLOSE);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"256", "257", "260", "263", "1023"})
    void agreesWithTheExactPathAtVocabulariesThatAreNoMultipleOfTheLanes(int vocabulary) {
        Random random = new Random(3);
        float[] p = Logits.random(vocabulary, random);
        float[] q = Logits.changed(p, 0, 1, random);
        q[vocabulary - 1] = 12; // what stands in the last entry counts
        assertThat(fast(p, q)).isCloseTo(exact(p, q), CLOSE);
    }

    /** The one form that cancels does so most where the favourite is one among many equals and alone moves. */
    @ParameterizedTest
    @ValueSource(floats = {1e-6f, 1e-3f, 0.4f, 0.6f, 1, 3, 5, 8, 40})
    void keepsItsDigitsWhereOneOfFiftyThousandEqualsMoves(float rise) {
        float[] p = new float[50_257];
        float[] q = new float[p.length];
        q[0] = rise;
        assertThat(fast(p, q)).isCloseTo(exact(p, q), Percentage.withPercentage(100 * 1e-8));
    }

    @Test
    void isExactlyZeroWhereNothingChangedButTheShift() {
        float[] p = new float[1000];
        float[] q = new float[1000];
        for (int v = 0; v < p.length; v++) {
            p[v] = v % 37 * 0.25f;
            q[v] = p[v] + 64;
        }
        assertThat(fast(p, p.clone())).isZero();
        assertThat(fast(p, q)).isZero();
        assertThat(fast(q, p)).isZero();
    }

    @Test
    void leavesToTheExactPathWhatItCannotDo() {
        Random random = new Random(4);
        float[] p = Logits.random(300, random);
        float[] q = Logits.changed(p, 0, 0.1, random);
        for (float odd : new float[] {Float.NEGATIVE_INFINITY, Float.NaN, -1e9f, p[7] + 81, p[7] - 81}) {
            for (int at : new int[] {7, 298}) {
                float[] other = q.clone();
                other[at] = at == 7 ? odd : odd - p[7] + p[298];
                assertThat(fast(p, other)).as("logit %s", odd).isNaN();
            }
        }
        float[] both = q.clone();
        float[] forbidden = p.clone();
        both[3] = Float.NEGATIVE_INFINITY;
        forbidden[3] = Float.NEGATIVE_INFINITY;
        assertThat(fast(forbidden, both)).isNaN();
        assertThat(KlPaths.kl(forbidden, both, 300, Logits.favourite(forbidden)))
                .isEqualTo(exact(forbidden, both))
                .isPositive()
                .isFinite();
    }

    @Test
    void smallVocabulariesGoToTheExactPath() {
        Random random = new Random(6);
        float[] p = Logits.random(255, random);
        float[] q = Logits.changed(p, 0, 1, random);
        assertThat(KlPaths.kl(p, q, 255, Logits.favourite(p))).isEqualTo(exact(p, q));
    }

    /** The first calls are interpreted, the last ones compiled: the bits must not tell. */
    @Test
    void givesTheSameBitsBeforeAndAfterItIsCompiled() {
        Random random = new Random(5);
        float[] p = Logits.random(2_051, random);
        float[] q = Logits.changed(p, 0.5, 0.3, random);
        double first = fast(p, q);
        for (int i = 0; i < 5_000; i++) {
            assertThat(Double.doubleToRawLongBits(fast(p, q))).isEqualTo(Double.doubleToRawLongBits(first));
        }
    }

    /** Recorded with two, four and eight lanes (-XX:UseAVX=0, 2, 3), interpreted and compiled, on JDK 17 and 25. */
    @Test
    void givesTheSameBitsOnEveryMachine() {
        float[] p = new float[1_003];
        float[] q = new float[1_003];
        for (int v = 0; v < p.length; v++) {
            p[v] = (v * 7919 % 1009) / 128f;
            q[v] = p[v] + (v * 104_729 % 1013) / 1024f;
        }
        assertThat(Double.toHexString(fast(p, q))).isEqualTo("0x1.3e179ff314e6ep-5");
    }

    private static double fast(float[] p, float[] q) {
        return VectorKl.of(p, q, p.length, Logits.favourite(p));
    }

    private static double exact(float[] p, float[] q) {
        return ExactKl.of(p, q, p.length, Logits.favourite(p));
    }
}
