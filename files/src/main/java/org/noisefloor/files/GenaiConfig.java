package org.noisefloor.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What {@code genai_config.json} says, which onnxruntime-genai's builder writes in the place of {@code config.json}, in the words of that. */
final class GenaiConfig {
    private static final Map<String, String> MODEL = Map.of(
            "type", "model_type",
            "vocab_size", "vocab_size",
            "context_length", "max_position_embeddings",
            "bos_token_id", "bos_token_id",
            "eos_token_id", "eos_token_id",
            "pad_token_id", "pad_token_id");

    private static final Map<String, String> DECODER = Map.of(
            "head_size", "head_dim",
            "hidden_size", "hidden_size",
            "num_attention_heads", "num_attention_heads",
            "num_hidden_layers", "num_hidden_layers",
            "num_key_value_heads", "num_key_value_heads");

    private GenaiConfig() {}

    static ObjectNode asConfig(ObjectNode genai) {
        ObjectNode config = Json.empty();
        copy(genai.path("model"), MODEL, config);
        copy(genai.path("model").path("decoder"), DECODER, config);
        return config;
    }

    private static void copy(JsonNode from, Map<String, String> keys, ObjectNode to) {
        keys.forEach((key, name) -> {
            if (from.hasNonNull(key)) {
                to.set(name, from.get(key));
            }
        });
    }
}
