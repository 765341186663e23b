package org.noisefloor.plugin.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisefloor.testkit.intervention.TestActivations;

final class OthersTest {
    /** Two sequences of five; row r holds the number r. */
    private static TestActivations numbered() {
        float[][] rows = new float[10][1];
        for (int row = 0; row < 10; row++) {
            rows[row][0] = row;
        }
        return TestActivations.of(rows).keyed(new TestActivations.Key(1, 0, 5, 0));
    }

    private static int[] picks(Others others, TestActivations batch, int row) {
        int[] counts = new int[10];
        double[] vector = new double[1];
        SplittableRandom random = new SplittableRandom(1);
        for (int n = 0; n < 6000; n++) {
            assertThat(others.pick(batch, row, random, vector)).isTrue();
            counts[(int) vector[0]]++;
        }
        return counts;
    }

    @Test
    void thePoolHoldsTheIntervenedPositionsOfAllCalibrationBatchesEquallyOften() {
        Others others = Others.of(PoolOf.CALIBRATION, Others::activation, 1);
        assertThat(others.isEmpty()).isTrue();
        others.calibrate(numbered().masked(row -> row == 2));
        others.calibrate(numbered().masked(row -> row == 7 || row == 8));
        assertThat(others.isEmpty()).isFalse();
        int[] counts = picks(others, numbered(), 7);
        assertThat(IntStream.of(counts).filter(count -> count > 0)).hasSize(3);
        // six standard deviations of a count
        assertThat(new int[] {counts[2], counts[7], counts[8]})
                .satisfies(three -> assertThat(IntStream.of(three).boxed())
                        .allSatisfy(count -> assertThat(count).isBetween(1780, 2220)));
        assertThat(others.provenance())
                .containsEntry("calibration_positions", 3L)
                .containsEntry("pooled_positions", 3);
    }

    @Test
    void theSequenceGivesItsOtherIntervenedPositionsEquallyOften() {
        Others others = Others.of(PoolOf.SEQUENCE, Others::activation, 1);
        assertThat(others.isEmpty()).isFalse();
        TestActivations batch = numbered().masked(row -> row != 5);
        int[] counts = picks(others, batch, 7);
        assertThat(IntStream.of(counts).filter(count -> count > 0)).hasSize(3);
        assertThat(new int[] {counts[6], counts[8], counts[9]})
                .satisfies(three -> assertThat(IntStream.of(three).boxed())
                        .allSatisfy(count -> assertThat(count).isBetween(1780, 2220)));
    }

    @Test
    void aPositionAloneInItsSequenceHasNoOther() {
        Others others = Others.of(PoolOf.SEQUENCE, Others::activation, 1);
        TestActivations batch = numbered().masked(row -> row < 5 || row == 9);
        assertThat(others.pick(batch, 9, new SplittableRandom(1), new double[1]))
                .isFalse();
    }

    @Test
    void aPositionWithoutErrorIsNoDirectionAndNotPooled() {
        TestActivations batch = TestActivations.of(new float[] {1, 1}, new float[] {1, 1})
                .matchedTo(new float[] {4, 5}, new float[] {1, 1});
        double[] vector = new double[2];
        assertThat(Others.unitError(batch, 0, vector)).isTrue();
        assertThat(vector).containsExactly(0.6, 0.8);
        assertThat(Others.unitError(batch, 1, vector)).isFalse();
        Others others = Others.of(PoolOf.CALIBRATION, Others::unitError, 2);
        others.calibrate(batch);
        assertThat(others.provenance()).containsEntry("calibration_positions", 1L);
    }

    @Test
    void thePoolDoesNotDependOnTheBatches() {
        // 8 MiB a vector, so that eight fill the pool
        int width = 1 << 20;
        float[][] rows = new float[12][width];
        for (int row = 0; row < 12; row++) {
            rows[row][0] = row;
        }
        TestActivations all = TestActivations.of(rows);
        Others whole = Others.of(PoolOf.CALIBRATION, Others::activation, width);
        whole.calibrate(all);
        Others parts = Others.of(PoolOf.CALIBRATION, Others::activation, width);
        parts.calibrate(all.masked(row -> row < 9));
        parts.calibrate(all.masked(row -> row >= 9));
        assertThat(whole.provenance()).containsEntry("pooled_positions", 8);
        double[] one = new double[width];
        double[] other = new double[width];
        for (int seed = 0; seed < 20; seed++) {
            whole.pick(all, 0, new SplittableRandom(seed), one);
            parts.pick(all, 0, new SplittableRandom(seed), other);
            assertThat(other[0]).isEqualTo(one[0]);
        }
    }
}
