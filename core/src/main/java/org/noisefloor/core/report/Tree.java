package org.noisefloor.core.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A JSON object under construction, in the order in which it will be read. */
final class Tree {
    private final Map<String, Object> map = new LinkedHashMap<>();

    Tree put(String key, Object value) {
        map.put(key, value);
        return this;
    }

    /** A number, or null for what JSON cannot say: NaN and the infinities. */
    Tree number(String key, double value) {
        map.put(key, Double.isFinite(value) ? value : null);
        return this;
    }

    Tree unlessNull(String key, @Nullable Object value) {
        if (value != null) {
            map.put(key, value);
        }
        return this;
    }

    Map<String, Object> map() {
        return map;
    }
}
