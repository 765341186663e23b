package org.noisefloor.plugin.sae.dictionary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
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

    private static float[] product(int threads, FloatBuffer a, FloatBuffer b, int rows, int inner, int columns) {
        FloatBuffer c = direct(rows * columns);
        Blas.open(TestContext.builder().threads(threads).build()).multiply(a, b, c, rows, inner, columns);
        float[] copy = new float[rows * columns];
        c.get(0, copy);
        return copy;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 8, 24", "2, 7, 13, 29", "1, 64, 128, 512", "3, 64, 128, 512", "3, 130, 576, 1000"})
    void agreesWithFloat64WhateverTheThreads(int threads, int rows, int inner, int columns) {
        FloatBuffer a = gaussian(rows * inner, 1);
        FloatBuffer b = gaussian(inner * columns, 2);
        float[] c = product(threads, a, b, rows, inner, columns);
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
        float[] among = product(2, a, b, rows, inner, columns);
        int row = rows / 2;
        for (int i = 0; i < inner; i++) {
            others.put(row * inner + i, a.get(row * inner + i));
        }
        float[] alone = product(2, others, b, rows, inner, columns);
        for (int j = 0; j < columns; j++) {
            assertThat(alone[row * columns + j]).isEqualTo(among[row * columns + j]);
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
