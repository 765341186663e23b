package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What the JSON files beside the weights say: {@code config.json}, and of the special tokens, where that is silent,
 * {@code generation_config.json}.
 *
 * @param json {@code config.json}, empty if there is none
 * @param architecture {@code model_type}, else {@code unknown}
 * @param special ids of {@code bos}, {@code eos} and {@code pad}, as far as given
 * @param files the files that were read
 */
record ModelConfig(
        ObjectNode json, String architecture, OptionalInt beginning, Map<String, Integer> special, List<Path> files) {

    static ModelConfig read(ModelFiles model) {
        List<Path> files = new ArrayList<>();
        ObjectNode config = json(model, "config.json", files);
        ObjectNode generation = json(model, "generation_config.json", files);
        ObjectNode tokenizer = json(model, "tokenizer_config.json", files);

        Map<String, Integer> special = new LinkedHashMap<>();
        for (String role : List.of("bos", "eos", "pad")) {
            List<Integer> ids = ids(config, generation, role + "_token_id");
            for (int i = 0; i < ids.size(); i++) {
                special.put(i == 0 ? role : role + "_" + (i + 1), ids.get(i)); // Llama 3 has several ends
            }
        }
        String architecture = config.path("model_type").asText("unknown");
        return new ModelConfig(config, architecture, beginning(architecture, tokenizer, special), special, files);
    }

    /** What a user should know if no special tokens are named. */
    List<String> notes() {
        return special.isEmpty()
                ? List.of(
                        "no special tokens are known, since "
                                + (json.isEmpty() ? "there is no config.json with the model" : "config.json names none")
                                + ": BOS is intervened on and scored like any other token, unless positions.special lists its id")
                : List.of();
    }

    /**
     * Models are run with their BOS token in front, as the field does, even where the tokenizer would not add it (GPT-2,
     * Pythia). Qwen2 names a BOS id in its config, but was trained without one and its tokenizer has none.
     */
    private static OptionalInt beginning(String architecture, ObjectNode tokenizer, Map<String, Integer> special) {
        boolean saysNone =
                tokenizer.has("bos_token") && tokenizer.get("bos_token").isNull();
        Integer bos = special.get("bos");
        return bos == null || saysNone || architecture.startsWith("qwen") ? OptionalInt.empty() : OptionalInt.of(bos);
    }

    private static List<Integer> ids(ObjectNode config, ObjectNode generation, String key) {
        JsonNode value = config.hasNonNull(key) ? config.get(key) : generation.path(key);
        List<Integer> ids = new ArrayList<>();
        if (value.isIntegralNumber()) {
            ids.add(value.intValue());
        } else if (value.isArray()) {
            value.forEach(id -> ids.add(id.asInt(-1)));
        }
        ids.removeIf(id -> id < 0);
        return ids;
    }

    private static ObjectNode json(ModelFiles model, String name, List<Path> files) {
        return model.companion(name)
                .map(file -> {
                    files.add(file);
                    return Json.read(file);
                })
                .orElseGet(Json.MAPPER::createObjectNode);
    }
}
