package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.backend.djl.DjlOptions.Dtype;

/**
 * What is particular to one family of decoder-only transformers, read from {@code families/MODEL_TYPE.json}: everything in
 * which the families differ is in these files, and there is one transformer for all of them.
 *
 * @param paper where the family is described
 * @param base the prefix of tensor names that checkpoints of the bare model leave out
 * @param keys for a key as this package calls it, what the family's {@code config.json} calls it
 * @param aliases for a key of {@code config.json} other names of it, which win where they are there, the last first
 * @param defaults what holds where {@code config.json} is silent, as in the configuration classes of transformers
 * @param only keys of {@code config.json} of which only the listed values are computed here
 * @param exactNorms whether factors of norms are not rounded to float16
 * @param inputsFirst whether matrices are stored [in, out] (Conv1D of GPT-2) and not [out, in]
 * @param parallel whether the MLP reads the stream as attention does, and not the sum after it
 * @param pairs which dimensions of a head are turned together
 * @param turned the layers whose heads are rotated
 * @param rounding what of a rotation is rounded to the type of the model
 * @param alibi how far positions lower the scores
 * @param positionOffset which row of the embeddings of positions the first position has
 * @param scaledEmbedding whether embeddings are multiplied by √width
 * @param local the rotation of layers with a window, where it is another
 * @param longrope whether {@code yarn} means {@code longrope}
 * @param headNorm how queries and keys are normalised, by the modules {@code query_norm} and {@code key_norm}
 * @param bias for {@code qkv}, {@code output}, {@code mlp} and {@code head}: {@code yes}, {@code no}, or the key that says so
 * @param experts null where the family has none
 * @param renamed patterns in names of tensors as some folders have them, and what stands there here
 * @param unread keys that change nothing in this family, or say again what others say
 * @param buffers patterns of tensors in older checkpoints that are no weights
 */
