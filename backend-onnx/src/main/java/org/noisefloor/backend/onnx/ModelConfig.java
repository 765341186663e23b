package org.noisefloor.backend.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.noisefloor.api.UserError;

/**
 * What {@code config.json} says of a model, and where that is silent {@code generation_config.json}.
 *
 * @param architecture {@code model_type}, else {@code unknown}
 * @param vocabulary {@code vocab_size}; a hint for finding the logits, since the graph has the last word
 * @param special ids of {@code bos}, {@code eos} and {@code pad}, as far as given
 * @param files the files that were read
 */
record ModelConfig(
        String architecture,
        OptionalInt vocabulary,
        OptionalInt context,
        OptionalInt beginning,
        Map<String, Integer> special,
        List<Path> files) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static ModelConfig read(ModelFiles model) {
        List<Path> files = new ArrayList<>();
        JsonNode config = json(model.companion("config.json"), files);
        JsonNode generation = json(model.companion("generation_config.json"), files);
        JsonNode tokenizer = json(model.companion("tokenizer_config.json"), files);

        Map<String, Integer> special = new LinkedHashMap<>();
        for (String role : List.of("bos", "eos", "pad")) {
            List<Integer> ids = ids(config, generation, role + "_token_id");
            for (int i = 0; i < ids.size(); i++) {
                special.put(i == 0 ? role : role + "_" + (i + 1), ids.get(i)); // Llama 3 has several ends
            }
        }
        String architecture = config.path("model_type").asText("unknown");
        return new ModelConfig(
                architecture,
                number(config, "vocab_size"),
                number(config, "n_positions", "n_ctx", "max_position_embeddings"),
                beginning(architecture, tokenizer, special),
                special,
                files);
    }

    /**
     * Models are run with their BOS token in front, as the field does, even where the tokenizer would not add it (GPT-2,
     * Pythia). Qwen2 names a BOS id in its config, but was trained without one and its tokenizer has none.
     */
    private static OptionalInt beginning(String architecture, JsonNode tokenizer, Map<String, Integer> special) {
        boolean saysNone =
                tokenizer.has("bos_token") && tokenizer.get("bos_token").isNull();
        Integer bos = special.get("bos");
        return bos == null || saysNone || architecture.startsWith("qwen") ? OptionalInt.empty() : OptionalInt.of(bos);
    }

    private static List<Integer> ids(JsonNode config, JsonNode generation, String key) {
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

    private static OptionalInt number(JsonNode config, String... keys) {
        for (String key : keys) {
            if (config.path(key).isIntegralNumber() && config.path(key).intValue() > 0) {
                return OptionalInt.of(config.path(key).intValue());
            }
        }
        return OptionalInt.empty();
    }

    private static JsonNode json(Optional<Path> file, List<Path> files) {
        if (file.isEmpty()) {
            return JSON.createObjectNode();
        }
        files.add(file.get());
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(file.get()));
            if (node == null || !node.isObject()) {
                throw new UserError(file.get() + ": a JSON object was expected");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new UserError(
                    file.get() + ":" + e.getLocation().getLineNr() + ": this is not JSON: " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new UserError(file.get() + ": the file cannot be read: " + e.getMessage(), e);
        }
    }
}
