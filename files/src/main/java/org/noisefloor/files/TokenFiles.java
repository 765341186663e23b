package org.noisefloor.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What each of a model's files says of its special tokens.
 *
 * @param config {@code config.json}; this and the next two are empty objects where there is no such file
 * @param tokenizer {@code tokenizer.json}, if it is there and can be read
 */
record TokenFiles(JsonNode config, JsonNode generation, JsonNode tokenizerConfig, Optional<TokenizerJson> tokenizer) {
    /** One file's word, which need not be true. */
    record Claim(String file, Set<Integer> ids) {
        /** {@code config.json says 5}. */
        String words() {
            return file + " says " + (ids.size() == 1 ? ids.iterator().next() : ids);
        }
    }

    /**
     * The ids that files name for a role, those first that are believed first.
     *
     * @param role {@code bos}, {@code eos} or {@code pad}
     */
    List<Claim> claims(String role) {
        List<Claim> claims = new ArrayList<>();
        if (role.equals("bos") && !front().isEmpty()) {
            claims.add(new Claim("tokenizer.json", new LinkedHashSet<>(List.of(last(front())))));
        }
        String token = content(role + "_token");
        if (!token.isEmpty()) {
            id(token).ifPresent(id -> claims.add(new Claim("tokenizer_config.json", new LinkedHashSet<>(List.of(id)))));
        }
        claims.add(new Claim("generation_config.json", ids(generation.path(role + "_token_id"))));
        claims.add(new Claim("config.json", ids(ofText(config, role + "_token_id"))));
        claims.removeIf(claim -> claim.ids().isEmpty());
        return claims;
    }

    /** What {@code tokenizer.json} puts in front of a text. */
    List<Integer> front() {
        return tokenizer.map(TokenizerJson::front).orElse(List.of());
    }

    private static int last(List<Integer> ids) {
        return ids.get(ids.size() - 1);
    }

    /** Whether a BOS is explicitly none. */
    boolean saysNoBos() {
        return tokenizerConfig.has("bos_token")
                && tokenizerConfig.get("bos_token").isNull();
    }

    /** {@code add_bos_token}, which transformers 5 does not read where there is a tokenizer.json. */
    Optional<Boolean> addBos() {
        JsonNode said = tokenizerConfig.path("add_bos_token");
        return said.isBoolean() ? Optional.of(said.booleanValue()) : Optional.empty();
    }

    /** The text of a token, as far as the files tell without the vocabulary. */
    Optional<String> text(int id) {
        Optional<String> added = tokenizer.map(json -> json.added().get(id));
        JsonNode listed = tokenizerConfig
                .path("added_tokens_decoder")
                .path(String.valueOf(id))
                .path("content");
        return added.or(() -> Optional.of(listed.asText("")).filter(text -> !text.isEmpty()));
    }

    /** {@code 7 ('<bos>')}, or the id alone. */
    String shown(int id) {
        return id + text(id).map(text -> " ('" + text + "')").orElse("");
    }

    private String content(String key) {
        JsonNode token = tokenizerConfig.path(key);
        return (token.isObject() ? token.path("content") : token).asText("");
    }

    private OptionalInt id(String token) {
        if (tokenizer.isPresent()) {
            return tokenizer.get().id(token);
        }
        return tokenizerConfig.path("added_tokens_decoder").properties().stream()
                .filter(each -> each.getValue().path("content").asText().equals(token)
                        && each.getKey().matches("\\d{1,9}"))
                .mapToInt(each -> Integer.parseInt(each.getKey()))
                .findFirst();
    }

    /** A key of the config, or of its part for text where the model also sees or hears. */
    static JsonNode ofText(JsonNode config, String key) {
        return config.hasNonNull(key)
                ? config.get(key)
                : config.path("text_config").path(key);
    }

    private static Set<Integer> ids(JsonNode value) {
        Set<Integer> ids = new LinkedHashSet<>();
        (value.isArray() ? value : List.of(value)).forEach(id -> ids.add(id.isIntegralNumber() ? id.intValue() : -1));
        ids.removeIf(id -> id < 0);
        return ids;
    }
}
