package org.noisefloor.files.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as a reader of a page wants them, the same in every locale: three significant digits, a minus that is one, exponents in
 * superscript. {@link PlainNumbers} are for where there is a typewriter's face only.
 */
public final class Numbers {
    private static final int DIGITS = 3;
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private Numbers() {}

    public static String number(double value) {
        return fixed(value, decimals(value));
    }

    /** How many decimals show three significant digits; negative where the value is better written with an exponent. */
    public static int decimals(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return 0;
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < -4 || exponent > 6) {
            return -1;
        }
        return Math.max(0, DIGITS - 1 - exponent);
    }

    public static String fixed(double value, int decimals) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        if (decimals < 0) {
            return scientific(value);
        }
        BigDecimal rounded = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
        String digits = grouped(rounded.abs().toPlainString());
        return rounded.signum() < 0 ? "−" + digits : digits;
    }

    /**
     * As many decimals, up to three more than {@code least}, as keep numbers on their side of a bound: an interval up to 0.998 is not shown as
     * if it held 1. {@code least} where three more would not do.
     */
    public static int decimalsBeside(double bound, int least, double... values) {
        for (int decimals = least; decimals >= 0 && decimals <= least + 3; decimals++) {
            if (!hides(bound, decimals, values)) {
                return decimals;
            }
        }
        return least;
    }

    private static boolean hides(double bound, int decimals, double... values) {
        String shown = fixed(bound, decimals);
        for (double value : values) {
            if (value != bound && fixed(value, decimals).equals(shown)) {
                return true;
            }
        }
        return false;
    }

    public static String count(double value) {
        return fixed(value, 0);
    }

    public static String percent(double share) {
        return fixed(100 * share, percentDecimals(share)) + " %";
    }

    /** As many decimals as make sense of a share of a few thousand positions. */
    public static int percentDecimals(double share) {
        double size = Math.abs(share);
        return size == 0 || size >= 0.9995 ? 0 : size >= 0.01 ? 1 : size >= 0.001 ? 2 : 3;
    }

    private static String scientific(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(2, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        String mantissa = rounded.abs()
                .movePointLeft(exponent)
                .setScale(1, RoundingMode.HALF_EVEN)
                .toPlainString();
        return (value < 0 ? "−" : "") + mantissa + "×10" + power(exponent);
    }

    /** An exponent in superscript. */
    public static String power(int exponent) {
        StringBuilder power = new StringBuilder(exponent < 0 ? "⁻" : "");
        for (char digit : Integer.toString(Math.abs(exponent)).toCharArray()) {
            power.append(SUPERSCRIPTS.charAt(digit - '0'));
        }
        return power.toString();
    }

    private static String grouped(String digits) {
        int point = digits.indexOf('.');
        StringBuilder grouped = new StringBuilder(digits);
        for (int i = (point < 0 ? digits.length() : point) - 3; i > 0; i -= 3) {
            grouped.insert(i, ',');
        }
        return grouped.toString();
    }
}
