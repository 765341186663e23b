package org.noisefloor.plugin.kl.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.testkit.metric.Comparisons;

class ExactPathTest {
    private static final float NONE = Float.NEGATIVE_INFINITY;
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "-3, 2", "20, -20", "0.25, 0.26"})
    void isTheClosedFormForTwoTokens(float a, float b) {
        double p = 1 / (1 + Math.exp(-a));
        double expected = p * (softplus(-b) - softplus(-a)) + (1 - p) * (softplus(b) - softplus(a));
        assertThat(kl(new float[] {a, 0}, new float[] {b, 0})).isCloseTo(expected, within(1e-15 + 1e-12 * expected));
    }

    /** p uniform over V, q ∝ (e^s, 1, …, 1): KL = log((e^s + V − 1)/V) − s/V. */
    @ParameterizedTest
    @ValueSource(doubles = {-40, -2, 0.5, 3, 25, 60, 500})
    void isTheClosedFormForUniformAgainstPeaked(double s) {
        int vocabulary = 1000;
        float[] peaked = new float[vocabulary];
        peaked[17] = (float) s;
        double logSum = s + Math.log1p((vocabulary - 1) * Math.exp(-s));
        double expected = logSum - Math.log(vocabulary) - s / vocabulary;
        assertThat(kl(new float[vocabulary], peaked)).isCloseTo(expected, within(1e-12 + 1e-13 * expected));
    }

    /** Softmax of −x²/2 on a fine grid is a Gaussian, and KL(N(0, 1) ‖ N(μ, 1)) = μ²/2. */
    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.1, 1, 2})
    void isHalfTheSquaredShiftForGaussians(double shift) {
        int vocabulary = 4001;
        float[] p = new float[vocabulary];
        float[] q = new float[vocabulary];
        for (int v = 0; v < vocabulary; v++) {
            double x = (v - 2000) / 200.0;
            p[v] = (float) (-x * x / 2);
            q[v] = (float) (-(x - shift) * (x - shift) / 2);
        }
        // logits are rounded to float32, which changes d by up to 1e-6 in the tails and far less where the mass is
        assertThat(kl(p, q)).isCloseTo(shift * shift / 2, within(2e-7 * shift));
    }

    @Test
    void isZeroForEqualLogits() {
        assertThat(kl(new float[] {1, -2, 30}, new float[] {1, -2, 30})).isZero();
        assertThat(kl(new float[] {5}, new float[] {-7})).isZero();
    }

    @Test
    void isExactlyZeroForAPureShift() {
        assertThat(kl(new float[] {0.5f, -1, 2}, new float[] {1024.5f, 1023, 1026}))
                .isZero();
    }

    @Test
    void isInfiniteWhereTheOtherForbidsWhatThisAllows() {
        assertThat(kl(new float[] {1, 0, -2}, new float[] {1, NONE, 0})).isEqualTo(INFINITE);
        assertThat(kl(new float[] {1, 0, -2}, new float[] {NONE, 1, 0})).isEqualTo(INFINITE);
        // e^−2000 is 0 in float64, but the token is allowed all the same
        assertThat(kl(new float[] {0, -2000}, new float[] {0, NONE})).isEqualTo(INFINITE);
    }

    @Test
    void aTokenThatThisForbidsCostsWhatMovesOntoIt() {
        double moved = 1 / (1 + Math.exp(1)); // q of the second token
        assertThat(kl(new float[] {1, NONE}, new float[] {1, 0})).isCloseTo(-Math.log1p(-moved), within(1e-15));
    }

    @Test
    void aTokenForbiddenOnBothSidesIsLeftOut() {
        assertThat(kl(new float[] {1, NONE, 0}, new float[] {0.25f, NONE, 0.5f}))
                .isEqualTo(kl(new float[] {1, 0}, new float[] {0.25f, 0.5f}));
    }

    @Test
    void staysFiniteForLogitsOfAnySize() {
        float huge = Float.MAX_VALUE;
        assertThat(kl(new float[] {0, 1}, new float[] {0, 5000})).isCloseTo(0.2689414213699951 * 5000, within(1.0));
        assertThat(kl(new float[] {1, -huge}, new float[] {2, -huge})).isZero();
        assertThat(kl(new float[] {1, 0}, new float[] {-huge, huge}))
                .isPositive()
                .isFinite();
        assertThat(kl(new float[] {huge, -huge}, new float[] {0, 0})).isCloseTo(Math.log(2), within(1e-15));
    }

    @Test
    void seesALastBitOfOneLogit() {
        float[] p = {8, 3.7f, -1e-7f};
        float[] q = {8, 3.7f, -1e-7f};
        q[1] = Math.nextUp(q[1]);
        double d = (double) q[1] - p[1];
        double mass = Math.exp(3.7f - 8) / (1 + Math.exp(3.7f - 8) + Math.exp(-8));
        assertThat(kl(p, q)).isCloseTo(d * d / 2 * mass * (1 - mass), Percentage.withPercentage(1e-4));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double kl(float[] p, float[] q) {
        DecadeSums sums = new DecadeSums();
        new ExactPath().read(Comparisons.of(p, q, 0), sums);
        return sums.total(Quantity.KL);
    }
}
