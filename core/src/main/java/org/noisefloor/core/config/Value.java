package org.noisefloor.core.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a config with its place. What a piece of text means (a number, a truth value, a name) is decided by what the
 * option wants, not by YAML's guess, so that {@code no} can be a name and {@code 1e3} a whole number.
 */
sealed interface Value {

    Place place();

    /** What was found, in words, for a message that says what was expected. */
    String found();

    /** A tree of maps, lists and scalars as YAML and JSON give it: what a resolved config holds. */
    static Value of(@Nullable Object plain, Place place) {
        if (plain instanceof Map<?, ?> map) {
            Map<String, Field> fields = new LinkedHashMap<>();
            map.forEach((key, value) -> fields.put(String.valueOf(key), new Field(place, of(value, place))));
            return new Fields(fields, place);
        }
        if (plain instanceof List<?> list) {
            return new Items(list.stream().map(each -> of(each, place)).toList(), place);
        }
        return plain == null ? new Nothing(place) : new Text(String.valueOf(plain), place);
    }

    record Text(String text, Place place) implements Value {
        @Override
        public String found() {
            return "'" + (text.length() > 60 ? text.substring(0, 57) + "…" : text).strip() + "'";
        }
    }

    record Items(List<Value> values, Place place) implements Value {
        @Override
        public String found() {
            return "a list";
        }
    }

    /** @param fields in the order of the file */
    record Fields(Map<String, Field> fields, Place place) implements Value {
        @Override
        public String found() {
            return "a mapping";
        }
    }

    /** A key without a value. */
    record Nothing(Place place) implements Value {
        @Override
        public String found() {
            return "nothing";
        }
    }

    /** @param place where the key stands */
    record Field(Place place, Value value) {}
}
