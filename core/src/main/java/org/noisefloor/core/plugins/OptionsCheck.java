package org.noisefloor.core.plugins;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.noisefloor.api.Option;
import org.noisefloor.api.intervention.DrawCount;

/** Whether a provider's options can be bound to a config at all: a record whose components are annotated options. */
final class OptionsCheck {
    private static final Set<Class<?>> SCALARS = Set.of(
            int.class,
            long.class,
            double.class,
            boolean.class,
            String.class,
            Path.class,
            DrawCount.class,
            OptionalInt.class,
            OptionalLong.class,
            OptionalDouble.class);
    private static final Set<Class<?>> ELEMENTS =
            Set.of(Integer.class, Long.class, Double.class, Boolean.class, String.class, Path.class);

    private OptionsCheck() {}

    /** What is wrong with the class that {@link org.noisefloor.api.Provider#options} names, in a sentence. */
    static Optional<String> problem(Class<?> options, Kind kind) {
        if (!options.isRecord()) {
            return Optional.of("its options " + options.getName() + " are not a record");
        }
        return Arrays.stream(options.getRecordComponents())
                .flatMap(component -> problem(options, component, kind).stream())
                .findFirst();
    }

    private static Optional<String> problem(Class<?> options, RecordComponent component, Kind kind) {
        String where = "component '" + component.getName() + "' of its options " + options.getName();
        if (!component.isAnnotationPresent(Option.class)) {
            return Optional.of(where + " has no @Option");
        }
        if (!isSupported(component.getGenericType())) {
            return Optional.of(
                    where + " has the type " + component.getGenericType().getTypeName()
                            + ", but an option is an int, long, double, boolean, String, Path, DrawCount, an enum, a List of these,"
                            + " or one of them as an Optional, OptionalInt, OptionalLong or OptionalDouble");
        }
        return kind.reserved().contains(component.getName())
                ? Optional.of(where + " can never be set, since '" + component.getName()
                        + "' is a key of noisefloor's own there; give it another name")
                : Optional.empty();
    }

    private static boolean isSupported(Type type) {
        if (type instanceof ParameterizedType of
                && (of.getRawType() == List.class || of.getRawType() == Optional.class)) {
            return of.getActualTypeArguments()[0] instanceof Class<?> element
                    && (ELEMENTS.contains(element) || element.isEnum());
        }
        return type instanceof Class<?> scalar && (SCALARS.contains(scalar) || scalar.isEnum());
    }
}
