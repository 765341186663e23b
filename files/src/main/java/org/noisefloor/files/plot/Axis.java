package org.noisefloor.files.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.noisefloor.files.text.Numbers;

/**
 * One axis of a plot: from values to places between 0 and 1, and where numbers stand.
 *
 * @param shares whether its numbers are written as percentages
 */
public record Axis(double low, double high, boolean log, boolean shares, List<Double> ticks) {
    private static final double[] POWERS = {1};
    private static final double[] STEPS = {1, 2, 5};
    private static final double[] FINER_STEPS = {1, 1.5, 2, 3, 5, 7};
    private static final int FEW_TICKS = 3;
    /** More numbers than that do not fit beside each other on a phone. */
    private static final int MOST_TICKS = 6;

    private static final int INTERVALS = 5;

    /** With numbers at 1, 2 and 5 times powers of ten, or at these powers alone where that would be many. */
    public static Axis log(double least, double most) {
        double room = Math.max(1.1, Math.pow(most / least, 0.04));
        double low = least / room;
        double high = most * room;
        List<Double> ticks = powers(low, high, STEPS);
        if (ticks.size() > MOST_TICKS) {
            ticks = powers(low, high, POWERS);
        } else if (ticks.size() < FEW_TICKS) {
            ticks = powers(low, high, FINER_STEPS);
        }
        return new Axis(low, high, true, false, ticks);
    }

    /** Linear, with round numbers; a value alone gets some room around it. */
    public static Axis linear(double least, double most) {
        double span = most > least ? most - least : Math.max(Math.abs(most), 1);
        double step = niceStep(span / INTERVALS);
        double high = most > least ? most + (least < most && most != 0 ? 0.03 * span : 0) : most + step;
        double low = least < 0 ? least - 0.03 * span : least;
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high * (1 + 1e-12); i++) {
            ticks.add(new BigDecimal(i * step).round(new MathContext(6)).doubleValue());
        }
        return new Axis(low, high, false, false, ticks);
    }

    /** Around values of which none has to be 0. */
    public static Axis around(double least, double most) {
        double room = most > least ? 0.06 * (most - least) : Math.max(0.05 * Math.abs(most), 0.05);
        double low = least - room;
        Axis wide = linear(0, most + room - low);
        double step = wide.ticks.size() > 1 ? wide.ticks.get(1) - wide.ticks.get(0) : 1;
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step); i * step <= most + room; i++) {
            ticks.add(new BigDecimal(i * step).round(new MathContext(6)).doubleValue());
        }
        return new Axis(low, most + room, false, false, ticks);
    }

    public Axis ofShares() {
        return new Axis(low, high, log, true, ticks);
    }

    /** Where a value lies: 0 at the low end, 1 at the high one. */
    public double at(double value) {
        return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    public String label(double tick) {
        if (shares) {
            return plain(100 * tick) + " %";
        }
        double size = Math.abs(tick);
        if (tick != 0 && (size < 1e-4 || size >= 1e6)) {
            int exponent = (int) Math.floor(Math.log10(size) + 1e-9);
            double mantissa = tick / Math.pow(10, exponent);
            String power = "10" + Numbers.power(exponent);
            return Math.abs(mantissa - 1) < 1e-6 ? power : plain(mantissa) + "·" + power;
        }
        return plain(tick);
    }

    private static String plain(double value) {
        String digits = new BigDecimal(value)
                .round(new MathContext(4, RoundingMode.HALF_EVEN))
                .stripTrailingZeros()
                .toPlainString();
        return digits.replace('-', '−');
    }

    private static double niceStep(double atLeast) {
        double power = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (double step : STEPS) {
            if (step * power >= atLeast * (1 - 1e-9)) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static List<Double> powers(double low, double high, double[] steps) {
        List<Double> ticks = new ArrayList<>();
        for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
            for (double step : steps) {
                double tick = BigDecimal.valueOf(step).movePointRight(power).doubleValue();
                if (tick >= low && tick <= high) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }
}
