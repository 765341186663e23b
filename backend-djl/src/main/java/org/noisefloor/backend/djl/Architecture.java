package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.noisefloor.api.UserError;

/**
 * The sizes and choices of one model: its family, filled in from {@code config.json}.
 *
 * @param vocabulary V
 * @param context the longest sequence
 * @param width D, of the residual stream
 * @param heads H, of queries
 * @param keyValueHeads K, each shared by H/K heads of queries
 * @param headDim d
 * @param hidden F, width of the MLP inside
 * @param rotary empty where positions are learned
 * @param windows for each layer how many positions a query sees, itself included; {@link Integer#MAX_VALUE} for all
 * @param attentionScale s in softmax(s q·k)
 * @param attentionCap c in c tanh(scores / c), or empty
 * @param logitCap c in c tanh(logits / c), or empty
 * @param parallel whether the MLP reads what attention reads, and not the sum after it
 * @param tied whether the head is the embedding
 * @param unread keys of {@code config.json} of which nothing is known
 */
record Architecture(
        Family family,
        int vocabulary,
        int context,
        int layers,
        int width,
        int heads,
        int keyValueHeads,
        int headDim,
        int hidden,
        double epsilon,
        Activation activation,
        Optional<Rotary> rotary,
        List<Integer> windows,
        double attentionScale,
        Optional<Double> attentionCap,
        Optional<Double> logitCap,
        boolean parallel,
        boolean tied,
        boolean qkvBias,
        boolean outputBias,
        boolean mlpBias,
        List<String> unread) {

    /** @throws UserError if a value is impossible, or asks for what is not computed here */
    static Architecture read(String where, ObjectNode config) {
        Family family = Family.of(where, config.path("model_type").asText("unknown"));
        ConfigKeys keys = new ConfigKeys(where, config, family);
        keys.checkFixed();
        int width = keys.count("hidden_size");
        int heads = keys.count("num_attention_heads");
        Optional<Integer> headDim = keys.optionalCount("head_dim");
        if (headDim.isEmpty() && width % heads != 0) {
            throw keys.wrong("num_attention_heads", "a divisor of " + width + ", the width,");
        }
        int dim = headDim.orElse(width / heads);
        int keyValueHeads = keys.optionalCount("num_key_value_heads").orElse(heads);
        if (heads % keyValueHeads != 0) {
            throw keys.wrong("num_key_value_heads", "a divisor of " + heads + ", the number of heads,");
        }
        int layers = keys.count("num_hidden_layers");
        return new Architecture(
                family,
                keys.count("vocab_size"),
                keys.count("max_position_embeddings"),
                layers,
                width,
                heads,
                keyValueHeads,
                dim,
                keys.optionalCount("intermediate_size").orElse(4 * width),
                keys.positive("norm_eps"),
                activation(keys),
                family.modules().positions() == null ? Optional.of(Rotary.read(keys, dim)) : Optional.empty(),
                Windows.read(keys, family.sliding(), layers),
                1 / Math.sqrt(keys.optionalPositive("query_pre_attn_scalar").orElse((double) dim)),
                keys.optionalPositive("attn_logit_softcapping"),
                keys.optionalPositive("final_logit_softcapping"),
                keys.flag("use_parallel_residual"),
                keys.flag("tie_word_embeddings"),
                keys.bias("qkv"),
                keys.bias("output"),
                keys.bias("mlp"),
                keys.unread());
    }

    private static Activation activation(ConfigKeys keys) {
        String name = keys.value("hidden_act").asText();
        return Activation.of(name)
                .orElseThrow(() -> UserError.unknown(keys.where(), "activation", name, Activation.names()));
    }
}
