package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.Estimate;

class ResampledTest {
    private static final Units FORTY = new Units(Units.DOCUMENT, 40);

    private static Resampled of(double value, double... resamples) {
        return new Resampled(value, resamples, FORTY);
    }

    /** As many on each side, in steps of a hundredth. */
    private static double[] around(double value) {
        double[] resamples = new double[2001];
        Arrays.setAll(resamples, r -> value + (r - 1000) / 100.0);
        return resamples;
    }

    @Test
    void theIntervalIsWiderThanPlainPercentilesWhereUnitsAreFew() {
        Estimate many = new Resampled(0, around(0), new Units(Units.DOCUMENT, 1_000_000)).estimate();
        Estimate few = new Resampled(0, around(0), new Units(Units.DOCUMENT, 6)).estimate();
        assertThat(many.high()).isCloseTo(9.5, within(1e-3));
        assertThat(few.high()).isCloseTo(10 * (1 - 2 * 0.002433), within(1e-3));
        assertThat(few.low()).isCloseTo(-few.high(), within(1e-9));
    }

    @Test
    void fewerThanSixUnitsGiveNoInterval() {
        Resampled five = new Resampled(3, new double[0], new Units(Units.DOCUMENT, 5));
        assertThat(five.estimate().hasInterval()).isFalse();
        assertThat(five.estimate().missing())
                .isEqualTo("no interval: 5 documents, and fewer than 6 tell too little of how documents differ");
        assertThat(five.probability(1)).isNaN();
    }

    @Test
    void aBoundAtAnEndOfTheIntervalHasAProbabilityOfFivePercent() {
        Resampled of = new Resampled(0, around(0), new Units(Units.DOCUMENT, 12));
        assertThat(of.probability(of.estimate().high())).isCloseTo(0.05, within(0.003));
        assertThat(of.probability(of.estimate().low())).isCloseTo(0.05, within(0.003));
        assertThat(of.probability(0)).isCloseTo(1, within(0.001));
    }

    @Test
    void farBeyondAllResamplesStudentsDistributionTellsHowRareABoundIs() {
        double[] narrow = new double[2000];
        Arrays.setAll(narrow, r -> 2 * Math.exp((r - 999.5) / 1e5));
        Resampled of = new Resampled(2, narrow, FORTY);
        assertThat(of.probability(1)).isLessThan(1e-6);
        assertThat(of.probability(1)).isLessThan(of.probability(1.9));
    }

    @Test
    void percentilesAreInterpolatedLinearly() {
        double[] values = {30, 0, 40, 10, 20};
        assertThat(Resampled.percentile(values.clone(), 0)).isEqualTo(0);
        assertThat(Resampled.percentile(values.clone(), 0.5)).isEqualTo(20);
        assertThat(Resampled.percentile(values.clone(), 0.375)).isEqualTo(15);
        assertThat(Resampled.percentile(values.clone(), 1)).isEqualTo(40);
    }

    @Test
    void anUndefinedValueHasAReason() {
        assertThat(of(Double.NaN, 1).estimate().missing()).isNotNull();
    }

    @Test
    void anInfiniteValueKeepsItsValueWithoutAnInterval() {
        Estimate estimate = of(Double.POSITIVE_INFINITY, 1, 2).estimate();
        assertThat(estimate.value()).isInfinite();
        assertThat(estimate.low()).isNaN();
        assertThat(estimate.missing()).contains("infinite");
    }

    private static Resampled withUndefined(int undefined) {
        double[] resamples = new double[2000];
        Arrays.setAll(resamples, r -> r < undefined ? Double.NaN : r);
        return of(1000, resamples);
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

    /** No event in any document: a bootstrap would call that certain. */
    @Test
    void whatIsTheSameInAllResamplesHasNoProbabilityButThatOfItself() {
        Resampled never = new Resampled(0, new double[2000], new Units(Units.DOCUMENT, 12));
        assertThat(never.probability(1)).isNaN();
        assertThat(never.probability(0)).isEqualTo(1);
    }

    /** One resample more or less beyond a bound decides no verdict. */
    @Test
    void fewResamplesBeyondABoundAreNotCounted() {
        double[] resamples = new double[2000];
        for (int r = 0; r < resamples.length; r++) {
            resamples[r] = 1 + 0.1 * Math.sin(r);
        }
        Units units = new Units(Units.DOCUMENT, 40);
        double none = new Resampled(1, resamples.clone(), units).probability(1.25);
        resamples[7] = 1.3;
        double one = new Resampled(1, resamples, units).probability(1.25);
        assertThat(one).isCloseTo(none, within(0.2 * none));
        assertThat(none).isLessThan(0.01);
    }
}
