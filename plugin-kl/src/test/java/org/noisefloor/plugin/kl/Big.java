package org.noisefloor.plugin.kl;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Functions of numbers of fifty digits, each right to nearly all of these digits however small its value: near 0, e^x − 1 and
 * log(1 + x) come from series, since written out they would lose the digits that x has below 1.
 */
final class Big {
    static final MathContext DIGITS = new MathContext(50);
    static final BigDecimal ZERO = BigDecimal.ZERO;
    static final BigDecimal ONE = BigDecimal.ONE;
    static final BigDecimal TWO = BigDecimal.valueOf(2);
    static final BigDecimal HALF = new BigDecimal("0.5");

    /** Below this, the series; it has about thirty terms there. */
    private static final BigDecimal SMALL = new BigDecimal("0.1");

    private static final BigDecimal NEGLIGIBLE = new BigDecimal("1e-52");

    private Big() {}

    static BigDecimal exp(BigDecimal x) {
        return BigDecimalMath.exp(x.round(DIGITS), DIGITS);
    }

    static BigDecimal log(BigDecimal x) {
        return BigDecimalMath.log(x, DIGITS);
    }

    static BigDecimal times(BigDecimal a, BigDecimal b) {
        return a.multiply(b, DIGITS);
    }

    static BigDecimal over(BigDecimal a, BigDecimal b) {
        return a.divide(b, DIGITS);
    }

    static BigDecimal plus(BigDecimal a, BigDecimal b) {
        return a.add(b, DIGITS);
    }

    static BigDecimal minus(BigDecimal a, BigDecimal b) {
        return a.subtract(b, DIGITS);
    }

    /** e^x − 1. */
    static BigDecimal expm1(BigDecimal x) {
        return isSmall(x) ? plus(x, phi(x)) : minus(exp(x), ONE);
    }

    /** e^x − 1 − x. */
    static BigDecimal phi(BigDecimal x) {
        if (x.signum() == 0) {
            return ZERO;
        }
        if (!isSmall(x)) {
            return minus(minus(exp(x), ONE), x);
        }
        BigDecimal term = over(times(x, x), TWO);
        BigDecimal negligible = times(term, NEGLIGIBLE).abs();
        BigDecimal sum = term;
        for (int n = 3; term.abs().compareTo(negligible) > 0; n++) {
            term = over(times(term, x), BigDecimal.valueOf(n));
            sum = plus(sum, term);
        }
        return sum;
    }

    /** log(1 + x), near 0 as 2 artanh(x/(2 + x)). */
    static BigDecimal log1p(BigDecimal x) {
        if (x.signum() == 0) {
            return ZERO;
        }
        if (!isSmall(x)) {
            return log(plus(ONE, x));
        }
        BigDecimal s = over(x, plus(TWO, x));
        BigDecimal square = times(s, s);
        BigDecimal power = s;
        BigDecimal negligible = times(s, NEGLIGIBLE).abs();
        BigDecimal sum = s;
        for (int n = 3; power.abs().compareTo(negligible) > 0; n += 2) {
            power = times(power, square);
            sum = plus(sum, over(power, BigDecimal.valueOf(n)));
        }
        return times(TWO, sum);
    }

    private static boolean isSmall(BigDecimal x) {
        return x.abs().compareTo(SMALL) < 0;
    }
}
