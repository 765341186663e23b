package org.noisefloor.core.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisefloor.api.Option;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;
import org.noisefloor.api.option.OptionRules;
import org.noisefloor.core.plugins.Catalogue;

/** The options that a record declares, in its order. */
public final class OptionTable<R extends Record> {
    private final Class<R> type;
    private final Optional<Provider<?>> owner;
    private final List<Slot> slots;

    private OptionTable(Class<R> type, Optional<Provider<?>> owner, List<Slot> slots) {
        this.type = type;
        this.owner = owner;
        this.slots = List.copyOf(slots);
    }

    /**
     * The options of a provider, whose plugin is blamed if the record fails.
     *
     * @throws IllegalArgumentException if the record is not one of options, a mistake of the plugin's author
     */
    static <R extends Record> OptionTable<R> of(Provider<R> provider) {
        Class<R> type = provider.options();
        return new OptionTable<>(type, Optional.of(provider), of(type).slots);
    }

    /**
     * Reads the annotations of a record.
     *
     * @throws IllegalArgumentException if the record is not one of options, a mistake of the plugin's author
     */
    public static <R extends Record> OptionTable<R> of(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            throw new IllegalArgumentException(type.getName() + " is not a record");
        }
        List<Slot> slots = new ArrayList<>();
        for (RecordComponent component : components) {
            Option option = component.getAnnotation(Option.class);
            if (option == null) {
                throw new IllegalArgumentException(
                        type.getName() + "." + component.getName() + " has no @Option that describes it");
            }
            slots.add(new Slot(
                    OptionRules.key(component.getName()), OptionType.of(component.getGenericType(), option), option));
        }
        return new OptionTable<>(type, Optional.empty(), slots);
    }

    /** One row for each option. */
    public List<Row> rows() {
        return slots.stream()
                .map(slot -> new Row(
                        slot.key(),
                        slot.type().name(),
                        slot.fallback(),
                        slot.type().range(),
                        slot.option().doc()))
                .toList();
    }

    /**
     * @param key as in the config
     * @param type in words, {@code whole number}
     * @param fallback the default as it would stand in the config; empty if the option must be given
     * @param range which numbers are valid, {@code 1 to 8}; empty for all
     * @param doc one line
     */
    public record Row(String key, String type, Optional<String> fallback, String range, String doc) {}

    /** What is wrong with a provider's options that only binding them would show: defaults that are no values, a sentence each. */
    public static List<String> faults(Provider<?> provider) {
        try {
            Mistakes mistakes = new Mistakes();
            for (Slot slot : of(provider.options()).slots) {
                Place here = new Place("options of '" + provider.id() + "'", 0);
                String fallback = slot.fallback().orElse("");
                Value value = fallback.isEmpty() ? null : YamlReader.value(fallback, here, mistakes);
                if (value != null) {
                    slot.type()
                            .read(
                                    value,
                                    new OptionType.Reading("the default of " + slot.key(), Path.of(""), "", mistakes));
                }
            }
            mistakes.throwIfAny();
            return failing(provider);
        } catch (IllegalArgumentException faulty) {
            return List.of("the options of '" + provider.id() + "' are faulty: " + faulty.getMessage());
        } catch (UserError wrong) {
            return wrong.sentences();
        }
    }

    /** A record may refuse its own defaults, where one of two options has to be given; to fail it has no reason. */
    private static List<String> failing(Provider<?> provider) {
        try {
            defaults(provider);
            return List.of();
        } catch (UserError refused) {
            return List.of();
        } catch (IllegalStateException failed) {
            return List.of("options of '" + provider.id() + "': with the defaults " + failed.getMessage()
                    + "; let it refuse what it does not take with an IllegalArgumentException of one sentence");
        }
    }

    /** The options as they are if a config gives none; empty if some must be given. */
    public static <R extends Record> Optional<R> defaults(Provider<R> provider) {
        if (!needed(provider).isEmpty()) {
            return Optional.empty();
        }
        Mistakes mistakes = new Mistakes();
        Optional<R> defaults = new OptionBinder(Path.of(""))
                .bind(of(provider), Map.of(), "", new Place("options of '" + provider.id() + "'", 0), mistakes)
                .map(bound -> bound.at().apply(""));
        mistakes.throwIfAny();
        return defaults;
    }

    /** The keys of options that must be given. */
    public static List<String> needed(Provider<?> provider) {
        return of(provider).slots.stream()
                .filter(slot -> slot.fallback().isEmpty())
                .map(Slot::key)
                .toList();
    }

    /** The paths that a record of options holds, by key. */
    static Map<String, Path> paths(Provider<?> provider, Record options) {
        Map<String, Path> paths = new LinkedHashMap<>();
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            if (component.getType() == Path.class) {
                Method accessor = component.getAccessor();
                accessor.setAccessible(true);
                Object path = Catalogue.reflectively(
                        Optional.of(provider),
                        options.getClass().getName() + "." + component.getName(),
                        () -> accessor.invoke(options),
                        thrown -> false);
                if (path != null) {
                    paths.put(OptionRules.key(component.getName()), (Path) path);
                }
            }
        }
        return paths;
    }

    /**
     * Makes the record.
     *
     * @param values in the order of the slots
     * @throws IllegalArgumentException or {@link UserError} with a sentence if the record refuses them, as it may
     */
    R make(List<Object> values) {
        return Catalogue.reflectively(
                owner,
                "the constructor of " + type.getName(),
                () -> canonical().newInstance(values.toArray()),
                OptionTable::isRefusal);
    }

    private Constructor<R> canonical() throws NoSuchMethodException {
        Constructor<R> canonical = type.getDeclaredConstructor(Stream.of(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new));
        canonical.setAccessible(true);
        return canonical;
    }

    /** What refuses without a word is no use to who wrote the values, and a defect as any other exception. */
    private static boolean isRefusal(Throwable thrown) {
        return thrown instanceof UserError
                || (thrown instanceof IllegalArgumentException
                        && thrown.getMessage() != null
                        && !thrown.getMessage().isBlank());
    }

    List<Slot> slots() {
        return slots;
    }

    List<String> keys() {
        return slots.stream().map(Slot::key).toList();
    }

    record Slot(String key, OptionType type, Option option) {
        Optional<String> fallback() {
            return option.orElse().equals(Option.REQUIRED) ? Optional.empty() : Optional.of(option.orElse());
        }
    }
}
