package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;

/**
 * The sizes and choices of one model: its family, filled in from {@code config.json}.
 *
 * @param vocabulary V
 * @param context the longest sequence
 * @param width D, of the residual stream
 * @param embeddingWidth of the embeddings and of what the head reads; D but in some OPT
 * @param heads H, of queries
 * @param keyValueHeads K, each shared by H/K heads of queries
 * @param headDim d
 * @param hidden F, width of the MLP inside
 * @param rotaries for each layer, empty where heads are not rotated
 * @param windows for each layer how many positions a query sees, itself included; {@link Integer#MAX_VALUE} for all
 * @param clip the largest number among queries, keys and values, or empty
 * @param scales by which numbers are multiplied
 * @param attentionCap c in c tanh(scores / c), or empty
 * @param logitCap c in c tanh(logits / c), or empty
 * @param experts empty where no layer has some
 * @param tied whether the head is the embedding
 * @param unread keys of {@code config.json} of which nothing is known
 */
record Architecture(
        Family family,
        int vocabulary,
        int context,
        int layers,
        int width,
        int embeddingWidth,
        int heads,
        int keyValueHeads,
        int headDim,
        int hidden,
        double epsilon,
        Activation activation,
        List<Optional<Rotary>> rotaries,
        List<Integer> windows,
        Optional<Double> clip,
        Scales scales,
        Optional<Double> attentionCap,
        Optional<Double> logitCap,
        Optional<Experts> experts,
        boolean tied,
        boolean qkvBias,
        boolean outputBias,
        boolean mlpBias,
        boolean headBias,
        List<String> unread) {

    /**
     * By which numbers are multiplied.
     *
     * @param attention s in softmax(s q·k)
     * @param byLayer whether s is divided by the number of the layer, counted from 1
     * @param embedding embeddings, before they enter the stream
     * @param residual what a branch adds to the stream
     * @param logits logits
     * @param queries null, or by which queries grow with their position
     */
    record Scales(
            double attention,
            boolean byLayer,
            double embedding,
            double residual,
            double logits,
            @Nullable Growth queries) {

        double attention(int layer) {
            return byLayer ? attention / (layer + 1) : attention;
        }
    }

    /** Queries at position t are multiplied by 1 + β log(1 + ⌊t / length⌋) (Llama 4). */
    record Growth(double beta, double length) {}

    /** @throws UserError if a value is impossible, or asks for what is not computed here */
    static Architecture read(String where, ObjectNode whole) {
        String modelType = whole.path("model_type").asText("unknown");
        ObjectNode config =
                whole.get("text_config") instanceof ObjectNode text && modelType.equals("gemma3") ? text : whole;
        Family family = Family.of(where, modelType, config);
        ConfigKeys keys = new ConfigKeys(where, config, family);
        keys.checkFixed();
        int width = keys.count("hidden_size");
        int heads = keys.count("num_attention_heads");
        Optional<Integer> headDim = keys.optionalCount("head_dim");
        if (headDim.isEmpty() && width % heads != 0) {
            throw keys.wrong("num_attention_heads", "a divisor of " + width + ", the width,");
        }
        int dim = headDim.orElse(width / heads);
        boolean grouped = keys.flag("new_decoder_architecture");
        Optional<Integer> shared = keys.optionalCount("num_key_value_heads");
        int keyValueHeads = keys.flag("multi_query") && !grouped ? 1 : shared.orElse(heads);
        if (heads % keyValueHeads != 0) {
            throw keys.wrong("num_key_value_heads", "a divisor of " + heads + ", the number of heads,");
        }
        int layers = keys.count("num_hidden_layers");
        Layers kinds = Layers.read(keys, family, layers);
        Activation activation = activation(keys);
        ConfigKeys attention = keys.inside("attn_config");
        return new Architecture(
                family,
                keys.count("vocab_size"),
                keys.count("max_position_embeddings"),
                layers,
                width,
                keys.optionalCount("word_embed_proj_dim").orElse(width),
                heads,
                keyValueHeads,
                dim,
                keys.optionalCount("intermediate_size").orElse(4 * width),
                keys.optionalPositive("norm_eps").orElse(1e-5),
                activation,
                kinds.rotaries(keys, dim),
                kinds.windows(),
                keys.optionalPositive("clip_qkv").or(() -> attention.optionalPositive("clip_qkv")),
                new Scales(
                        keys.optionalPositive("attention_multiplier")
                                .or(() -> attention.optionalPositive("softmax_scale"))
                                .orElseGet(() -> 1
                                        / Math.sqrt(keys.optionalPositive("query_pre_attn_scalar")
                                                .orElse((double) dim))),
                        keys.flag("scale_attn_by_inverse_layer_idx"),
                        keys.optionalPositive("embedding_multiplier").orElse(1.0),
                        keys.optionalPositive("residual_multiplier").orElse(1.0),
                        keys.optionalPositive("logit_scale").orElse(1.0)
                                / keys.optionalPositive("logits_scaling").orElse(1.0),
                        growth(keys)),
                keys.optionalPositive("attn_logit_softcapping"),
                keys.optionalPositive("final_logit_softcapping"),
                Experts.read(keys, family, layers),
                keys.flag("tie_word_embeddings"),
                keys.bias("qkv"),
                keys.bias("output"),
                keys.bias("mlp"),
                keys.bias("head"),
                keys.unread());
    }

    private static @Nullable Growth growth(ConfigKeys keys) {
        RotaryKeys rope = RotaryKeys.of(keys, false);
        return rope.unlessZero("llama_4_scaling_beta")
                .map(beta -> new Growth(beta, rope.original(keys)))
                .orElse(null);
    }

    private static Activation activation(ConfigKeys keys) {
        String name = keys.value("hidden_act").asText();
        return Activation.of(name)
                .orElseThrow(() -> UserError.unknown(keys.where(), "activation", name, Activation.names()));
    }

    /** Whether nothing happens to embeddings before they enter the first block. */
    boolean embeddingIsTheStream() {
        return family.modules().positions() == null && family.modules().embeddingSum() == null;
    }

    /** Whether the layer has experts in the place of its MLP. */
    boolean hasExperts(int layer) {
        return experts.isPresent() && experts.get().in().get(layer);
    }
}
