package org.noisefloor.core.run.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogPartitionTest {
    private static final double[] SPREADS = {0.01, 1, 10, 300};

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
    void isTheLogarithmOfTheSumToRounding(int n) {
        for (double spread : SPREADS) {
            float[] logits = logits(n, spread);
            float max = logits[LogPartition.top1(logits, n)];
            double sum = 0;
            for (float logit : logits) {
                sum += StrictMath.exp((double) logit - max);
            }
            double expected = max + StrictMath.log(sum);
            assertThat(LogPartition.scalar(logits, n, max))
                    .isCloseTo(expected, within(1e-14 * (1 + Math.abs(expected))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 2048, 49152, 50257})
    void theVectorPathGivesTheBitsOfTheScalarOne(int n) {
        for (double spread : SPREADS) {
            float[] logits = logits(n, spread);
            float max = logits[LogPartition.top1(logits, n)];
            assertThat(VectorLogPartition.of(logits, n, max)).isEqualTo(LogPartition.scalar(logits, n, max));
        }
    }

    /** Vectors of 8 bytes are none at all, of 16 bytes two lanes, and so on up to what this machine has. */
    @ParameterizedTest
    @ValueSource(ints = {8, 16, 32})
    void anyNumberOfLanesGivesTheSameBits(int vectorBytes) throws IOException {
        Process narrow = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-XX:MaxVectorSize=" + vectorBytes,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Bits.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream out = narrow.getInputStream()) {
            assertThat(new String(out.readAllBytes(), StandardCharsets.UTF_8).strip())
                    .endsWith(Bits.ofThisMachine()); // the JVM may say something first
        }
    }

    /** The program that the test runs with fewer lanes. */
    static final class Bits {
        private Bits() {}

        public static void main(String[] none) {
            System.out.println(ofThisMachine());
        }

        static String ofThisMachine() {
            float[] logits = logits(49_155, 10);
            int top1 = LogPartition.top1(logits, logits.length);
            return Double.toHexString(
                    VectorLogPartition.lanes() > 1
                            ? VectorLogPartition.of(logits, logits.length, logits[top1])
                            : LogPartition.of(logits, logits.length, top1));
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
    void theTop1IsTheLowestIndexAmongEquals() {
        assertThat(LogPartition.top1(new float[] {1, 3, 3, 2}, 4)).isEqualTo(1);
    }
}
