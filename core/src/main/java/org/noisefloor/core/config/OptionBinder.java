package org.noisefloor.core.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Value.Field;
import org.noisefloor.core.config.Value.Fields;
import org.noisefloor.core.config.Value.Items;
import org.noisefloor.core.config.Value.Nothing;
import org.noisefloor.core.config.Value.Text;

/** Keys of a config to a record of options. */
final class OptionBinder {
    /** Stands for a site while the model is not open yet. */
    private static final String SOME_SITE = "blocks.0.hook_resid_post";

    private final Path base;

    /** @param base the folder that relative paths are taken from */
    OptionBinder(Path base) {
        this.base = base;
    }

    /**
     * A record for each site.
     *
     * @param at the record at a site; the one for the empty site keeps {@code {site}} and {@code {layer}} as they stand
     * @param plain every option with its value, defaults too, as YAML has it
     */
    record Bound<R extends Record>(Function<String, R> at, Map<String, Object> plain) {}

    /**
     * Binds and checks, also for some site if {@code {site}} or {@code {layer}} occurs.
     *
     * @param given the keys of these options alone; unknown ones are the caller's business
     * @param where what the options belong to ({@code corpus}, {@code sae}); empty for the top level
     * @param place where that stands, for what is missing
     * @return empty if there were mistakes, which have been reported
     */
    <R extends Record> Optional<Bound<R>> bind(
            OptionTable<R> table, Map<String, Field> given, String where, Place place, Mistakes mistakes) {
        Map<String, Object> plain = new LinkedHashMap<>();
        Entry<R> entry = new Entry<>(table, given, where, place);
        R asWritten = record(entry, "", mistakes, plain);
        if (asWritten == null) {
            return Optional.empty();
        }
        if (given.values().stream().noneMatch(field -> mentionsSite(field.value()))) {
            return Optional.of(new Bound<>(site -> asWritten, plain));
        }
        if (record(entry, SOME_SITE, mistakes, new LinkedHashMap<>()) == null) {
            return Optional.empty();
        }
        return Optional.of(new Bound<>(site -> site.isEmpty() ? asWritten : atSite(entry, site), plain));
    }

    /**
     * What is to be bound.
     *
     * @param given by key
     * @param where what the options belong to; empty for the top level
     */
    private record Entry<R extends Record>(OptionTable<R> table, Map<String, Field> given, String where, Place place) {

        String name(OptionTable.Slot slot) {
            return where.isEmpty() ? slot.key() : where + "." + slot.key();
        }
    }

    private <R extends Record> R atSite(Entry<R> entry, String site) {
        var mistakes = new Mistakes();
        R record = record(entry, site, mistakes, new LinkedHashMap<>());
        mistakes.throwIfAny();
        if (record == null) {
            throw new IllegalStateException(
                    "options of " + entry.where() + " at " + site + " were refused without a reason");
        }
        return record;
    }

    private <R extends Record> @Nullable R record(
            Entry<R> entry, String site, Mistakes mistakes, Map<String, Object> plain) {
        Place place = entry.place();
        List<Object> arguments = new ArrayList<>();
        for (OptionTable.Slot slot : entry.table().slots()) {
            String name = entry.name(slot);
            Field field = entry.given().get(slot.key());
            if (field == null && slot.fallback().isEmpty()) {
                mistakes.add(
                        place,
                        (entry.where().isEmpty() ? "the config" : entry.where()) + " needs '" + slot.key() + "' ("
                                + slot.option().doc() + ")");
                continue;
            }
            if (field == null && slot.type() instanceof OptionType.Maybe maybe) {
                arguments.add(maybe.none());
                continue;
            }
            Value value =
                    field == null ? YamlReader.value(slot.fallback().orElseThrow(), place, mistakes) : field.value();
            if (value instanceof Nothing) {
                mistakes.add(
                        value.place(),
                        name + " has no value; give " + slot.type().expected() + ", or leave the key out");
                continue;
            }
            Object read =
                    value == null ? null : slot.type().read(value, new OptionType.Reading(name, base, site, mistakes));
            if (read != null && value instanceof Text text && isEmptyPath(slot, text)) {
                mistakes.add(
                        value.place(),
                        name + " is empty; expected a path"
                                + (slot.fallback().isEmpty() ? "" : ", or leave the key out"));
                continue;
            }
            if (read != null) {
                arguments.add(read);
                plain.put(slot.key(), slot.type().plain(read));
            }
        }
        return arguments.size() == entry.table().slots().size()
                ? construct(entry.table(), arguments, entry.where(), overridden(entry.given(), place), mistakes)
                : null;
    }

    /** An empty path means the working directory to Java; only where it is a plugin's default does it mean that there is none. */
    private static boolean isEmptyPath(OptionTable.Slot slot, Text text) {
        boolean path = slot.type() instanceof OptionType.FilePath
                || (slot.type() instanceof OptionType.Maybe maybe && maybe.of() instanceof OptionType.FilePath);
        boolean meansNone = slot.type() instanceof OptionType.FilePath
                && slot.fallback().filter(String::isEmpty).isPresent();
        return path && !meansNone && text.text().isBlank();
    }

    /** A combination of values that is refused is blamed on the command line, if part of it comes from there. */
    private static Place overridden(Map<String, Field> given, Place place) {
        return given.values().stream()
                .map(field -> field.value().place())
                .filter(Place::isOverride)
                .reduce(place, (first, last) -> last);
    }

    /** The canonical constructor may refuse a combination with an IllegalArgumentException of one sentence. */
    private static <R extends Record> @Nullable R construct(
            OptionTable<R> table, List<Object> arguments, String where, Place place, Mistakes mistakes) {
        try {
            return table.make(arguments);
        } catch (IllegalArgumentException | UserError refused) {
            mistakes.add(place, (where.isEmpty() ? "" : where + ": ") + refused.getMessage());
            return null;
        }
    }

    private static boolean mentionsSite(Value value) {
        if (value instanceof Text text) {
            return text.text().contains("{site}") || text.text().contains("{layer}");
        }
        if (value instanceof Items items) {
            return items.values().stream().anyMatch(OptionBinder::mentionsSite);
        }
        return value instanceof Fields fields
                && fields.fields().values().stream().anyMatch(field -> mentionsSite(field.value()));
    }
}
