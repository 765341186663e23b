package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.noisefloor.plugin.sae.dictionary.Dictionary;
import org.noisefloor.plugin.sae.dictionary.Direct;
import org.noisefloor.plugin.sae.dictionary.Normalization;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.testkit.intervention.TestActivations;

final class DecoderNormsTest {
    private static final int FEATURES = 40;
    private static final int WIDTH = 12;

    private static DecoderNorms of(float[][] rows) {
        FloatBuffer decoder = Direct.floats("a decoder", (long) FEATURES * WIDTH);
        for (int j = 0; j < FEATURES; j++) {
            decoder.put(j * WIDTH, rows[j]);
        }
        return DecoderNorms.of(new Dictionary(
                Normalization.NONE,
                new float[WIDTH],
                new float[FEATURES],
                Direct.floats("an encoder", (long) FEATURES * WIDTH),
                decoder,
                new float[WIDTH],
                null,
                new Selection.Relu(),
                Dictionary.Norms.UNUSED));
    }

    private static float[][] unitRows() {
        float[][] rows = TestActivations.gaussian(FEATURES, WIDTH, 8);
        for (float[] row : rows) {
            double squares = 0;
            for (float value : row) {
                squares += (double) value * value;
            }
            for (int i = 0; i < WIDTH; i++) {
                row[i] /= (float) Math.sqrt(squares);
            }
        }
        return rows;
    }

    /** The bytes of the transpose under the same shape. */
    private static float[][] scrambled(float[][] rows) {
        float[][] scrambled = new float[FEATURES][WIDTH];
        for (int at = 0; at < FEATURES * WIDTH; at++) {
            scrambled[at / WIDTH][at % WIDTH] = rows[at % FEATURES][at / FEATURES];
        }
        return scrambled;
    }

    @Test
    void rowsOfNormOneAreInOrder() {
        DecoderNorms norms = of(unitRows());
        assertThat(norms.least()).isCloseTo(1, within(1e-6));
        assertThat(norms.most()).isCloseTo(1, within(1e-6));
        assertThat(norms.note()).isEmpty();
    }

    @Test
    void theSameNumbersInAnotherOrderAreNoticed() {
        DecoderNorms norms = of(scrambled(unitRows()));
        assertThat(norms.scrambled()).isTrue();
        assertThat(norms.note().orElseThrow())
                .startsWith("the decoder's rows have norms from ")
                .contains("all the same norm if its values are read column after column")
                .endsWith("save it again from a contiguous copy");
    }

    @Test
    void rowsOfManyNormsAreInOrderToo() {
        DecoderNorms norms = of(TestActivations.gaussian(FEATURES, WIDTH, 9));
        assertThat(norms.most() / norms.least()).isGreaterThan(1.05);
        assertThat(norms.note()).isEmpty();
    }

    @Test
    void rowsOfZerosAreCountedAndNotMeasured() {
        float[][] rows = unitRows();
        rows[3] = new float[WIDTH];
        rows[7] = new float[WIDTH];
        DecoderNorms norms = of(rows);
        assertThat(norms.dead()).isEqualTo(2);
        assertThat(norms.least()).isCloseTo(1, within(1e-6));
        assertThat(norms.note()).isEmpty();
        assertThat(of(new float[FEATURES][WIDTH])).isEqualTo(new DecoderNorms(0, 0, 0, FEATURES, false));
    }
}
