package org.noisefloor.plugin.sae.dictionary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.noisefloor.plugin.sae.dictionary.Dictionary.Norms;
import org.noisefloor.testkit.intervention.TestActivations;

/** Rows with few active features are decoded one by one, those with many by a product. */
final class EngineTest {
    private static final int WIDTH = 8;
    private static final int FEATURES = 64;

    private static float[] gaussian(int count, long seed) {
        return TestActivations.gaussian(1, count, seed)[0];
    }

    /** A ReLU; with a bias of 100 every feature is active, with one of −100 none is unless a row is large. */
    private static Dictionary relu(float bias) {
        float[] biases = new float[FEATURES];
        Arrays.fill(biases, bias);
        return new Dictionary(
                Normalization.NONE,
                new float[WIDTH],
                biases,
                Toy.matrix(gaussian(WIDTH * FEATURES, 1)),
                Toy.matrix(gaussian(FEATURES * WIDTH, 2)),
                gaussian(WIDTH, 3),
                null,
                new Selection.Relu(),
                Norms.UNUSED);
    }

    /** By the definition, in float64. */
    private static double[] expected(Dictionary dictionary, float[] x) {
        double[] out = new double[WIDTH];
        for (int i = 0; i < WIDTH; i++) {
            out[i] = dictionary.outputBias()[i];
        }
        for (int j = 0; j < FEATURES; j++) {
            double h = dictionary.encoderBias()[j];
            for (int i = 0; i < WIDTH; i++) {
                h += (double) x[i] * dictionary.encoder().get(i * FEATURES + j);
            }
            for (int i = 0; i < WIDTH; i++) {
                out[i] += Math.max(0, h) * dictionary.decoder().get(j * WIDTH + i);
            }
        }
        return out;
    }

    private static double[][] replaced(Dictionary dictionary, float[]... rows) {
        double[][] out = new double[rows.length][];
        Engine engine = new Engine(dictionary, Toy.blas(), false, rows.length, Engine.BLOCK_BYTES);
        engine.replace(
                new Engine.Rows() {
                    @Override
                    public boolean wanted(int row) {
                        return true;
                    }

                    @Override
                    public void read(int row, float[] into) {
                        System.arraycopy(rows[row], 0, into, 0, into.length);
                    }

                    @Override
                    public void active(int row, Features features) {}

                    @Override
                    public void write(int row, double[] replacement) {
                        out[row] = replacement.clone();
                    }
                },
                rows.length);
        return out;
    }

    /** A sum of 64 terms of up to 400 in float32: six standard deviations of its rounding. */
    private static final double ROUNDING = 6 * Math.sqrt(FEATURES + WIDTH) * 0x1p-24 * 400 * Math.sqrt(FEATURES);

    @Test
    void aRowWithEveryFeatureActiveIsWhatItsFeaturesAddUpTo() {
        Dictionary dense = relu(100);
        float[][] rows = TestActivations.gaussian(5, WIDTH, 4);
        double[][] out = replaced(dense, rows);
        for (int row = 0; row < rows.length; row++) {
            assertThat(out[row]).containsExactly(expected(dense, rows[row]), within(ROUNDING));
        }
    }

    @Test
    void aRowDoesNotDependOnHowTheOthersAreDecoded() {
        Dictionary mixed = relu(-20);
        float[] small = new float[WIDTH];
        float[] large = gaussian(WIDTH, 5);
        for (int i = 0; i < WIDTH; i++) {
            large[i] *= 100;
        }
        double[][] between = replaced(mixed, large, small, large);
        double[][] among = replaced(mixed, large, large, small);
        assertThat(between[0]).containsExactly(among[0]);
        assertThat(between[1]).containsExactly(among[2]);
        assertThat(between[1]).containsExactly(expected(mixed, small));
        assertThat(between[0]).isNotEqualTo(between[1]);
    }

    @Test
    void aSkipIsAddedToWhatIsDecoded() {
        Dictionary plain = relu(100);
        SplittableRandom random = new SplittableRandom(6);
        float[] skip = new float[WIDTH * WIDTH];
        for (int i = 0; i < skip.length; i++) {
            skip[i] = random.nextInt(-2, 3);
        }
        Dictionary skipping = new Dictionary(
                plain.normalization(),
                plain.inputBias(),
                plain.encoderBias(),
                plain.encoder(),
                plain.decoder(),
                plain.outputBias(),
                Toy.matrix(skip),
                plain.selection(),
                plain.norms());
        float[] row = {1, 2, 3, 4, 5, 6, 7, 8};
        double[] without = replaced(plain, row)[0];
        double[] with = replaced(skipping, row)[0];
        for (int i = 0; i < WIDTH; i++) {
            double more = 0;
            for (int from = 0; from < WIDTH; from++) {
                more += row[from] * skip[from * WIDTH + i];
            }
            assertThat(with[i] - without[i]).isCloseTo(more, within(1e-9));
        }
    }
}
