package org.noisefloor.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.noisefloor.api.UserError;

/**
 * JSON as it stands in files that others wrote: one object, no key twice, nothing behind it. {@code NaN} and {@code Infinity}, which Python writes and
 * reads, are numbers.
 */
public final class Json {
    private static final JsonFactory PARSERS = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int SHOWN = 80;

    private Json() {}

    /** Reads a file that is an object. */
    public static ObjectNode read(Path file) {
        try {
            JsonNode node = only(Files.readAllBytes(file));
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new UserError(file + ": a JSON object was expected, found " + shortened(node));
        } catch (JsonProcessingException invalid) {
            throw new UserError(
                    file + where(invalid, at -> ":" + at.getLineNr()) + ": this is not JSON: "
                            + JsonTrouble.of(invalid),
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
            JsonNode node = only(json);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new UserError(file + ": " + what + " must be a JSON object, found " + shortened(node));
        } catch (JsonProcessingException invalid) {
            throw new UserError(
                    file + ": " + what + " is not JSON"
                            + where(invalid, at -> " at line " + at.getLineNr() + ", column " + at.getColumnNr()) + ": "
                            + JsonTrouble.of(invalid),
                    invalid);
        } catch (IOException failed) {
            throw Unreadable.file(file, failed);
        }
    }

    /** Nothing for what is too long or nested too deep, of which the parser does not say where. */
    private static String where(JsonProcessingException invalid, Function<JsonLocation, String> words) {
        return Optional.ofNullable(invalid.getLocation()).map(words).orElse("");
    }

    private static JsonNode only(byte[] text) throws IOException {
        try (JsonParser json = PARSERS.createParser(text)) {
            if (json.nextToken() == null) {
                return NODES.missingNode();
            }
            JsonNode value = value(json);
            if (json.nextToken() != null) {
                throw new JsonParseException(json, JsonTrouble.TRAILING);
            }
            return value;
        }
    }

    /**
     * The value that a parser has come to. By hand, and not by an {@code ObjectMapper}: hundreds of classes, which every plugin that reads JSON would
     * load for itself.
     */
    static JsonNode value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(json);
            case START_ARRAY -> array(json);
            case VALUE_STRING -> NODES.textNode(json.getText());
            case VALUE_NUMBER_INT -> whole(json);
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(json.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static ObjectNode object(JsonParser json) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            object.set(key, value(json));
        }
        return object;
    }

    private static ArrayNode array(JsonParser json) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(json));
        }
        return array;
    }

    private static JsonNode whole(JsonParser json) throws IOException {
        return switch (json.getNumberType()) {
            case INT -> NODES.numberNode(json.getIntValue());
            case LONG -> NODES.numberNode(json.getLongValue());
            default -> NODES.numberNode(json.getBigIntegerValue());
        };
    }

    /** A value as it stands in a file, cut where it is long. */
    public static String shortened(JsonNode node) {
        // control characters beyond ASCII stand in JSON as they are, and a message is one line
        String text = node.isMissingNode() ? "nothing" : node.toString().replaceAll("\\p{Cc}", "?");
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    public static ObjectNode empty() {
        return NODES.objectNode();
    }
}
