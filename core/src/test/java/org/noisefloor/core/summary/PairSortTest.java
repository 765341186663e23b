package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairSortTest {
    @Test
    void moreThanMemoryHoldsComesBackInOrderWithItsPlaces() {
        int count = 200_001;
        SplittableRandom random = new SplittableRandom(1);
        double[] values = random.doubles(count, -1, 1).toArray();
        try (PairSort sort = new PairSort()) {
            for (double value : values) {
                sort.add(PairSort.key(value), sort.count());
            }
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            PairSort.Cursor one = sort.read();
            PairSort.Cursor other = sort.read();
            for (double expected : sorted) {
                assertThat(one.next()).isTrue();
                assertThat(PairSort.number(one.key())).isEqualTo(expected);
                assertThat(values[(int) one.value()]).isEqualTo(expected);
                assertThat(other.next()).isTrue();
                assertThat(other.key()).isEqualTo(one.key());
            }
            assertThat(one.next()).isFalse();
        }
    }

    @Test
    void numbersStandAsJavaComparesThem() {
        double[] values = {
            Double.NaN, 0.0, Double.POSITIVE_INFINITY, -0.0, -2, Double.NEGATIVE_INFINITY, Double.MIN_VALUE
        };
        try (PairSort sort = new PairSort()) {
            for (double value : values) {
                sort.add(PairSort.key(value), 0);
            }
            Arrays.sort(values);
            PairSort.Cursor cursor = sort.read();
            for (double value : values) {
                assertThat(cursor.next()).isTrue();
                assertThat(PairSort.number(cursor.key())).isEqualTo(Double.valueOf(value));
            }
        }
    }

    @Test
    void ofNothingThereIsNothing() {
        try (PairSort sort = new PairSort()) {
            assertThat(sort.read().next()).isFalse();
        }
    }
}
