package org.noisefloor.core.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisefloor.api.Context;
import org.noisefloor.api.Option;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.files.JsonTrouble;

/** One JSON object a line: {@code {"text": "…"}} or {@code {"tokens": [1, 2, …]}}. Blank lines and other keys are skipped. */
public final class JsonlReader implements CorpusReader<JsonlReader.Options> {
    /**
     * @param textKey where a text stands; empty to look for tokens alone
     * @param tokensKey where token ids stand; empty to look for text alone
     * @param documentKey where it stands which document a line is of; empty for one document a line
     */
    public record Options(
            @Option(doc = "key of a document's text; empty to read tokens alone", orElse = "text")
            String textKey,

            @Option(doc = "key of a document's token ids; empty to read text alone", orElse = "tokens")
            String tokensKey,

            @Option(
                    doc =
                            "key that tells documents apart: neighbouring lines with the same value are one; without it, each"
                                    + " line is one",
                    orElse = "")
            Optional<String> documentKey) {
        public Options {
            if (textKey.equals(tokensKey)) {
                throw new IllegalArgumentException("text_key and tokens_key are both '" + textKey
                        + "'; expected two different keys, of which one may be empty");
            }
        }
    }

    @Override
    public String id() {
        return "jsonl";
    }

    @Override
    public String summary() {
        return "one JSON object a line, with a text or with token ids";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public boolean accepts(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return (name.endsWith(".jsonl") || name.endsWith(".ndjson")) && !Files.isDirectory(path);
    }

    @Override
    public Stream<Document> read(Path path, Options options, Context context) {
        if (Files.isDirectory(path)) {
            throw new UserError(path + " is a folder; the reader jsonl expects a file with one JSON object a line");
        }
        var lines = new Lines(path);
        Stream<Lines.Line> filled =
                Lines.stream(lines).filter(line -> !line.text().isBlank());
        return options.documentKey()
                .map(key -> Lines.stream(new KeyedDocuments(
                        filled.map(line -> part(line, key, options)).iterator())))
                .orElseGet(() -> filled.map(line -> document(line, object(line, options), options)))
                .onClose(lines::close);
    }

    private static KeyedDocuments.Part part(Lines.Line line, String key, Options options) {
        JsonNode object = object(line, options);
        JsonNode value = object.path(key);
        if (!value.isValueNode() || value.isNull()) {
            throw new UserError(line.place() + ": expected the key '" + key
                    + "' with a text or number that tells which document the line is of (corpus.document_key), found "
                    + (value.isMissingNode() ? keysOf(object) : named(value)));
        }
        return new KeyedDocuments.Part(value.asText(), document(line, object, options));
    }

    private static JsonNode object(Lines.Line line, Options options) {
        JsonNode object;
        try {
            object = Json.READER.readTree(line.text());
        } catch (JsonProcessingException invalid) {
            int column =
                    invalid.getLocation() == null ? 1 : invalid.getLocation().getColumnNr();
            throw new UserError(
                    line.place() + ": not valid JSON at column " + column + ": " + JsonTrouble.of(invalid)
                            + "; expected one JSON object a line",
                    invalid);
        }
        if (!object.isObject()) {
            throw new UserError(
                    line.place() + ": expected a JSON object with " + keys(options) + ", found " + named(object));
        }
        return object;
    }

    private static Document document(Lines.Line line, JsonNode object, Options options) {
        JsonNode text = object.path(options.textKey());
        JsonNode tokens = object.path(options.tokensKey());
        boolean hasText = !options.textKey().isEmpty() && !text.isMissingNode();
        boolean hasTokens = !options.tokensKey().isEmpty() && !tokens.isMissingNode();
        if (hasText && hasTokens) {
            throw new UserError(line.place() + ": both '" + options.textKey() + "' and '" + options.tokensKey()
                    + "' are here; say which is meant with corpus.tokens_key: \"\" (read the text) or corpus.text_key: \"\""
                    + " (read the tokens)");
        }
        if (hasText) {
            if (!text.isTextual()) {
                throw new UserError(
                        line.place() + ": '" + options.textKey() + "' must be a text, found " + named(text));
            }
            return Document.text(line.place(), withoutNul(line, text.textValue()));
        }
        if (hasTokens) {
            return Document.tokens(line.place(), ids(line, options.tokensKey(), tokens));
        }
        throw new UserError(line.place() + ": expected the key " + keys(options) + ", found " + keysOf(object));
    }

    /** JSON has a NUL as an escape alone, so that what is said of binary files would not help here. */
    private static String withoutNul(Lines.Line line, String text) {
        int nul = text.indexOf('\0');
        if (nul >= 0) {
            throw new UserError(line.place() + ": " + Characters.found(text, nul)
                    + ", which no text has; it stands in the JSON as the escape \\u0000: take that out");
        }
        return text;
    }

    private static String keysOf(JsonNode object) {
        return object.isEmpty()
                ? "an empty object"
                : "the keys: " + String.join(", ", (Iterable<String>) object::fieldNames);
    }

    private static int[] ids(Lines.Line line, String key, JsonNode tokens) {
        if (!tokens.isArray()) {
            throw new UserError(line.place() + ": '" + key + "' must be a list of token ids, found " + named(tokens));
        }
        int[] ids = new int[tokens.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = tokens.get(i);
            if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0) {
                throw new UserError(line.place() + ": '" + key + "' has " + named(id) + " at index " + i
                        + ", where a token id (a whole number, not negative) was expected");
            }
            ids[i] = id.intValue();
        }
        return ids;
    }

    private static String keys(Options options) {
        return options.textKey().isEmpty()
                ? "'" + options.tokensKey() + "'"
                : options.tokensKey().isEmpty()
                        ? "'" + options.textKey() + "'"
                        : "'" + options.textKey() + "' or '" + options.tokensKey() + "'";
    }

    private static String named(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NULL -> "null";
            default -> node.asText();
        };
    }

    /** Loaded with the first line: the list of plugins, which asks every reader what it is, needs no Jackson. */
    private static final class Json {
        static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxStringLength(Texts.LARGEST_BYTES)
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build()
                .readerFor(JsonNode.class);
    }
}
