package org.noisefloor.files;

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

/** JSON as it stands in files that others wrote: one object, no key twice, nothing behind it. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final int SHOWN = 80;

    private Json() {}

    /** Reads a file that is an object. */
    public static ObjectNode read(Path file) {
        try {
            JsonNode node = MAPPER.readTree(Files.readAllBytes(file));
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new UserError(file + ": a JSON object was expected, found " + shortened(node));
        } catch (JsonProcessingException invalid) {
            throw new UserError(
                    file + ":" + invalid.getLocation().getLineNr() + ": this is not JSON: " + JsonTrouble.of(invalid),
                    invalid);
        } catch (IOException failed) {
            throw Unreadable.file(file, failed);
        }
    }

    /**
     * Reads an object that is a part of a file.
     *
     * @param what the part, for the message
     */
    public static ObjectNode part(Path file, String what, byte[] json) {
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new UserError(file + ": " + what + " must be a JSON object, found " + shortened(node));
        } catch (JsonProcessingException invalid) {
            throw new UserError(
                    file + ": " + what + " is not JSON at line "
                            + invalid.getLocation().getLineNr() + ", column "
                            + invalid.getLocation().getColumnNr() + ": " + JsonTrouble.of(invalid),
                    invalid);
        } catch (IOException failed) {
            throw Unreadable.file(file, failed);
        }
    }

    /** A value as it stands in a file, cut where it is long. */
    public static String shortened(JsonNode node) {
        // control characters beyond ASCII stand in JSON as they are, and a message is one line
        String text = node.isMissingNode() ? "nothing" : node.toString().replaceAll("\\p{Cc}", "?");
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    public static ObjectNode empty() {
        return MAPPER.createObjectNode();
    }
}
