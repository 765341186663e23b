package org.noisefloor.core.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Unreadable;

/** What two files {@code tokenizer.json} say of the same token ids. */
public final class TokenizerFiles {
    private static final JsonMapper JSON = new JsonMapper();

    private TokenizerFiles() {}

    /**
     * Where two tokenizers give an id to different tokens, in words ({@code the id 17 to 'a', not 'b'}); empty if they agree on
     * all ids. How text is split into tokens is not compared: both models read the same ids.
     */
    public static Optional<String> difference(Path one, Path other) {
        try {
            if (Files.mismatch(one, other) < 0) {
                return Optional.empty();
            }
        } catch (IOException unreadable) {
            throw Unreadable.file(one, unreadable);
        }
        Map<Integer, String> here = tokens(one);
        Map<Integer, String> there = tokens(other);
        for (Map.Entry<Integer, String> each : here.entrySet()) {
            String token = there.remove(each.getKey());
            if (!each.getValue().equals(token)) {
                return Optional.of("the id " + each.getKey() + " to '" + each.getValue() + "', "
                        + (token == null ? "which the other does not know" : "not '" + token + "'"));
            }
        }
        return there.keySet().stream().findFirst().map(id -> "no token the id " + id);
    }

    private static Map<Integer, String> tokens(Path file) {
        JsonNode json;
        try {
            json = JSON.readTree(file.toFile());
        } catch (IOException unreadable) {
            throw new UserError(file + ": the tokenizer cannot be read: " + Unreadable.reason(unreadable), unreadable);
        }
        Map<Integer, String> tokens = new TreeMap<>();
        JsonNode vocabulary = json.path("model").path("vocab");
        if (vocabulary.isArray()) { // a unigram model: [token, score] in the order of ids
            for (int id = 0; id < vocabulary.size(); id++) {
                tokens.put(id, vocabulary.path(id).path(0).asText());
            }
        }
        vocabulary.properties().forEach(each -> tokens.put(each.getValue().asInt(-1), each.getKey()));
        json.path("added_tokens")
                .forEach(each -> tokens.put(
                        each.path("id").asInt(-1), each.path("content").asText()));
        return tokens;
    }
}
