package org.noisefloor.core.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.noisefloor.files.TokenizerJson;
import org.noisefloor.files.Unreadable;

/** What two files {@code tokenizer.json} say of the same token ids. */
public final class TokenizerFiles {
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
        TokenizerJson json = TokenizerJson.read(file);
        Map<Integer, String> tokens = new TreeMap<>(json.vocabulary());
        tokens.putAll(json.added());
        return tokens;
    }
}
