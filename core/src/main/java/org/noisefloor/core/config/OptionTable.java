package org.noisefloor.core.config;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.Option;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;
import org.noisefloor.api.option.OptionRules;

/** The options that a record declares, in its order. */
public final class OptionTable<R extends Record> {
    private final Class<R> type;
    private final List<Slot> slots;

    private OptionTable(Class<R> type, List<Slot> slots) {
        this.type = type;
        this.slots = List.copyOf(slots);
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
        return new OptionTable<>(type, slots);
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
            return List.of();
        } catch (IllegalArgumentException faulty) {
            return List.of("the options of '" + provider.id() + "' are faulty: " + faulty.getMessage());
        } catch (UserError wrong) {
            return wrong.sentences();
        }
    }

    /** The options as they are if a config gives none; empty if some must be given. */
    public static <R extends Record> Optional<R> defaults(Provider<R> provider) {
        if (!needed(provider).isEmpty()) {
            return Optional.empty();
        }
        Mistakes mistakes = new Mistakes();
        Optional<R> defaults = new OptionBinder(Path.of(""))
                .bind(
                        of(provider.options()),
                        Map.of(),
                        "",
                        new Place("options of '" + provider.id() + "'", 0),
                        mistakes)
                .map(bound -> bound.at().apply(""));
        mistakes.throwIfAny();
        return defaults;
    }

    /** The keys of options that must be given. */
    public static List<String> needed(Provider<?> provider) {
        return of(provider.options()).slots.stream()
                .filter(slot -> slot.fallback().isEmpty())
                .map(Slot::key)
                .toList();
    }

    /** The paths that a record of options holds, by key. */
    static Map<String, Path> paths(Record options) {
        Map<String, Path> paths = new LinkedHashMap<>();
        for (RecordComponent component : options.getClass().getRecordComponents()) {
            if (component.getType() == Path.class) {
                try {
                    component.getAccessor().setAccessible(true);
                    paths.put(OptionRules.key(component.getName()), (Path)
                            component.getAccessor().invoke(options));
                } catch (ReflectiveOperationException impossible) {
                    throw new IllegalStateException(options + " does not give its " + component.getName(), impossible);
                }
            }
        }
        return paths;
    }

    Class<R> type() {
        return type;
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
