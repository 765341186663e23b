package org.noisefloor.core.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers as people write them: {@code 8}, {@code 1_000}, {@code 1e3}, {@code -0.5}, {@code .inf}. */
final class Numbers {
    /** No leading zeros: YAML 1.1 reads 010 as eight, everybody else as ten. At most four digits of exponent bound the size. */
    private static final Pattern DECIMAL =
            Pattern.compile("[-+]?(?:(?:0|[1-9][0-9_]*)(?:\\.[0-9_]*)?|\\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]{1,4})?");

    private Numbers() {}

    /** A number without a fraction; {@code 1e3} and {@code 2.0} are whole. */
    static Optional<BigInteger> whole(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(decimal(text).toBigIntegerExact());
        } catch (ArithmeticException fraction) {
            return Optional.empty();
        }
    }

    /** Any number but NaN. */
    static OptionalDouble real(String text) {
        if (DECIMAL.matcher(text).matches()) {
            return OptionalDouble.of(decimal(text).doubleValue());
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "inf", ".inf", "+.inf", "+inf", "infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-inf", "-.inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            default -> OptionalDouble.empty();
        };
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text.replace("_", ""));
    }
}
