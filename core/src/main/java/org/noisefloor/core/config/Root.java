package org.noisefloor.core.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Value.Field;
import org.noisefloor.core.config.Value.Fields;
import org.noisefloor.core.config.Value.Items;
import org.noisefloor.core.config.Value.Text;

/**
 * The top level of a config, key by key; what is not as expected is reported.
 *
 * @param start where something stands that the config does not say
 */
record Root(Fields fields, Place start, Mistakes mistakes) {

    /** Sections that may be written as a path alone: {@code model: path/to/model}. */
    private static final List<String> PATHS = List.of("model", "corpus");

    /** The same config with sections that are a path alone written out, {@code model: {path: …}}. */
    static Fields writtenOut(Fields fields) {
        Map<String, Field> written = new LinkedHashMap<>(fields.fields());
        for (String key : PATHS) {
            written.computeIfPresent(
                    key,
                    (name, field) -> field.value() instanceof Text path
                            ? new Field(
                                    field.place(),
                                    new Fields(Map.of("path", new Field(path.place(), path)), path.place()))
                            : field);
        }
        return new Fields(written, fields.place());
    }

    @Nullable
    Field field(String key) {
        return fields.fields().get(key);
    }

    /** Where a key stands. */
    Place place(String key) {
        Field field = field(key);
        return field == null ? start : field.place();
    }

    /** Where the value of a key in a section stands, else the section. */
    Place valuePlace(String section, String key) {
        Field field = field(section);
        return field != null && field.value() instanceof Fields given ? at(given, key, field.place()) : place(section);
    }

    /** A section's keys, none if it is not there; empty if it is something else than keys, which has been reported. */
    Optional<Fields> section(String key) {
        Field field = field(key);
        return field == null ? Optional.of(new Fields(Map.of(), start)) : mapping(field, key);
    }

    /** The keys of a section inside a section, likewise. */
    Optional<Fields> section(Fields outer, String outerKey, String key) {
        Field field = outer.fields().get(key);
        return field == null ? Optional.of(new Fields(Map.of(), outer.place())) : mapping(field, outerKey + "." + key);
    }

    /** With the key's place, which is nearer to what is missing than the first of its keys. */
    private Optional<Fields> mapping(Field field, String where) {
        if (field.value() instanceof Fields given) {
            return Optional.of(new Fields(given.fields(), field.place()));
        }
        mistakes.add(
                field.value().place(),
                where + ": expected keys with values" + (PATHS.contains(where) ? " or a path" : "") + ", found "
                        + field.value().found());
        return Optional.empty();
    }

    List<Value> list(String key) {
        Field field = field(key);
        if (field == null) {
            return List.of();
        }
        if (field.value() instanceof Items items) {
            return items.values();
        }
        mistakes.add(
                field.value().place(),
                key + ": expected a list, found " + field.value().found()
                        + (field.value() instanceof Text text ? "; write [" + text.text() + "]" : ""));
        return List.of();
    }

    List<Text> words(String key, String what) {
        List<Text> words = new ArrayList<>();
        for (Value entry : list(key)) {
            if (entry instanceof Text text && !text.text().isBlank()) {
                words.add(text);
            } else {
                mistakes.add(entry.place(), key + ": expected " + what + ", found " + entry.found());
            }
        }
        return words;
    }

    /** Reports the keys of a section that are not valid there. */
    void unknown(Fields given, List<String> valid, String what) {
        for (var each : given.fields().entrySet()) {
            if (!valid.contains(each.getKey())) {
                mistakes.add(each.getValue().place(), UserError.unknownText(what, each.getKey(), valid));
            }
        }
    }

    void mustExist(Path path, Fields given, String key, String where) {
        if (!Files.exists(path)) {
            mistakes.add(at(given, key, start), where + "." + key + ": " + InputFiles.missing(path));
        }
    }

    /** Where a key's value stands, else the other place. */
    static Place at(Fields given, String key, Place otherwise) {
        Field field = given.fields().get(key);
        return field == null ? otherwise : field.value().place();
    }

    /** The keys of a section that are among these. */
    static Map<String, Field> only(Fields given, List<String> keys) {
        Map<String, Field> some = new LinkedHashMap<>(given.fields());
        some.keySet().retainAll(keys);
        return some;
    }

    /** The keys of a section that are not among these. */
    static Map<String, Field> except(Fields given, List<String> keys) {
        Map<String, Field> others = new LinkedHashMap<>(given.fields());
        others.keySet().removeAll(keys);
        return others;
    }
}
