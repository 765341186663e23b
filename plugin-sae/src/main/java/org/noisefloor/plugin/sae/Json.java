package org.noisefloor.plugin.sae;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.noisefloor.api.UserError;

/** JSON as it stands in files that others wrote: one object, no key twice, nothing behind it. */
final class Json {
    private static final int SHOWN = 80;

    private Json() {}

    /**
     * Reads an object.
     *
     * @param what the thing in the file that is JSON, for the message
     */
    static JsonNode object(Path file, String what, byte[] json) {
        JsonMapper mapper = JsonMapper.builder()
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
        try {
            JsonNode node = mapper.readTree(json);
            if (!node.isObject()) {
                throw new UserError(file + ": " + what + " must be a JSON object, found " + shortened(node));
            }
            return node;
        } catch (JsonProcessingException invalid) {
            throw new UserError(
                    file + ": " + what + " is not valid JSON at line "
                            + invalid.getLocation().getLineNr() + ", column "
                            + invalid.getLocation().getColumnNr() + " (" + firstLine(invalid.getOriginalMessage())
                            + ")",
                    invalid);
        } catch (IOException impossible) {
            throw new UserError(file + ": " + what + " cannot be read (" + impossible.getMessage() + ")", impossible);
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    /** A value as it stands in a file, cut where it is long. */
    static String shortened(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
