package org.noisefloor.backend.djl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * A mixture of experts (Shazeer et al. 2017; Fedus et al. 2022): for each position a router chooses k of E gated MLPs, whose results are
 * added with the router's softmax for weights.
 *
 * @param count E
 * @param chosen k
 * @param hidden F, width of an expert inside
 * @param normalised whether the weights of those chosen are divided by their sum
 * @param in for each layer whether it has experts; those without have an MLP
 * @param clamp empty but in gpt-oss
 */
record Experts(int count, int chosen, int hidden, boolean normalised, List<Boolean> in, Optional<Clamp> clamp) {

    /** (clamp(up) + 1) ⊙ gate σ(α gate), gate at most the limit l and up within ±l. */
    record Clamp(double limit, double alpha) {}

    /** Empty where the family has none. */
    static Optional<Experts> read(ConfigKeys keys, Family family, int layers) {
        if (family.experts() == null) {
            return Optional.empty();
        }
        int step = keys.optionalCount("decoder_sparse_step").orElse(1);
        JsonNode without = keys.value("mlp_only_layers");
        List<Integer> dense = StreamSupport.stream(without.spliterator(), false)
                .map(JsonNode::intValue)
                .toList();
        return Optional.of(new Experts(
                keys.count("num_experts"),
                keys.count("num_experts_per_tok"),
                keys.optionalCount("moe_intermediate_size").orElseGet(() -> keys.count("intermediate_size")),
                keys.flag("norm_topk_prob"),
                IntStream.range(0, layers)
                        .mapToObj(layer -> !dense.contains(layer) && (layer + 1) % step == 0)
                        .toList(),
                keys.optionalPositive("swiglu_limit").map(limit -> new Clamp(limit, keys.positive("swiglu_alpha")))));
    }
}
