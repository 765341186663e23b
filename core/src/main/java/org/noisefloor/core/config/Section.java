package org.noisefloor.core.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.noisefloor.core.config.Choices.Choice;

/**
 * A section of the config in which the host's keys stand beside the options of a provider.
 *
 * @param plain the section with all defaults, as YAML has it
 */
record Section<T>(T value, Map<String, Object> plain) {

    /** The id of the provider, the host's keys and the provider's options; of two with one key, the first. */
    static Map<String, Object> together(Map<String, Object> id, Map<String, Object> keys, Choice<?> provider) {
        Map<String, Object> all = new LinkedHashMap<>(id);
        keys.forEach(all::putIfAbsent);
        provider.options().forEach(all::putIfAbsent);
        return all;
    }
}
