package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampledTest {

    @Test
    void percentilesAreInterpolatedLinearly() {
        double[] sorted = {0, 10, 20, 30, 40};
        assertThat(Sampled.percentile(sorted, 0)).isEqualTo(0);
        assertThat(Sampled.percentile(sorted, 0.5)).isEqualTo(20);
        assertThat(Sampled.percentile(sorted, 0.375)).isEqualTo(15);
        assertThat(Sampled.percentile(sorted, 1)).isEqualTo(40);
    }

    @Test
    void anUndefinedValueHasAReason() {
        assertThat(new Sampled(Double.NaN, new double[] {1}).estimate().missing())
                .isNotNull();
    }

    @Test
    void anInfiniteValueKeepsItsValueWithoutAnInterval() {
        Estimate estimate = new Sampled(Double.POSITIVE_INFINITY, new double[] {1, 2}).estimate();
        assertThat(estimate.value()).isInfinite();
        assertThat(estimate.low()).isNaN();
        assertThat(estimate.missing()).contains("infinite");
    }

    @Test
    void oneUndefinedResampleTakesTheIntervalAway() {
        Estimate estimate = new Sampled(1, new double[] {1, Double.NaN, 2}).estimate();
        assertThat(estimate.value()).isEqualTo(1);
        assertThat(estimate.low()).isNaN();
        assertThat(estimate.missing()).contains("some of the resamples");
    }
}
