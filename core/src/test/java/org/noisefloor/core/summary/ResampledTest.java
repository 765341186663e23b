package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.Estimate;

class ResampledTest {

    @Test
    void percentilesAreInterpolatedLinearly() {
        double[] sorted = {0, 10, 20, 30, 40};
        assertThat(Resampled.percentile(sorted, 0)).isEqualTo(0);
        assertThat(Resampled.percentile(sorted, 0.5)).isEqualTo(20);
        assertThat(Resampled.percentile(sorted, 0.375)).isEqualTo(15);
        assertThat(Resampled.percentile(sorted, 1)).isEqualTo(40);
    }

    @Test
    void anUndefinedValueHasAReason() {
        assertThat(new Resampled(Double.NaN, new double[] {1}).estimate().missing())
                .isNotNull();
    }

    @Test
    void anInfiniteValueKeepsItsValueWithoutAnInterval() {
        Estimate estimate = new Resampled(Double.POSITIVE_INFINITY, new double[] {1, 2}).estimate();
        assertThat(estimate.value()).isInfinite();
        assertThat(estimate.low()).isNaN();
        assertThat(estimate.missing()).contains("infinite");
    }

    private static Resampled withUndefined(int undefined) {
        double[] resamples = new double[2000];
        Arrays.setAll(resamples, r -> r < undefined ? Double.NaN : r);
        return new Resampled(1000, resamples);
    }

    @Test
    void oneUndefinedResampleOfTwoThousandIsLeftOutWithANote() {
        Estimate estimate = withUndefined(1).estimate();
        assertThat(estimate.hasInterval()).isTrue();
        assertThat(estimate.missing()).isNull();
        assertThat(estimate.note()).isEqualTo("undefined in 1 of 2,000 resamples, which are left out of the interval");
        assertThat(withUndefined(0).estimate().note()).isNull();
        assertThat(withUndefined(20).estimate().hasInterval()).isTrue();
        assertThat(withUndefined(20).standardError()).isFinite();
    }

    @Test
    void moreThanAHundredthOfUndefinedResamplesTakesTheIntervalAwayAndSaysHowMany() {
        Estimate estimate = withUndefined(21).estimate();
        assertThat(estimate.value()).isEqualTo(1000);
        assertThat(estimate.low()).isNaN();
        assertThat(estimate.missing()).isEqualTo("no interval: undefined in 21 of 2,000 resamples");
        assertThat(withUndefined(21).standardError()).isNaN();
    }
}
