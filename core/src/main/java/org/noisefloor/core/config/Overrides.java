package org.noisefloor.core.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.core.config.Value.Field;
import org.noisefloor.core.config.Value.Fields;

/** Values from the command line, put in place of the file's. */
final class Overrides {
    private Overrides() {}

    /**
     * @param overrides dotted keys to values; a list or mapping is written as in YAML, in brackets or braces
     * @param options dotted keys to the options of their own that gave the values; of all others it was --set
     */
    static Fields apply(Fields root, Map<String, String> overrides, Map<String, String> options, Mistakes mistakes) {
        Fields result = root;
        for (var each : overrides.entrySet()) {
            Place place = Place.override(
                    each.getKey(), options.getOrDefault(each.getKey(), ("--set " + each.getKey()).strip()));
            List<String> path = List.of(each.getKey().split("\\.", -1));
            if (path.contains("")) {
                mistakes.add(place, "expected a key such as run.threads or output, found '" + each.getKey() + "'");
                continue;
            }
            Value value = YamlReader.value(each.getValue(), place, mistakes);
            if (value != null) {
                Fields changed = put(result, "", path, new Field(place, value), mistakes);
                result = changed == null ? result : changed;
            }
        }
        return result;
    }

    /** @param above the dotted keys that lead to the fields, with a dot behind them; empty at the top */
    private static @Nullable Fields put(Fields fields, String above, List<String> path, Field leaf, Mistakes mistakes) {
        String key = path.get(0);
        Map<String, Field> changed = new LinkedHashMap<>(fields.fields());
        if (path.size() == 1) {
            changed.put(key, leaf);
            return new Fields(changed, fields.place());
        }
        Field below = changed.getOrDefault(key, new Field(leaf.place(), new Fields(Map.of(), leaf.place())));
        if (!(below.value() instanceof Fields inner)) {
            mistakes.add(
                    leaf.place(),
                    "'" + above + key + "' is " + below.value().found() + " at "
                            + below.place().text() + " and has no keys; set it as a whole, --set '" + above + key
                            + "=…'");
            return null;
        }
        Fields put = put(inner, above + key + ".", path.subList(1, path.size()), leaf, mistakes);
        if (put == null) {
            return null;
        }
        changed.put(key, new Field(below.place(), put));
        return new Fields(changed, fields.place());
    }
}
