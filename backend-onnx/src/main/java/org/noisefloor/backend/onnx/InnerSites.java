package org.noisefloor.backend.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the sites inside the branches of a block, by what is multiplied with what; what is not found is left out. How, say
 * {@link AttentionSites}, {@link MlpSites} and {@link NormSites}.
 */
final class InnerSites {
    private static final List<String> HOOKS = List.of(
            "ln1.hook_normalized",
            "attn.hook_q",
            "attn.hook_k",
            "attn.hook_v",
            "attn.hook_z",
            "hook_mlp_in",
            "ln2.hook_normalized",
            "mlp.hook_in",
            "mlp.hook_pre",
            "mlp.hook_post");

    private InnerSites() {}

    /** The sites inside all blocks by their TransformerLens names, as far as they are found. */
    static Map<String, Inner> of(OnnxGraph graph, TensorTypes types, List<StreamBlock> blocks) {
        Map<String, Inner> all = new LinkedHashMap<>();
        int width = blocks.stream()
                .flatMap(block -> Stream.of(block.pre(), block.attention(), block.mid(), block.mlp(), block.post()))
                .flatMap(tensor -> types.of(tensor).stream())
                .mapToInt(TensorTypes.Type::last)
                .max()
                .orElse(0);
        for (int layer = 0; layer < blocks.size(); layer++) {
            for (Inner site : of(graph, types, blocks.get(layer), width)) {
                all.put("blocks." + layer + "." + site.hook(), site);
            }
        }
        return all;
    }

    /** Says which sites are not there; {@code blocks.*} where no block has one. */
    static Optional<String> missing(Set<String> found, int blocks) {
        List<String> missing = new ArrayList<>();
        if (blocks > 0 && !found.contains("hook_embed")) {
            missing.add("hook_embed");
        }
        for (String hook : HOOKS) {
            List<String> names = IntStream.range(0, blocks)
                    .mapToObj(layer -> "blocks." + layer + "." + hook)
                    .filter(name -> !found.contains(name))
                    .toList();
            missing.addAll(names.size() == blocks && blocks > 0 ? List.of("blocks.*." + hook) : names);
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of("not offered as sites, since they are not found in the graph: "
                        + String.join(", ", missing)
                        + "; 'noisefloor sites MODEL --all' lists what is there by its own name");
    }

    private static List<Inner> of(OnnxGraph graph, TensorTypes types, StreamBlock block, int width) {
        if (width == 0 || block.attention().isEmpty() || block.mlp().isEmpty()) {
            return List.of();
        }
        SameValues same = new SameValues(graph, types);
        Offered offered = new Offered(graph, types, block.pre(), width);
        Branch attention = new Branch(graph, same, block.pre(), block.attention());
        String stream = block.mid().isEmpty() ? block.pre() : block.mid();
        Branch mlp = new Branch(graph, same, stream, block.mlp());
        AttentionSites heads = new AttentionSites(graph, same, attention, offered);
        MlpSites hidden = new MlpSites(graph, same, mlp, offered);
        NormSites norms = new NormSites(graph, same, offered);
        if (!block.mid().isEmpty()) {
            offered.entering("hook_resid_pre", block.pre(), new Branch(graph, same, block.pre(), block.mid()));
        }
        Optional<String> one = heads.reads().or(() -> norms.reads(attention, block.pre()));
        Optional<String> two = hidden.reads().or(() -> norms.reads(mlp, stream));
        boolean shared = attention.meets(mlp); // then a change of what one reads would reach the other
        if (!shared || one.equals(two)) {
            one.ifPresent(reads -> norms.normalized("ln1.hook_normalized", block.pre(), reads));
        }
        heads.find();
        if (!shared) {
            two.ifPresent(reads -> norms.second(mlp, stream, reads));
        } else if (one.equals(two)) { // one norm for both
            two.ifPresent(reads -> offered.copied(List.of("mlp.hook_in"), reads, mlp));
        }
        hidden.find();
        offered.flat("hook_mlp_out", block.mlp());
        return offered.sites();
    }
}
