package org.noisefloor.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.noisefloor.api.UserError;

/** The tokens of a Hugging Face {@code tokenizer.json}, and what it puts in front of a text; how it splits one is not read. */
public final class TokenizerJson {
    /** Names are neither interned nor kept: hundreds of thousands of tokens are some, each of which occurs once. */
    private static final JsonFactory PARSERS = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private final Path file;
    private final JsonNode added;
    private final List<Integer> front;
    private final Map<Integer, String> vocabulary;

    private TokenizerJson(Path file, JsonNode added, List<Integer> front, Map<Integer, String> vocabulary) {
        this.file = file;
        this.added = added;
        this.front = front;
        this.vocabulary = vocabulary;
    }

    /**
     * Reads the whole file.
     *
     * @throws UserError if it is not JSON
     */
    public static TokenizerJson read(Path file) {
        return read(file, true);
    }

    /** Reads all but the vocabulary, which is most of the file and as a rule its end: {@link #vocabulary} is empty. */
    public static TokenizerJson head(Path file) {
        return read(file, false);
    }

    private static TokenizerJson read(Path file, boolean whole) {
        Map<String, JsonNode> parts = new HashMap<>();
        Map<Integer, String> vocabulary = new TreeMap<>();
        Set<String> waiting = new HashSet<>(List.of("added_tokens", "post_processor"));
        if (whole) {
            waiting.add("model");
        }
        // as characters, of which this reader takes no wrong ones: Jackson's parser of bytes (2.22) takes a JVM half
        // a second to compile where a vocabulary is large
        try (BufferedReader characters = Files.newBufferedReader(file);
                JsonParser json = PARSERS.createParser(characters)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UserError(file + ": not a tokenizer.json: a JSON object was expected");
            }
            while (!waiting.isEmpty() && json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                json.nextToken();
                if (!waiting.remove(key)) {
                    json.skipChildren();
                } else if (key.equals("model")) {
                    readModel(json, vocabulary);
                } else {
                    parts.put(key, Json.value(json));
                }
            }
        } catch (JsonProcessingException invalid) {
            throw new UserError(file + ": not a tokenizer.json: " + JsonTrouble.of(invalid), invalid);
        } catch (CharacterCodingException invalid) {
            throw new UserError(file + ": not a tokenizer.json: a byte of it is not UTF-8", invalid);
        } catch (IOException failed) {
            throw Unreadable.file(file, failed);
        }
        List<Integer> front = new ArrayList<>();
        front(parts.getOrDefault("post_processor", Json.empty()), front);
        return new TokenizerJson(
                file,
                parts.getOrDefault("added_tokens", Json.empty()),
                List.copyOf(front),
                Collections.unmodifiableMap(vocabulary));
    }

    /** Its vocabulary as it comes: merges, which nobody here asks for, are several times as many. */
    private static void readModel(JsonParser json, Map<Integer, String> vocabulary) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = json.currentName().equals("vocab");
            JsonToken value = json.nextToken();
            if (wanted && value == JsonToken.START_OBJECT) {
                readIds(json, vocabulary);
            } else if (wanted && value == JsonToken.START_ARRAY) {
                readUnigrams(json, vocabulary);
            } else {
                json.skipChildren();
            }
        }
    }

    /** Of a token that stands there twice the last id holds, and of an id the last token. */
    private static void readIds(JsonParser json, Map<Integer, String> vocabulary) throws IOException {
        Map<String, Integer> ids = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String token = json.currentName();
            boolean id = json.nextToken() == JsonToken.VALUE_NUMBER_INT && json.getNumberType() == NumberType.INT;
            ids.put(token, id ? json.getIntValue() : -1);
            json.skipChildren();
        }
        ids.forEach((token, id) -> vocabulary.put(id, token));
    }

    /** Of a unigram model: [token, score] in the order of ids. */
    private static void readUnigrams(JsonParser json, Map<Integer, String> vocabulary) throws IOException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            vocabulary.put(vocabulary.size(), Json.value(json).path(0).asText());
        }
    }

    /** A later one of several post-processors puts its tokens in front of those of an earlier one. */
    private static void front(JsonNode processor, List<Integer> ids) {
        switch (processor.path("type").asText("")) {
            case "Sequence" -> processor.path("processors").forEach(each -> front(each, ids));
            case "TemplateProcessing" -> ids.addAll(0, template(processor));
            case "BertProcessing", "RobertaProcessing" ->
                ids.add(0, processor.path("cls").path(1).asInt());
            default -> {}
        }
    }

    /** The special tokens before the text ({@code A}) in the template for one text. */
    private static List<Integer> template(JsonNode processor) {
        List<Integer> ids = new ArrayList<>();
        for (JsonNode piece : processor.path("single")) {
            if (!piece.has("SpecialToken")) {
                break;
            }
            String name = piece.path("SpecialToken").path("id").asText();
            processor.path("special_tokens").path(name).path("ids").forEach(id -> ids.add(id.asInt()));
        }
        return ids;
    }

    /** Ids that its post-processor puts in front of a text, in order. */
    public List<Integer> front() {
        return front;
    }

    /** The tokens of its model by id, in ascending order. Added tokens may stand among them. */
    public Map<Integer, String> vocabulary() {
        return vocabulary;
    }

    /** Added tokens by id, which are found in a text before it is split. */
    public Map<Integer, String> added() {
        return added(false);
    }

    /** Those of the added tokens that are special: they stand for no text. */
    public Map<Integer, String> special() {
        return added(true);
    }

    private Map<Integer, String> added(boolean onlySpecial) {
        Map<Integer, String> tokens = new TreeMap<>();
        for (JsonNode each : added) {
            if (!onlySpecial || each.path("special").asBoolean()) {
                tokens.put(each.path("id").asInt(-1), each.path("content").asText());
            }
        }
        return tokens;
    }

    /** The id of a token, wherever it stands; empty if there is no such token. */
    public OptionalInt id(String token) {
        OptionalInt found = id(token, added());
        return found.isPresent() ? found : id(token, (vocabulary.isEmpty() ? read(file) : this).vocabulary);
    }

    private static OptionalInt id(String token, Map<Integer, String> tokens) {
        return tokens.entrySet().stream()
                .filter(each -> each.getValue().equals(token))
                .mapToInt(Map.Entry::getKey)
                .findFirst();
    }
}
