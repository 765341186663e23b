package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against the closed forms of the specification, on two sequences with three draws of two columns. */
class DrawErrorTest {
    private static final double[][][] SUMS = {{{1, 4}, {2, 5}, {4, 5}}, {{3, 2}, {3, 6}, {7, 7}}};
    private static final double[][] COUNTS = {{10, 10, 10}, {30, 30, 30}};
    private static final int K = 3;

    private static double error(DrawError.Function figure, double[][][] sums, double[][] counts, boolean shared) {
        double[] totals = new double[2];
        double count = 0;
        for (int s = 0; s < sums.length; s++) {
            for (int k = 0; k < sums[s].length; k++) {
                count += counts[s][k];
                for (int c = 0; c < sums[s][k].length; c++) {
                    totals[c] += sums[s][k][c];
                }
            }
        }
        int[] columns = IntStream.range(0, sums[0][0].length).toArray();
        DrawError error = DrawError.of(
                figure,
                new Table.Totals(SyntheticRun.columns("a", "b"), totals, count),
                columns,
                sums[0].length,
                shared);
        for (int s = 0; s < sums.length; s++) {
            error.add(new Table.Rows(sums[s], counts[s]));
        }
        return error.value();
    }

    private static double variance(double... values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / (values.length - 1);
    }

    @Test
    void ofAMeanIsTheSpreadOfTheSequencesSums() {
        double expected = Math.sqrt((variance(1, 2, 4) + variance(3, 3, 7)) / K) / 40;
        assertThat(error(t -> t.sums()[0] / t.count(), SUMS, COUNTS, false)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void ofARatioPutsSMinusValueTimesDenominatorInThePlaceOfS() {
        double value = 20.0 / 29;
        double first = variance(1 - value * 4, 2 - value * 5, 4 - value * 5);
        double second = variance(3 - value * 2, 3 - value * 6, 7 - value * 7);
        double meanDenominator = 29.0 / K;
        double expected = Math.sqrt((first + second) / K) / meanDenominator;
        assertThat(error(t -> t.sums()[0] / t.sums()[1], SUMS, COUNTS, false)).isCloseTo(expected, within(1e-8));
    }

    @Test
    void ofAMeanOverAClassCountsThePositionsThatComeAndGo() {
        double[][] counts = {{4, 5, 5}, {2, 6, 7}};
        assertThat(error(t -> t.sums()[0] / t.count(), SUMS, counts, false))
                .isCloseTo(error(t -> t.sums()[0] / t.sums()[1], SUMS, COUNTS, false), within(1e-8));
    }

    @Test
    void ofDrawsThatAllSequencesShareIsTheSpreadOfTheDrawsMeans() {
        double expected = Math.sqrt(variance(4 / 40.0, 5 / 40.0, 11 / 40.0) / K);
        assertThat(error(t -> t.sums()[0] / t.count(), SUMS, COUNTS, true)).isCloseTo(expected, within(1e-9));
    }

    @Test
    void ofWhatDoesNotDifferIsZero() {
        double[][][] same = {{{0.1}, {0.1}, {0.1}}, {{0.7}, {0.7}, {0.7}}};
        assertThat(error(t -> t.sums()[0] / t.count(), same, COUNTS, false)).isZero();
    }

    @Test
    void ofOneDrawThereIsNone() {
        double[][][] one = {{{1, 2}}, {{3, 4}}};
        assertThat(error(t -> t.sums()[0] / t.count(), one, new double[][] {{1}, {1}}, false))
                .isNaN();
    }
}
