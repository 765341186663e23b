package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogPartitionTest {

    private static float[] logits(int n, double spread) {
        SplittableRandom random = new SplittableRandom(n);
        float[] logits = new float[n];
        for (int v = 0; v < n; v++) {
            logits[v] = (float) (spread * random.nextGaussian());
        }
        return logits;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 2048, 49152, 50257})
    void theVectorPathAgreesWithTheScalarOneToRounding(int n) {
        for (double spread : new double[] {0.01, 1, 10, 300}) {
            float[] logits = logits(n, spread);
            float max = logits[LogPartition.favourite(logits, n)];
            double scalar = LogPartition.scalar(logits, n, max);
            assertThat(LogPartition.Vectors.of(logits, n, max))
                    .isCloseTo(scalar, within(1e-14 * (1 + Math.abs(scalar))));
        }
    }

    @Test
    void equalLogitsGiveTheLogarithmOfTheirNumber() {
        assertThat(LogPartition.of(new float[64], 64, 0)).isCloseTo(Math.log(64), within(1e-15));
    }

    @Test
    void aForbiddenTokenLeavesTheSum() {
        float[] logits = {0, Float.NEGATIVE_INFINITY, 0, Float.NEGATIVE_INFINITY, 0, 0, 0, 0, 0, 0};
        assertThat(LogPartition.of(logits, 10, 0)).isCloseTo(Math.log(8), within(1e-15));
    }

    @Test
    void notANumberAndPlusInfinityAreSeen() {
        float[] nan = new float[16];
        nan[11] = Float.NaN;
        assertThat(LogPartition.of(nan, 16, 0)).isNaN();
        float[] infinite = new float[16];
        infinite[3] = Float.POSITIVE_INFINITY;
        assertThat(Double.isFinite(LogPartition.of(infinite, 16, 3))).isFalse();
    }

    @Test
    void theFavouriteIsTheLowestIndexAmongEquals() {
        assertThat(LogPartition.favourite(new float[] {1, 3, 3, 2}, 4)).isEqualTo(1);
    }
}
