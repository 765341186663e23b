package org.noisefloor.testkit;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.noisefloor.api.Option;
import org.noisefloor.api.intervention.DrawCount;

/**
 * What the host would say of a default when it is bound. The host reads it as YAML, with the rules of a config, which are not here; {@code
 * plugins verify} asks the host itself.
 */
final class DeclaredOption {
    private DeclaredOption() {}

    /** Why its default is no value; empty if it is one, or there is none. */
    static Optional<String> faultOfDefault(RecordComponent component) {
        Option option = component.getAnnotation(Option.class);
        if (option == null || option.orElse().equals(Option.REQUIRED)) {
            return Optional.empty();
        }
        String written = option.orElse();
        Type type = component.getGenericType();
        if (type instanceof ParameterizedType of && of.getActualTypeArguments()[0] instanceof Class<?> element) {
            boolean maybe = of.getRawType() == Optional.class;
            if (maybe) {
                return written.isEmpty() ? Optional.empty() : fault(element, written, option);
            }
            if (!written.startsWith("[") || !written.endsWith("]")) {
                return Optional.of("the default '" + written + "' is no list; write [" + written + "]");
            }
            return Stream.of(written.substring(1, written.length() - 1).split(","))
                    .map(String::strip)
                    .filter(each -> !each.isEmpty())
                    .flatMap(each -> fault(element, each, option).stream())
                    .findFirst();
        }
        boolean left = type == OptionalInt.class || type == OptionalLong.class || type == OptionalDouble.class;
        return left && written.isEmpty() ? Optional.empty() : fault((Class<?>) component.getType(), written, option);
    }

    private static Optional<String> fault(Class<?> type, String written, Option option) {
        try {
            return isValue(type, written, option)
                    ? Optional.empty()
                    : Optional.of("the default '" + written + "' is out of the option's own range, or no value of it");
        } catch (NumberFormatException none) {
            return Optional.of("the default '" + written + "' is no number");
        }
    }

    private static boolean isValue(Class<?> type, String written, Option option) {
        if (type == int.class || type == Integer.class || type == OptionalInt.class) {
            return isWithin(Integer.parseInt(written), option);
        }
        if (type == long.class || type == Long.class || type == OptionalLong.class) {
            return isWithin((double) Long.parseLong(written), option);
        }
        if (type == double.class || type == Double.class || type == OptionalDouble.class) {
            return written.endsWith("inf") || isWithin(Double.parseDouble(written), option);
        }
        if (type == boolean.class || type == Boolean.class) {
            return written.equals("true") || written.equals("false");
        }
        if (type == DrawCount.class) {
            return written.equals("auto")
                    || (Integer.parseInt(written) >= 1 && Integer.parseInt(written) <= DrawCount.MOST);
        }
        return !type.isEnum()
                || Stream.of(type.getEnumConstants())
                        .anyMatch(each ->
                                ((Enum<?>) each).name().toLowerCase(Locale.ROOT).equals(written));
    }

    private static boolean isWithin(double number, Option option) {
        return number >= option.min() && number <= option.max() && number > option.above() && number < option.below();
    }
}
