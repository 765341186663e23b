package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.noisefloor.api.UserError;

/** What is said of a model that no family describes: what it has that cannot be described, and whether the backend {@code onnx} would open it. */
final class Undescribed {
    /** Ends of the class names in {@code architectures} of models that predict the next token. */
    private static final List<String> CAUSAL = List.of("ForCausalLM", "LMHeadModel", "ForConditionalGeneration");

    private static final String LINEAR = "layers of linear attention";
    private static final String STATES = "layers that carry a state from token to token";
    private static final Map<String, String> KEYS = keys();
    private static final Map<String, String> LAYERS =
            Map.of("linear_attention", LINEAR, "conv", "layers of convolutions");

    private Undescribed() {}

    /** By a pattern of keys of {@code config.json}, what a model has that the transformer here has not. */
    private static Map<String, String> keys() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("linear_(num_key_heads|attn_.*)", LINEAR);
        keys.put("ssm_.*|mamba_.*|state_size|time_step_.*", STATES + " (a state-space model)");
        keys.put("lru_width|attention_hidden_size|rescale_every", STATES + " (a recurrent network)");
        keys.put("kv_lora_rank", "compressed keys and values (latent attention)");
        return keys;
    }

    static UserError error(String where, String modelType, ObjectNode config) {
        return new UserError(where + ": the backend djl has no description of the architecture (model_type) '"
                + modelType + "'" + cause(config) + ", only of " + String.join(", ", Family.KNOWN) + "; "
                + elsewhere(config));
    }

    private static String cause(ObjectNode config) {
        return KEYS.entrySet().stream()
                .filter(each -> config.properties().stream()
                        .anyMatch(field -> field.getKey().matches(each.getKey())
                                && !field.getValue().isNull()))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> StreamSupport.stream(config.path("layer_types").spliterator(), false)
                        .filter(type -> LAYERS.containsKey(type.asText()))
                        .map(type -> LAYERS.get(type.asText()))
                        .findFirst())
                .map(has -> ", which has " + has)
                .orElse("");
    }

    private static String elsewhere(JsonNode config) {
        if (config.path("is_encoder_decoder").asBoolean()) {
            return "nor does onnx open it, since it has an encoder, and a language model here takes tokens alone";
        }
        JsonNode architectures = config.path("architectures");
        boolean causal = architectures.isEmpty()
                || StreamSupport.stream(architectures.spliterator(), false)
                        .map(JsonNode::asText)
                        .anyMatch(name -> CAUSAL.stream().anyMatch(name::endsWith));
        return causal
                ? "onnx opens any model that was exported with input_ids and logits: export it"
                        + " (docs/backends/onnx.md), and give the folder with model.onnx and backend: onnx"
                : "nor does onnx open it, since " + architectures.get(0).asText() + " does not predict the next token";
    }
}
