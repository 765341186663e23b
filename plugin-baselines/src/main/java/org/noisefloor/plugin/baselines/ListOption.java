package org.noisefloor.plugin.baselines;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.noisefloor.api.intervention.Variant;

/** Options that hold a list and stand for as many interventions. */
final class ListOption {
    private ListOption() {}

    /** @throws IllegalArgumentException if the list is empty or says something twice */
    static <T> List<T> checked(String key, List<T> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(key + " is an empty list; give at least one value");
        }
        HashSet<String> seen = new HashSet<>();
        for (T value : values) {
            if (!seen.add(word(value))) {
                throw new IllegalArgumentException(key + " has " + word(value) + " twice; give each value once");
            }
        }
        return List.copyOf(values);
    }

    /** @throws IllegalArgumentException also if a number is not finite */
    static List<Double> finite(String key, List<Double> values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(key + " has " + value + "; give finite numbers");
            }
        }
        return checked(key, values);
    }

    /** @throws IllegalArgumentException also if a number is not positive */
    static List<Double> sizes(String key, List<Double> values) {
        for (double value : values) {
            if (value <= 0) {
                throw new IllegalArgumentException(key + " has " + word(value)
                        + "; a size is above 0, and 'identity' is the baseline without any");
            }
        }
        return finite(key, values);
    }

    /** One variant for each value, with the options that hold this value alone. */
    static <T, O extends Record> List<Variant<O>> variants(
            List<T> values, Function<T, OptionalDouble> dose, Function<List<T>, O> options) {
        boolean several = values.size() > 1;
        return values.stream()
                .map(value -> variant(several ? word(value) : "", dose.apply(value), options.apply(List.of(value))))
                .toList();
    }

    private static <O extends Record> Variant<O> variant(String suffix, OptionalDouble dose, O options) {
        Variant<O> without = Variant.of(suffix, options);
        return dose.isPresent() ? without.withDose(dose.getAsDouble()) : without;
    }

    /** @throws IllegalStateException if the options are not those of one variant */
    static <T> T only(List<T> values) {
        if (values.size() != 1) {
            throw new IllegalStateException("these options stand for " + values.size() + " interventions; create each"
                    + " from one of the variants");
        }
        return values.get(0);
    }

    /** As a user would write it: {@code 0.05}, {@code 1}, {@code int8}. */
    private static String word(Object value) {
        return value instanceof Double number
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : value.toString().toLowerCase(Locale.ROOT);
    }
}
