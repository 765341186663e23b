package org.noisefloor.backend.djl;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.noisefloor.api.UserError;

/** JSON files that others wrote: one object, no key twice, nothing behind it. */
final class Json {
    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int SHOWN = 80;

    private Json() {}

    static ObjectNode read(Path file) {
        try {
            return object(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UserError(file + ": the file cannot be read: " + e.getMessage(), e);
        }
    }

    static ObjectNode object(Path file, byte[] json) {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
            throw new UserError(file + ": a JSON object was expected");
        } catch (JsonProcessingException e) {
            throw new UserError(
                    file + ":" + e.getLocation().getLineNr() + ": this is not JSON: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        } catch (IOException e) {
            throw new UserError(file + ": the file cannot be read: " + e.getMessage(), e);
        }
    }

    static String shortened(JsonNode node) {
        String text = node.toString();
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }
}
