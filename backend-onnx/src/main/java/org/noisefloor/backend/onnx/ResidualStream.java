package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds the residual stream of a transformer in its graph and names its tensors in TransformerLens' words.
 *
 * <p>Weights cannot be looked up by name, since exporters rename, transpose and share them. What stays is this: a block adds
 * its branches to the stream with {@code Add} nodes in its own code ({@link Scope#isBlockItself()}). Their last sum is
 * {@code resid_post}; the summand on which all others depend is {@code resid_pre}; the others are what attention and MLP
 * add. In a sequential block (GPT-2, Llama, Qwen2) the sum that holds {@code resid_pre} is {@code resid_mid}, on which
 * the MLP depends. In a parallel one (GPT-NeoX) the MLP depends on no sum, and there is no {@code resid_mid}.
 */
final class ResidualStream {
    private static final Set<String> SAME_IDS =
            Set.of("Identity", "Reshape", "Cast", "Unsqueeze", "Squeeze", "Flatten");

    private static final Set<String> SAME_ROWS = Set.of("Reshape", "Unsqueeze", "Expand");

    private final OnnxGraph graph;
    private final SameValues same;
    private final List<StreamBlock> blocks = new ArrayList<>();
    private final Map<String, String> found = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private Optional<TensorProto> embedding = Optional.empty();
    private OptionalInt positions = OptionalInt.empty();

    /**
     * @param input the name of the input that holds the token ids
     */
    ResidualStream(OnnxGraph graph, TensorTypes types, String input) {
        this.graph = graph;
        this.same = new SameValues(graph, types);
        this.embedding = lookup(input).flatMap(n -> graph.weight(graph.node(n).getInput(0)));
        Map<Integer, List<Integer>> sums = blockSums();
        String before = "";
        for (int block = 0; sums.containsKey(block); block++) {
            Optional<StreamBlock> parts = take(sums.getOrDefault(block, List.of()));
            if (parts.isEmpty() || (block > 0 && !parts.get().pre().equals(before))) {
                notes.add("block " + block
                        + " does not add to the residual stream of the block before it in a way that is"
                        + " understood: sites are named up to there only");
                break;
            }
            if (block == 0) {
                List<String> summands = summands(parts.get().pre());
                embedding(summands, input).ifPresent(tensor -> found.put("hook_embed", tensor));
                positions = positions(summands, input);
            }
            name(block, parts.get());
            blocks.add(parts.get());
            before = parts.get().post();
        }
        if (found.isEmpty()) {
            notes.add("no transformer blocks were recognised in the graph, so no site has a TransformerLens name;"
                    + " a tensor can still be addressed by its name in the graph");
        }
    }

    /** Tensors by their TransformerLens names, in the order in which the data flows. */
    Map<String, String> sites() {
        return found;
    }

    /** The blocks of which the sites are, from the first on. */
    List<StreamBlock> blocks() {
        return blocks;
    }

    /** What a user should know, a sentence each. */
    List<String> notes() {
        return notes;
    }

    /** The table of token embeddings, [tokens, width]. */
    Optional<TensorProto> embedding() {
        return embedding;
    }

    /** How many positions have an embedding of their own (GPT-2); empty if the graph adds none to the stream. */
    OptionalInt positions() {
        return positions;
    }

    /** The sums in the blocks' own code, by block. Where several lists of blocks exist, the longest is the transformer. */
    private Map<Integer, List<Integer>> blockSums() {
        Map<String, Map<Integer, List<Integer>>> containers = new HashMap<>();
        for (int n = 0; n < graph.size(); n++) {
            if (graph.node(n).getOpType().equals("Add")) {
                int place = n;
                Scope.of(graph.node(n))
                        .filter(Scope::isBlockItself)
                        .ifPresent(scope -> containers
                                .computeIfAbsent(scope.container(), key -> new TreeMap<>())
                                .computeIfAbsent(scope.block(), key -> new ArrayList<>())
                                .add(place));
            }
        }
        return new TreeSet<>(containers.keySet())
                .stream()
                        .map(containers::get)
                        .max(Comparator.comparingInt(Map::size))
                        .orElse(Map.of());
    }

    /** Takes a block's sum apart into the stream that came in and the branches. */
    private Optional<StreamBlock> take(List<Integer> sums) {
        String post = graph.node(sums.get(sums.size() - 1)).getOutput(0);
        List<String> summands = new ArrayList<>();
        collect(post, Set.copyOf(sums), summands);
        Optional<String> first = summands.stream()
                .filter(pre -> summands.stream().allMatch(other -> other.equals(pre) || graph.dependsOn(other, pre)))
                .findFirst();
        if (first.isEmpty() || summands.size() < 2) {
            return Optional.empty();
        }
        String pre = first.get();
        List<String> branches =
                summands.stream().filter(tensor -> !tensor.equals(pre)).toList();
        if (branches.size() != 2 || sums.size() != 2) {
            return Optional.of(new StreamBlock(pre, "", "", "", post));
        }
        List<String> inner = graph.node(sums.get(0)).getInputList().stream()
                .map(same::origin)
                .toList();
        if (inner.contains(pre)) {
            String mid = graph.node(sums.get(0)).getOutput(0);
            String one = inner.get(0).equals(pre) ? inner.get(1) : inner.get(0);
            String two = branches.get(0).equals(one) ? branches.get(1) : branches.get(0);
            if (graph.dependsOn(two, mid)) {
                return Optional.of(new StreamBlock(pre, one, mid, two, post));
            }
        }
        List<String> attention = branches.stream()
                .filter(tensor -> scope(tensor).map(Scope::isAttention).orElse(false))
                .toList();
        if (attention.size() != 1) {
            return Optional.of(new StreamBlock(pre, "", "", "", post));
        }
        String mlp = branches.get(0).equals(attention.get(0)) ? branches.get(1) : branches.get(0);
        return Optional.of(new StreamBlock(pre, attention.get(0), "", mlp, post));
    }

    private void collect(String tensor, Set<Integer> sums, List<String> summands) {
        String origin = same.origin(tensor);
        Optional<Integer> maker = graph.maker(origin);
        if (maker.isPresent() && sums.contains(maker.get())) {
            graph.node(maker.get()).getInputList().forEach(input -> collect(input, sums, summands));
        } else {
            summands.add(origin);
        }
    }

    private void name(int block, StreamBlock parts) {
        String prefix = "blocks." + block + ".hook_";
        Map<String, String> names = new LinkedHashMap<>();
        names.put("resid_pre", parts.pre());
        names.put("attn_out", parts.attention());
        names.put("resid_mid", parts.mid());
        names.put("mlp_out", parts.mlp());
        names.put("resid_post", parts.post());
        names.forEach((hook, tensor) -> {
            if (!tensor.isEmpty()) {
                found.put(prefix + hook, tensor);
            }
        });
    }

    /** What the stream's beginning is the sum of: the token embeddings alone, or (GPT-2) those of the positions too. */
    private List<String> summands(String pre) {
        List<String> summands = new ArrayList<>();
        graph.maker(pre)
                .filter(n -> graph.node(n).getOpType().equals("Add"))
                .ifPresentOrElse(n -> collect(pre, Set.of(n), summands), () -> summands.add(pre));
        return summands;
    }

    private Optional<String> embedding(List<String> summands, String input) {
        return lookup(input).map(n -> graph.node(n).getOutput(0)).filter(summands::contains);
    }

    /** Rows of the one other table that the stream's beginning is looked up in. */
    private OptionalInt positions(List<String> summands, String input) {
        List<TensorProto> tables = summands.stream()
                .flatMap(summand -> graph.maker(made(summand)).stream())
                .filter(n -> graph.node(n).getOpType().equals("Gather")
                        && !ids(graph.node(n).getInput(1)).equals(input))
                .flatMap(n -> graph.weight(graph.node(n).getInput(0)).stream())
                .filter(table -> table.getDimsCount() == 2 && table.getDims(0) <= Integer.MAX_VALUE)
                .toList();
        return tables.size() == 1 ? OptionalInt.of((int) tables.get(0).getDims(0)) : OptionalInt.empty();
    }

    /** Follows nodes that give values another shape back to where they were made. */
    private String made(String tensor) {
        Optional<Integer> maker = graph.maker(same.origin(tensor));
        return maker.isPresent() && SAME_ROWS.contains(graph.node(maker.get()).getOpType())
                ? made(graph.node(maker.get()).getInput(0))
                : same.origin(tensor);
    }

    /** The node that looks the token ids up in a table of weights. */
    private Optional<Integer> lookup(String input) {
        for (int n = 0; n < graph.size(); n++) {
            NodeProto node = graph.node(n);
            if (node.getOpType().equals("Gather")
                    && graph.weight(node.getInput(0)).isPresent()
                    && ids(node.getInput(1)).equals(input)) {
                return Optional.of(n);
            }
        }
        return Optional.empty();
    }

    private String ids(String tensor) {
        Optional<Integer> maker = graph.maker(tensor);
        return maker.isPresent() && SAME_IDS.contains(graph.node(maker.get()).getOpType())
                ? ids(graph.node(maker.get()).getInput(0))
                : tensor;
    }

    private Optional<Scope> scope(String tensor) {
        return graph.maker(tensor).flatMap(n -> Scope.of(graph.node(n)));
    }
}
