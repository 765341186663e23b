package org.noisefloor.core.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Value.Fields;

/**
 * Where the values of a plan stand in the config or on the command line, for what is found wrong with them later.
 *
 * @param otherwise where something stands that the config does not say
 * @param places by dotted key
 */
public record Places(String otherwise, Map<String, String> places) {
    public Places {
        places = Map.copyOf(places);
    }

    static Places of(Fields fields, Place otherwise) {
        Map<String, String> places = new LinkedHashMap<>();
        collect(fields, "", places);
        return new Places(otherwise.text(), places);
    }

    private static void collect(Fields fields, String prefix, Map<String, String> places) {
        fields.fields().forEach((key, field) -> {
            places.put(prefix + key, field.value().place().text());
            if (field.value() instanceof Fields inner) {
                collect(inner, prefix + key + ".", places);
            }
        });
    }

    /** Where a key's value stands: {@code demo.yaml:12}, {@code --set corpus.length}. */
    public String of(String key) {
        return places.getOrDefault(key, otherwise);
    }

    /**
     * The same mistake, each of its sentences with the place of the key in front.
     *
     * @param name of the key in full ({@code corpus.path}), since {@code key} may be that within a section
     */
    public UserError told(String key, String name, UserError mistake) {
        String place = of(key);
        String before = place.equals("--set " + name) ? place + ": " : place + ": " + name + ": ";
        return UserError.all(mistake.sentences().stream()
                .map(sentence -> new UserError(before + sentence, mistake))
                .toList());
    }
}
