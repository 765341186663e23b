package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResamplingTest {
    private static final int MANY = 10_000;

    private static Resampling of(int units) {
        return new Resampling(
                1, 50, 1, Units.DOCUMENT, IntStream.range(0, units).toArray());
    }

    private static int sum(byte[] times) {
        int sum = 0;
        for (byte each : times) {
            sum += each & 0xff;
        }
        return sum;
    }

    @Test
    void eachResampleDrawsAsManyUnitsAsThereAre() {
        for (int units : new int[] {6, 300, MANY}) {
            byte[][] times = of(units).times(0, units);
            assertThat(times.length).isEqualTo(50);
            assertThat(Arrays.stream(times).mapToInt(ResamplingTest::sum)).containsOnly(units);
        }
    }

    @Test
    void askedForPieceByPieceItIsTheSame() {
        Resampling resampling = of(MANY);
        byte[][] all = of(MANY).times(0, MANY);
        for (int from : new int[] {9_000, 0, 4_000}) {
            byte[][] piece = resampling.times(from, from + 500);
            for (int r = 0; r < piece.length; r++) {
                assertThat(piece[r]).isEqualTo(Arrays.copyOfRange(all[r], from, from + 500));
            }
        }
    }

    /** Of a multinomial distribution: each unit's variance is 1 − 1/n, and so nearly is that of a block beside its size. */
    @Test
    void manyUnitsVaryAsIfTheyWereDrawnAtOnce() {
        byte[][] times = of(MANY).times(0, MANY);
        double squares = 0;
        double block = 0;
        for (byte[] each : times) {
            for (byte unit : each) {
                squares += (unit - 1) * (unit - 1);
            }
            double first = sum(Arrays.copyOf(each, 4096)) - 4096;
            block += first * first / 4096;
        }
        assertThat(squares / times.length / MANY).isCloseTo(1, within(0.02));
        assertThat(block / times.length).isCloseTo(1 - 0.4096, within(0.4));
    }

    @Test
    void aSequenceWithoutAUnitCountsOnce() {
        Resampling resampling = new Resampling(1, 20, 1, Units.DOCUMENT, new int[] {0, 1, -1, 2, 3, 4, 5});
        assertThat(Arrays.stream(resampling.times(2, 3)).mapToInt(ResamplingTest::sum))
                .hasSize(20)
                .containsOnly(1);
        assertThat(resampling.leftOut()).isEqualTo(1);
    }
}
