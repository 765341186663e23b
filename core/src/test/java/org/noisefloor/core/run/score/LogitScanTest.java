package org.noisefloor.core.run.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogitScanTest {
    private static final double[] SPREADS = {0.01, 1, 10, 300};

    private static float[] logits(int n, double spread) {
        SplittableRandom random = new SplittableRandom(n);
        float[] logits = new float[n];
        for (int v = 0; v < n; v++) {
            logits[v] = (float) (spread * random.nextGaussian());
        }
        return logits;
    }

    private static LogitScan scan(float... logits) {
        return scan(true, logits);
    }

    private static LogitScan scan(boolean vectors, float... logits) {
        LogitScan scan = new LogitScan(logits.length, vectors);
        scan.read(logits);
        return scan;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 511, 512, 513, 2048, 49152, 50257})
    void theLogPartitionIsTheLogarithmOfTheSumToRounding(int n) {
        for (double spread : SPREADS) {
            float[] logits = logits(n, spread);
            float max = logits[scan(false, logits).top1()];
            double sum = 0;
            for (float logit : logits) {
                sum += StrictMath.exp((double) logit - max);
            }
            double expected = max + StrictMath.log(sum);
            assertThat(scan(false, logits).logPartition())
                    .isCloseTo(expected, within(1e-14 * (1 + Math.abs(expected))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 511, 512, 513, 2048, 49152, 50257})
    void vectorsGiveTheBitsOfScalarLoops(int n) {
        for (double spread : SPREADS) {
            float[] logits = logits(n, spread);
            assertThat(scan(logits).logPartition())
                    .isEqualTo(scan(false, logits).logPartition());
            assertThat(scan(logits).top1()).isEqualTo(scan(false, logits).top1());
        }
    }

    /** Logits that rise from block to block, by little, by much and by more than any exponential holds. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.5, 3})
    void aMaximumThatRisesFromBlockToBlockCostsNoDigit(double rise) {
        float[] logits = new float[5_000];
        double[] parts = new double[logits.length];
        for (int v = 0; v < logits.length; v++) {
            logits[v] = (float) (rise * v - 2_000);
        }
        Arrays.setAll(parts, v -> StrictMath.exp((double) logits[v] - logits[logits.length - 1]));
        double expected =
                logits[logits.length - 1] + StrictMath.log(Arrays.stream(parts).sum());
        assertThat(scan(logits).logPartition()).isCloseTo(expected, within(1e-14 * Math.abs(expected)));
        assertThat(scan(logits).top1()).isEqualTo(logits.length - 1);
    }

    /**
     * Vectors of 8 bytes are none at all, of 16 bytes two lanes, and so on up to what this machine has; all before and after they are
     * compiled, which the program looks at itself.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:MaxVectorSize=8",
                "-XX:MaxVectorSize=16",
                "-XX:MaxVectorSize=32",
                "-XX:MaxVectorSize=64",
                "-Xint"
            })
    void anyNumberOfLanesGivesTheSameBitsInterpretedAndCompiled(String option) throws IOException {
        assertThat(bitsOfAnotherJvm(option)).endsWith(Bits.of(true)); // the JVM may say something first
    }

    @Test
    void aProcessorWithoutFusedProductsGivesTheSameToRounding() throws IOException {
        String[] bits = bitsOfAnotherJvm("-XX:-UseFMA").split("\\s");
        double here = scan(logits(2_051, 10)).logPartition();
        assertThat(Double.parseDouble(bits[bits.length - 3])).isCloseTo(here, within(1e-14 * here));
        assertThat(bits[bits.length - 1])
                .isEqualTo(String.valueOf(scan(logits(2_051, 10)).top1()));
    }

    private static String bitsOfAnotherJvm(String option) throws IOException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        option,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Bits.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream out = other.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    /** The program that the test runs in other JVMs. */
    static final class Bits {
        private static final int UNTIL_COMPILED = 3_000;

        private Bits() {}

        public static void main(String[] none) {
            boolean vectors = ScalarScan.FUSED && VectorScan.lanes() > 1;
            String first = of(vectors);
            float[] logits = logits(2_051, 10);
            boolean isInterpreted = System.getProperty("java.vm.info").contains("interpreted");
            LogitScan scan = new LogitScan(logits.length, vectors);
            for (int i = 0; i < (isInterpreted ? 1 : UNTIL_COMPILED); i++) {
                scan.read(logits);
            }
            System.out.println(of(vectors).equals(first) ? first : "once compiled not " + first);
        }

        static String of(boolean vectors) {
            float[] logits = logits(2_051, 10);
            LogitScan scan = scan(vectors, logits);
            return Double.toHexString(scan.logPartition()) + " at " + scan.top1();
        }
    }

    @Test
    void equalLogitsGiveTheLogarithmOfTheirNumber() {
        assertThat(scan(new float[64]).logPartition()).isCloseTo(Math.log(64), within(1e-15));
    }

    @Test
    void aForbiddenTokenLeavesTheSum() {
        float[] logits = {0, Float.NEGATIVE_INFINITY, 0, Float.NEGATIVE_INFINITY, 0, 0, 0, 0, 0, 0};
        assertThat(scan(logits).logPartition()).isCloseTo(Math.log(8), within(1e-15));
    }

    @Test
    void blocksOfForbiddenTokensAddNothing() {
        float[] logits = new float[2_000];
        Arrays.fill(logits, Float.NEGATIVE_INFINITY);
        logits[1_200] = 2;
        for (boolean vectors : new boolean[] {true, false}) {
            assertThat(scan(vectors, logits).logPartition()).isEqualTo(2);
            assertThat(scan(vectors, logits).top1()).isEqualTo(1_200);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void whatIsNotFiniteIsSeenWhereverItStands(float odd) {
        for (int at : new int[] {0, 3, 511, 512, 1_300, 1_999}) {
            for (float others : new float[] {0, 5, Float.NEGATIVE_INFINITY}) {
                float[] logits = new float[2_000];
                Arrays.fill(logits, others);
                logits[at] = odd;
                logits[1_000] = 1;
                assertThat(scan(logits).logPartition()).isNotFinite();
                assertThat(scan(false, logits).logPartition()).isNotFinite();
            }
        }
    }

    /** A processor makes such a one of ∞ − ∞; by its bits it lies below all numbers. */
    @Test
    void whatIsNoNumberIsSeenWithASignToo() {
        float[] logits = logits(2_000, 3);
        logits[700] = Float.intBitsToFloat(0xffc00000);
        for (boolean vectors : new boolean[] {true, false}) {
            assertThat(scan(vectors, logits).logPartition()).isNaN();
        }
    }

    @Test
    void theTop1IsFoundAmongLogitsOfAnySign() {
        for (float lift : new float[] {-50, -1, 0, 1, 50}) {
            float[] logits = logits(2_000, 3);
            for (int v = 0; v < logits.length; v++) {
                logits[v] += lift;
            }
            assertThat(scan(logits).top1()).isEqualTo(scan(false, logits).top1());
        }
        float[] zeros = {-0f, -1, 0f, -0f};
        assertThat(scan(zeros).top1()).isZero();
        assertThat(scan(false, zeros).top1()).isZero();
    }

    @Test
    void aVectorThatIsForbiddenOrNoNumberAtAllHasNoFiniteLogPartition() {
        float[] logits = new float[600];
        for (float all : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            Arrays.fill(logits, all);
            assertThat(scan(logits).logPartition()).isNotFinite();
            assertThat(scan(logits).top1()).isZero();
        }
    }

    @Test
    void theTop1IsTheLowestIndexAmongEquals() {
        assertThat(scan(1, 3, 3, 2).top1()).isEqualTo(1);
        float[] logits = new float[1_100];
        logits[1_030] = 4;
        logits[530] = 4;
        logits[529 + 16] = 4;
        assertThat(scan(logits).top1()).isEqualTo(530);
    }
}
