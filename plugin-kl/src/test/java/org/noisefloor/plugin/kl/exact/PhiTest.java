package org.noisefloor.plugin.kl.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhiTest {
    @ParameterizedTest
    @ValueSource(doubles = {1e-12, -1e-12, 3e-8, -1e-3, 0.01, 0.29999, -0.29999, 0.3, -0.3, 0.34, 0.5, -0.5})
    void hasAllItsDigitsNearZero(double d) {
        assertThat(Phi.of(d)).isCloseTo(precise(d), Percentage.withPercentage(100 * 3e-15));
    }

    @Test
    void isZeroAtZero() {
        assertThat(Phi.of(0)).isZero();
        assertThat(Phi.of(-0.0)).isZero();
    }

    /** Σ d^n/n! from n = 2, with 60 digits. */
    private static double precise(double d) {
        MathContext digits = new MathContext(60);
        BigDecimal x = new BigDecimal(d);
        BigDecimal term = x;
        BigDecimal sum = BigDecimal.ZERO;
        for (int n = 2; n < 60; n++) {
            term = term.multiply(x, digits).divide(BigDecimal.valueOf(n), digits);
            sum = sum.add(term, digits);
        }
        return sum.doubleValue();
    }
}
