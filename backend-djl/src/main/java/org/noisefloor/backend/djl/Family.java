package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;

/**
 * What is particular to one family of decoder-only transformers, read from {@code families/MODEL_TYPE.json}: everything in
 * which the families differ is in these files, and there is one transformer for all of them.
 *
 * @param paper where the family is described
 * @param base the prefix of tensor names that checkpoints of the bare model leave out
 * @param keys for a key as this package calls it, what the family's {@code config.json} calls it
 * @param defaults what holds where {@code config.json} is silent, as in the configuration classes of transformers
 * @param only keys of {@code config.json} of which only the listed values are computed here
 * @param inputsFirst whether matrices are stored [in, out] (Conv1D of GPT-2) and not [out, in]
 * @param scaledEmbedding whether embeddings are multiplied by √width
 * @param bias for {@code qkv}, {@code output} and {@code mlp}: {@code yes}, {@code no}, or the key that says so
 * @param buffers patterns of tensors in older checkpoints that are no weights
 */
record Family(
        String paper,
        String base,
        Map<String, String> keys,
        Map<String, JsonNode> defaults,
        Map<String, List<JsonNode>> only,
        Norm norm,
        Projection projection,
        boolean inputsFirst,
        Sliding sliding,
        boolean scaledEmbedding,
        Map<String, String> bias,
        Modules modules,
        List<String> buffers) {

    /** The value of {@code model_type} for each family. */
    static final List<String> KNOWN = List.of("gemma2", "gpt2", "gpt_neox", "llama", "mistral", "qwen2");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** How a row is normalised: to mean 0 and variance 1; or to root mean square 1, with factors w, or 1 + w. */
    enum Norm {
        LAYER,
        RMS,
        RMS_ONE_PLUS
    }

    /** How queries, keys and values are stored: three matrices; one, [q; k; v]; or one, (q, k, v) head after head. */
    enum Projection {
        SEPARATE,
        STACKED,
        PER_HEAD
    }

    /** Which layers see only a window, unless {@code layer_types} says: none, all, every second from 0 on, the upper. */
    enum Sliding {
        NONE,
        ALL,
        EVEN,
        UPPER
    }

    /** What the modules are called; those inside a block without its prefix, in which {@code {}} stands for the layer. */
    record Modules(
            String embedding,
            @Nullable String positions,
            @Nullable String embeddingSum,
            String block,
            String attentionNorm,
            String attention,
            List<String> qkv,
            String output,
            @Nullable String attentionPostNorm,
            String mlpNorm,
            String mlp,
            @Nullable String gate,
            String up,
            String down,
            @Nullable String mlpPostNorm,
            String finalNorm,
            String head) {

        String block(int layer) {
            return block.replace("{}", Integer.toString(layer));
        }
    }

    /** @throws UserError if there is no such family */
    static Family of(String where, String modelType) {
        if (!KNOWN.contains(modelType)) {
            throw UserError.unknown(where, "architecture (model_type)", modelType, KNOWN);
        }
        try {
            return MAPPER.treeToValue(merged(modelType), Family.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file of a family over the one that it is like. */
    private static ObjectNode merged(String modelType) throws IOException {
        try (InputStream in = Family.class.getResourceAsStream("families/" + modelType + ".json")) {
            if (in == null || !(MAPPER.readTree(in) instanceof ObjectNode own)) {
                throw new IOException("families/" + modelType + ".json is missing from the jar");
            }
            JsonNode like = own.remove("like");
            return like == null ? own : merged(merged(like.asText()), own);
        }
    }

    private static ObjectNode merged(ObjectNode under, ObjectNode over) {
        over.properties().forEach(field -> {
            boolean both = under.get(field.getKey()) instanceof ObjectNode && field.getValue() instanceof ObjectNode;
            under.set(
                    field.getKey(),
                    both
                            ? merged((ObjectNode) under.get(field.getKey()), (ObjectNode) field.getValue())
                            : field.getValue());
        });
        return under;
    }

    boolean gated() {
        return modules.gate() != null;
    }

    /** What {@code config.json} of this family calls a key. */
    String called(String key) {
        return Optional.ofNullable(keys.get(key)).orElse(key);
    }
}
