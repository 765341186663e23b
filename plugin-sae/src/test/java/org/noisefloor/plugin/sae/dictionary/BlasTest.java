package org.noisefloor.plugin.sae.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.testkit.TestContext;

final class BlasTest {
    private static FloatBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private static FloatBuffer gaussian(int floats, long seed) {
        FloatBuffer buffer = direct(floats);
        SplittableRandom random = new SplittableRandom(seed);
        while (buffer.hasRemaining()) {
            buffer.put((float) random.nextGaussian());
        }
        return buffer.rewind();
    }

    private static float[] product(FloatBuffer a, FloatBuffer b, int rows, int inner, int columns) {
        FloatBuffer filled = direct(Blas.filled(rows) * inner);
        filled.put(0, a, 0, rows * inner);
        FloatBuffer c = direct(Blas.filled(rows) * columns);
        Blas blas = Blas.open(TestContext.builder().threads(2).build());
        for (int tile = 0; tile < Blas.tiles(rows, columns); tile++) {
            blas.multiply(tile, filled, b, c, inner, columns);
        }
        float[] copy = new float[rows * columns];
        c.get(0, copy);
        return copy;
    }

    @ParameterizedTest
    @CsvSource({"1, 8, 24", "7, 13, 29", "64, 128, 512", "130, 576, 1000"})
    void agreesWithFloat64(int rows, int inner, int columns) {
        FloatBuffer a = gaussian(rows * inner, 1);
        FloatBuffer b = gaussian(inner * columns, 2);
        float[] c = product(a, b, rows, inner, columns);
        for (int r = 0; r < rows; r += 3) {
            for (int j = 0; j < columns; j += 5) {
                double sum = 0;
                double magnitudes = 0;
                for (int i = 0; i < inner; i++) {
                    double term = (double) a.get(r * inner + i) * b.get(i * columns + j);
                    sum += term;
                    magnitudes += Math.abs(term);
                }
                // the error of a float32 sum in any order
                assertThat(Math.abs(c[r * columns + j] - sum)).isLessThanOrEqualTo(inner * 0x1p-24 * magnitudes);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"12, 8, 24", "64, 128, 512", "130, 576, 1000"})
    void aRowDoesNotDependOnTheOthers(int rows, int inner, int columns) {
        FloatBuffer a = gaussian(rows * inner, 1);
        FloatBuffer b = gaussian(inner * columns, 2);
        FloatBuffer others = gaussian(rows * inner, 3);
        float[] among = product(a, b, rows, inner, columns);
        int row = rows / 2;
        for (int i = 0; i < inner; i++) {
            others.put(row * inner + i, a.get(row * inner + i));
        }
        float[] alone = product(others, b, rows, inner, columns);
        for (int j = 0; j < columns; j++) {
            assertThat(alone[row * columns + j]).isEqualTo(among[row * columns + j]);
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 24", "128, 512", "576, 1000", "1024, 300", "2048, 64"})
    void aRowHasTheSameBitsInEachTileAndHoweverManyThereAre(int inner, int columns) {
        FloatBuffer row = gaussian(inner, 1);
        FloatBuffer b = gaussian(inner * columns, 2);
        float[] alone = product(row, b, 1, inner, columns);
        for (int rows : new int[] {5, 48, 129, 512}) {
            FloatBuffer all = gaussian(rows * inner, 3);
            for (int at = 0; at < rows; at += Blas.ROWS) {
                all.put(at * inner, row, 0, inner);
            }
            float[] among = product(all, b, rows, inner, columns);
            for (int at = 0; at < rows; at += Blas.ROWS) {
                assertThat(Arrays.equals(among, at * columns, (at + 1) * columns, alone, 0, columns))
                        .as("row %d of %d", at, rows)
                        .isTrue();
            }
        }
    }

    @Test
    void unpacksIntoTheCache() throws IOException {
        Blas.open(TestContext.builder().threads(2).build());
        Path cache = TestContext.builder().threads(2).build().cache().toAbsolutePath();
        assertThat(Loader.getCacheDir().toPath().toAbsolutePath()).startsWith(cache);
        assertThat(cache.resolve("javacpp")).isNotEmptyDirectory();
    }
}