record Family(
        String paper,
        String base,
        Map<String, String> keys,
        Map<String, List<String>> aliases,
        Map<String, JsonNode> defaults,
        Map<String, List<JsonNode>> only,
        Norm norm,
        boolean exactNorms,
        Projection projection,
        boolean inputsFirst,
        Sliding sliding,
        boolean parallel,
        Pairs pairs,
        Turned turned,
        Rounding rounding,
        Alibi alibi,
        int positionOffset,
        Local local,
        boolean longrope,
        boolean scaledEmbedding,
        HeadNorm headNorm,
        Map<String, String> bias,
        @Nullable Router experts,
        Modules modules,
        Map<String, String> renamed,
        List<String> unread,
        List<String> buffers) {

    /** The value of {@code model_type} for each family. */
    static final List<String> KNOWN = List.of(
            "bloom",
            "cohere",
            "cohere2",
            "exaone4",
            "falcon",
            "gemma",
            "gemma2",
            "gemma3",
            "gemma3_text",
            "glm",
            "glm4",
            "gpt2",
            "gpt_bigcode",
            "gpt_neo",
            "gpt_neox",
            "gpt_oss",
            "gptj",
            "granite",
            "helium",
            "internlm3",
            "llama",
            "ministral3",
            "mistral",
            "mixtral",
            "mpt",
            "nemotron",
            "olmo",
            "olmo2",
            "olmo3",
            "opt",
            "phi",
            "phi3",
            "qwen2",
            "qwen3",
            "qwen3_moe",
            "smollm3",
            "stablelm",
            "starcoder2");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /**
     * How a row is normalised: to mean 0 and variance 1, with factors and summands, with 1 + w for factors, with factors alone, or with
     * neither; or to root mean square 1, with factors w, or 1 + w. In a type of 16 bits {@code RMS} alone rounds what is normalised before it
     * is multiplied; the others round the result.
     */
    enum Norm {
        LAYER,
        LAYER_ONE_PLUS,
        LAYER_NO_BIAS,
        LAYER_PLAIN,
        RMS,
        RMS_ROUNDED_LAST,
        RMS_ONE_PLUS;

        boolean isRms() {
            return this == RMS || this == RMS_ROUNDED_LAST || this == RMS_ONE_PLUS;
        }

        /** The type in which factors are held, in a model of a type; which is that of their product. */
        Dtype factors(Dtype type) {
            return this == RMS || this == LAYER || this == LAYER_ONE_PLUS ? type : Dtype.FLOAT32;
        }
    }

    /** How queries, keys and values are stored: three matrices; one, [q; k; v]; or one, the queries of each head of keys, it and its values. */
    enum Projection {
        SEPARATE,
        STACKED,
        GROUPED
    }

    /**
     * Which layers see only a window, unless {@code layer_types} says: none, all, every second from 0 on, the upper; all but every n-th;
     * those that are not rotated; those that {@code attention_types} calls local.
     */
    enum Sliding {
        NONE,
        ALL,
        EVEN,
        UPPER,
        PATTERN,
        UNTURNED,
        LOCAL
    }

    /** The dimension that is turned with dimension i of a head: the one half of them later; or the next, for even i. */
    enum Pairs {
        HALVES,
        NEIGHBOURS
    }

    /** The layers whose queries and keys are rotated: none, all, those with a window, or as {@code no_rope_layers} says. */
    enum Turned {
        NONE,
        ALL,
        SLIDING,
        SLIDING_IF_ANY,
        LISTED
    }

    /** What is rounded to a type of 16 bits: cosines, sines and products; cosines, sines and the result; or the result alone. */
    enum Rounding {
        ALL,
        TABLES,
        RESULT
    }

    /** ALiBi: none; added to the scores; with slopes rounded to bfloat16, and scaled as the scores are; with the slopes of MPT. */
    enum Alibi {
        NONE,
        ADDED,
        SCALED,
        MPT
    }

    /** The rotation of layers with a window: that of all; with a base of its own; or the same, not scaled. */
    enum Local {
        SAME,
        OWN_THETA,
        UNSCALED
    }

    /**
     * How experts are stored.
     *
     * @param router the module that chooses, inside the MLP
     * @param biased whether router and experts have biases
     * @param inputsFirst whether matrices are [in, out], gate and up in turn, and not [out, in], all of the gate first
     */
    record Router(String router, boolean biased, boolean inputsFirst) {}

    /** Whether each head of queries and keys is normalised with the same weights, with its own, or all heads together. */
    enum HeadNorm {
        SHARED,
        EACH,
        TOGETHER
    }

    /** What the modules are called; those inside a block without its prefix, in which {@code {}} stands for the layer. */
    record Modules(
            String embedding,
            @Nullable String projectIn,
            @Nullable String embeddingNorm,
            @Nullable String positions,
            @Nullable String embeddingSum,
            String block,
            @Nullable String attentionNorm,
            String attention,
            List<String> qkv,
            @Nullable String queryNorm,
            @Nullable String keyNorm,
            @Nullable String sinks,
            String output,
            @Nullable String attentionPostNorm,
            @Nullable String mlpNorm,
            @Nullable String mlp,
            @Nullable String gate,
            String up,
            @Nullable String gateUp,
            String down,
            @Nullable String mlpPostNorm,
            String finalNorm,
            @Nullable String projectOut,
            String head) {

        /** A module inside the MLP, or beside its norm where the MLP is no module of its own. */
        String inMlp(String block, String module) {
            return block + (mlp == null ? "." : "." + mlp + ".") + module;
        }

        String block(int layer) {
            return block.replace("{}", Integer.toString(layer));
        }
    }

    /**
     * @param config decides between the kinds of a family
     * @throws UserError if there is no such family
     */
    static Family of(String where, String modelType, ObjectNode config) {
        if (!KNOWN.contains(modelType)) {
            throw Undescribed.error(where, modelType, config);
        }
        try {
            ObjectNode all = merged(modelType);
            JsonNode kinds = all.remove("when");
            if (kinds instanceof ArrayNode list) {
                list.forEach(kind -> {
                    if (applies((ObjectNode) kind.get("config"), config, all.get("defaults"))) {
                        merged(all, ((ObjectNode) kind).remove(List.of("config")));
                    }
                });
            }
            return MAPPER.treeToValue(all, Family.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether each key has one of the values given for it. */
    private static boolean applies(ObjectNode conditions, ObjectNode config, JsonNode defaults) {
        return conditions.properties().stream().allMatch(condition -> {
            JsonNode value = Optional.ofNullable(config.get(condition.getKey()))
                    .or(() -> Optional.ofNullable(defaults.get(condition.getKey())))
                    .orElse(NullNode.getInstance());
            return StreamSupport.stream(condition.getValue().spliterator(), false)
                    .anyMatch(value::equals);
        });
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
}
