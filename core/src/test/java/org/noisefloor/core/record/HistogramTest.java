package org.noisefloor.core.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramTest {
    @ParameterizedTest
    @CsvSource({
        "0,-1",
        "1e-300,0",
        "1e-16,0",
        "1.2e-16,0",
        "1e-15,10",
        "0.1,150",
        "1,160",
        "1.25,160",
        "1.26,161",
        "1e3,189"
    })
    void aValueFallsIntoTheBinWhoseLowerEndItReaches(double value, int bin) {
        assertThat(Histogram.bin(value)).isEqualTo(bin);
    }

    @Test
    void everyLowerEndIsInItsOwnBinAndWhatIsJustBelowInTheOneBefore() {
        for (int bin = 1; bin < 190; bin++) {
            assertThat(Histogram.bin(Histogram.lowerEnd(bin))).isEqualTo(bin);
            assertThat(Histogram.bin(Math.nextDown(Histogram.lowerEnd(bin)))).isEqualTo(bin - 1);
        }
    }

    @Test
    void infinityIsAmongTheLargest() {
        assertThat(Histogram.bin(Double.POSITIVE_INFINITY)).isEqualTo(189);
    }

    @Test
    void whatIsNoNumberIsInNoBin() {
        Histogram histogram = new Histogram();
        histogram.count(Double.NaN);
        assertThat(histogram.counts()).isEmpty();
        histogram.count(0);
        histogram.count(Double.NaN);
        assertThat(histogram.counts()).isEqualTo(Map.of(Histogram.ZERO, 1));
    }
}
