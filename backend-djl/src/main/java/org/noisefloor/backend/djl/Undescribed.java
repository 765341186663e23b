package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.noisefloor.api.UserError;

/** What is said of a model that no family describes: whether the backend {@code onnx} would open it. */
final class Undescribed {
    /** Ends of the class names in {@code architectures} of models that predict the next token. */
    private static final List<String> CAUSAL = List.of("ForCausalLM", "LMHeadModel", "ForConditionalGeneration");

    private Undescribed() {}

    static UserError error(String where, String modelType, JsonNode config) {
        return new UserError(where + ": the backend djl has no description of the architecture (model_type) '"
                + modelType + "', only of " + String.join(", ", Family.KNOWN) + "; " + elsewhere(config));
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
