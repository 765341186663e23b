package org.noisefloor.api.option;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.noisefloor.api.Option;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.intervention.DrawCount;

/**
 * Which records can be the options of a provider. The host asks when it finds a plugin, the testkit in its author's build.
 *
 * @since 2.1
 */
public final class OptionRules {
    private static final Set<Class<?>> ALONE = Set.of(
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
    private static final Set<Class<?>> INSIDE =
            Set.of(Integer.class, Long.class, Double.class, Boolean.class, String.class, Path.class);

    private static final Set<String> BESIDE = Set.of("type", "name");
    private static final Set<String> BESIDE_A_MODEL = Set.of("type", "name", "backend", "path", "site");
    private static final Set<String> OF_A_CORPUS =
            Set.of("path", "reader", "sequences", "take", "length", "pack", "bos", "tokenizer", "calibration");

    private OptionRules() {}

    /** An option's key in a config: {@code deltaNats} is {@code delta_nats}. */
    public static String key(String component) {
        return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    /**
     * What is wrong with the class that {@link org.noisefloor.api.Provider#options} names, in a sentence without a full stop; empty for one that a config can be
     * bound to.
     *
     * @param kind the provider's interface, one of the six: it says which keys stand beside the options
     */
    public static Optional<String> problem(Class<?> options, Class<?> kind) {
        RecordComponent[] components = options.getRecordComponents();
        if (components == null) {
            return Optional.of("its options " + options.getName() + " are not a record");
        }
        Set<String> keys = new HashSet<>();
        for (RecordComponent component : components) {
            String where = "component '" + component.getName() + "' of its options " + options.getName();
            Optional<String> problem = problem(component, kind)
                    .or(() -> keys.add(key(component.getName()))
                            ? Optional.empty()
                            : Optional.of("has the key '" + key(component.getName()) + "' of another one"));
            if (problem.isPresent()) {
                return problem.map(what -> where + " " + what);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> problem(RecordComponent component, Class<?> kind) {
        Option option = component.getAnnotation(Option.class);
        if (option == null) {
            return Optional.of("has no @Option");
        }
        if (!isSupported(component.getGenericType())) {
            return Optional.of("has the type " + component.getGenericType().getTypeName()
                    + ", but an option is an int, long, double, boolean, String, Path, DrawCount, an enum, a List of these,"
                    + " or one of them as an Optional, OptionalInt, OptionalLong or OptionalDouble");
        }
        if (reserved(kind).contains(key(component.getName()))) {
            return Optional.of("can never be set, since '" + key(component.getName())
                    + "' is a key of noisefloor's own there; give it another name");
        }
        return holdsNothing(option) ? Optional.of("has a range in which no number lies") : Optional.empty();
    }

    private static boolean holdsNothing(Option option) {
        return option.min() > option.max()
                || option.above() >= option.below()
                || option.above() >= option.max()
                || option.min() >= option.below();
    }

    private static boolean isSupported(Type type) {
        if (type instanceof ParameterizedType of
                && (of.getRawType() == List.class || of.getRawType() == Optional.class)) {
            return of.getActualTypeArguments()[0] instanceof Class<?> element
                    && (INSIDE.contains(element) || element.isEnum());
        }
        return type instanceof Class<?> alone && (ALONE.contains(alone) || alone.isEnum());
    }

    /** Keys of the host's that stand beside the options of such a provider. */
    private static Set<String> reserved(Class<?> kind) {
        if (CorpusReader.class.isAssignableFrom(kind)) {
            return OF_A_CORPUS;
        }
        return ModelBackend.class.isAssignableFrom(kind) ? BESIDE_A_MODEL : BESIDE;
    }
}
