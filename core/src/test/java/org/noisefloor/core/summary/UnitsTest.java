package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected values from SciPy 1.17.1: {@code norm.cdf(-sqrt(n/(n-1)) * t.ppf(.975, n-1))} and the like. */
class UnitsTest {

    @Test
    void tailsAreThoseOfExpandedPercentiles() {
        assertThat(documents(6).tail()).isCloseTo(0.0024318031746115667, within(1e-9));
        assertThat(documents(12).tail()).isCloseTo(0.010756614916552488, within(1e-9));
        assertThat(documents(64).tail()).isCloseTo(0.021997526227984173, within(1e-9));
        assertThat(documents(100_000).tail()).isCloseTo(0.025, within(1e-5));
    }

    @Test
    void theTailsOwnShareBelongsToFivePercent() {
        for (int n : new int[] {6, 12, 64}) {
            assertThat(documents(n).probability(documents(n).tail())).isCloseTo(0.05, within(1e-9));
        }
    }

    @Test
    void aProbabilityIsNeverAboveOne() {
        assertThat(documents(12).probability(0.5)).isEqualTo(1);
        assertThat(documents(12).probability(0.9)).isEqualTo(1);
        assertThat(documents(12).ofDeviation(0)).isEqualTo(1);
    }

    @Test
    void fewGroupsAreStretchedToStudentsInterval() {
        assertThat(documents(100).stretch(8)).isCloseTo(1.2897633203912773, within(1e-9));
        assertThat(documents(100).stretch(4)).isCloseTo(1.8749183612863776, within(1e-9));
    }

    @Test
    void severalLooksShareTheError() {
        Units fourTimes = new Units(Units.DOCUMENT, 64, 4);
        assertThat(fourTimes.probability(fourTimes.tail())).isCloseTo(0.05, within(1e-9));
        assertThat(fourTimes.tail()).isLessThan(documents(64).tail() / 3);
        assertThat(fourTimes.probability(documents(64).tail())).isCloseTo(0.2, within(1e-9));
        assertThat(fourTimes.stretch(4)).isGreaterThan(documents(64).stretch(4));
    }

    private static Units documents(int n) {
        return new Units(Units.DOCUMENT, n);
    }

    /** t at 97.5 % and at 80 %, times √(n/(n−1)): 1.96 + 0.84 where n is large. */
    @Test
    void whatCanBeFoundIsLargerWhereDocumentsAreFew() {
        assertThat(documents(1_000_000).detectable()).isCloseTo(2.8016, within(1e-3));
        assertThat(documents(42).detectable()).isCloseTo(2.905, within(1e-3));
        assertThat(documents(8).detectable()).isCloseTo(3.486, within(1e-3));
        assertThat(new Units(Units.DOCUMENT, 42, 4).detectable())
                .isGreaterThan(documents(42).detectable());
    }
}
