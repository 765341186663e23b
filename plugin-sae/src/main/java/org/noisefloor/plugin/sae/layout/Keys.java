package org.noisefloor.plugin.sae.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Json;

/** The keys of a {@code cfg.json}; a null counts as absent. */
record Keys(Path file, JsonNode root) {

    static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    JsonNode at(String key) {
        return root.path(key);
    }

    /** A key at the top or, as since SAELens 6, under {@code metadata}, which some versions call {@code meta}. */
    JsonNode anywhere(String key) {
        return Stream.of(root, at("metadata"), at("meta"))
                .map(node -> node.path(key))
                .filter(value -> !absent(value))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** The text at the first of some keys that is there. */
    Optional<String> text(String... names) {
        for (String name : names) {
            JsonNode node = at(name);
            if (!absent(node)) {
                if (!node.isTextual()) {
                    throw refused(name, "must be a text, found " + Json.shortened(node));
                }
                return Optional.of(node.asText());
            }
        }
        return Optional.empty();
    }

    boolean flag(String key, boolean orElse) {
        JsonNode node = at(key);
        if (absent(node)) {
            return orElse;
        }
        if (!node.isBoolean()) {
            throw refused(key, "must be true or false, found " + Json.shortened(node));
        }
        return node.asBoolean();
    }

    double number(String key, double orElse) {
        JsonNode node = at(key);
        if (absent(node)) {
            return orElse;
        }
        if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
            throw refused(key, "must be a number, found " + Json.shortened(node));
        }
        return node.asDouble();
    }

    /** A size, if the key is there. */
    Optional<Integer> optionalSize(String key) {
        return absent(at(key)) ? Optional.empty() : Optional.of(size(key));
    }

    int size(String key) {
        JsonNode node = at(key);
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.asInt() < 1) {
            throw refused(key, "must be a whole number from 1 on, found " + Json.shortened(node));
        }
        return node.asInt();
    }

    /** The error for a key whose value is understood and cannot be honoured. */
    UserError refused(String key, String why) {
        return new UserError(file + ": " + key + " " + why);
    }
}
