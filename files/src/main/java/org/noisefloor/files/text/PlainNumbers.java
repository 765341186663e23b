package org.noisefloor.files.text;

import java.util.Locale;
import java.util.function.DoubleFunction;

/** Numbers for a console and a file of plain text, the same in every locale: an exponent is {@code e-05}, a minus a hyphen. */
public final class PlainNumbers {
    private PlainNumbers() {}

    /** With thousands set apart. */
    public static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** Four significant digits; powers of ten where there would be too many zeros. */
    public static String number(double value) {
        return significant(value, 4);
    }

    public static String significant(double value, int digits) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        if (value == 0) {
            return "0";
        }
        int magnitude = (int) Math.floor(Math.log10(Math.abs(value)));
        if (magnitude < -4 || magnitude >= 7) {
            return String.format(Locale.ROOT, "%." + (digits - 1) + "e", value);
        }
        return String.format(Locale.ROOT, "%." + Math.max(0, digits - 1 - magnitude) + "f", value);
    }

    /** "12.3 %". */
    public static String percent(double share) {
        return Double.isNaN(share) ? "–" : significant(100 * share, 3) + " %";
    }

    /** "0.150 [0.142, 0.158]"; the value alone where there is no interval. */
    public static String estimate(double value, double low, double high) {
        return withInterval(value, low, high, each -> significant(each, 3));
    }

    /** "1.52 [1.42, 1.64]": two decimals say enough of a ratio, unless it is tiny or an end of its interval would become 1. */
    public static String ratio(double value, double low, double high) {
        String form = "%." + Numbers.decimalsBeside(1, 2, low, high) + "f";
        return withInterval(
                value,
                low,
                high,
                each -> Math.abs(each) < 0.1 ? significant(each, 2) : String.format(Locale.ROOT, form, each));
    }

    private static String withInterval(double value, double low, double high, DoubleFunction<String> form) {
        return Double.isNaN(low)
                ? form.apply(value)
                : form.apply(value) + " [" + form.apply(low) + ", " + form.apply(high) + "]";
    }

    /** {@code 1 document}, {@code 2,000 documents}. */
    public static String counted(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    /** An amount of memory or disk: {@code 512 bytes}, {@code 1.5 KiB}, {@code 64 MiB}. */
    public static String bytes(long bytes) {
        if (bytes < 1 << 10) {
            return counted(bytes, "byte");
        }
        double amount = bytes;
        int unit = -1;
        while (amount >= 1024 && unit < 3) {
            amount /= 1024;
            unit++;
        }
        return String.format(
                Locale.ROOT,
                amount < 10 && amount != Math.rint(amount) ? "%.1f %siB" : "%,.0f %siB",
                amount,
                "KMGT".charAt(unit));
    }
}
