package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Finds the sites inside the branches of a block, by what is multiplied with what.
 *
 * <p>An MLP is two products with matrices of weights, or with a gate three: the last one reads {@code mlp.hook_post}, the others read
 * the norm's result ({@code mlp.hook_in}), and the one that makes no factor of {@code mlp.hook_post} itself makes
 * {@code mlp.hook_pre}. Attention is one such product or three, the product of queries and keys before the softmax, that with the
 * values after it, and the output projection, which reads {@code attn.hook_z}. What is not found is left out.
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

    private static final Set<String> RMS_NORMS = Set.of("RMSNormalization", "SimplifiedLayerNormalization");

    private final OnnxGraph graph;
    private final TensorTypes types;
    private final SameValues same;
    private final List<Inner> found = new ArrayList<>();

    private InnerSites(OnnxGraph graph, TensorTypes types) {
        this.graph = graph;
        this.types = types;
        this.same = new SameValues(graph, types);
    }

    /** The sites inside all blocks by their TransformerLens names, as far as they are found. */
    static Map<String, Inner> of(OnnxGraph graph, TensorTypes types, List<StreamBlock> blocks) {
        Map<String, Inner> all = new LinkedHashMap<>();
        for (int layer = 0; layer < blocks.size(); layer++) {
            InnerSites sites = new InnerSites(graph, types);
            sites.find(blocks.get(layer));
            for (Inner site : sites.found) {
                all.put("blocks." + layer + "." + site.hook(), site);
            }
        }
        return all;
    }

    /** Says which sites are not there; {@code blocks.*} where no block has one. */
    static Optional<String> missing(Set<String> found, int blocks) {
        List<String> missing = new ArrayList<>();
        for (String hook : HOOKS) {
            List<String> names = IntStream.range(0, blocks)
                    .mapToObj(layer -> "blocks." + layer + "." + hook)
                    .filter(name -> !found.contains(name))
                    .toList();
            missing.addAll(names.size() == blocks && blocks > 0 ? List.of("blocks.*." + hook) : names);
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "not offered as sites, since they are not found in the graph: " + String.join(", ", missing));
    }

    private void find(StreamBlock block) {
        if (block.attention().isEmpty() || block.mlp().isEmpty()) {
            return;
        }
        Branch attention = branch(block.pre(), block.attention());
        String read = block.mid().isEmpty() ? block.pre() : block.mid();
        Branch mlp = branch(read, block.mlp());
        boolean apart = !attention.meets(mlp); // else a change of what one reads would reach the other
        attention(attention, block.pre(), apart);
        mlp(mlp, read, apart);
    }

    private Branch branch(String from, String to) {
        return new Branch(graph, same, from, to);
    }

    private void mlp(Branch mlp, String stream, boolean apart) {
        List<Integer> projections = mlp.projections();
        int count = projections.size();
        if (count < 2 || count > 3) {
            return;
        }
        int down = projections.get(count - 1);
        List<Integer> first = projections.subList(0, count - 1);
        String reads = mlp.data(first.get(0));
        if (!first.stream().allMatch(n -> mlp.data(n).equals(reads))) {
            return;
        }
        int width = mlp.inputs(first.get(0)).orElseThrow();
        if (apart) {
            copied(stream, reads, width);
            normalized("ln2.hook_normalized", branch(stream, reads), stream, reads, width);
            found.add(Inner.there("mlp.hook_in", reads, width));
        }
        String post = mlp.data(down);
        activated(mlp, first, post)
                .ifPresent(n -> found.add(Inner.there("mlp.hook_pre", mlp.result(n), mlp.outputs(n))));
        found.add(Inner.there("mlp.hook_post", post, mlp.inputs(down).orElseThrow()));
    }

    /** The projection behind which the nonlinearity stands: the only one, or the one that makes no factor of the product itself. */
    private Optional<Integer> activated(Branch mlp, List<Integer> first, String post) {
        if (first.size() == 1) {
            return Optional.of(first.get(0));
        }
        NodeProto product = graph.node(graph.maker(post).orElseThrow());
        List<Integer> gates = first.stream()
                .filter(n -> product.getInputList().stream()
                        .noneMatch(factor -> same.origin(factor).equals(mlp.result(n))))
                .toList();
        return product.getOpType().equals("Mul") && gates.size() == 1 ? Optional.of(gates.get(0)) : Optional.empty();
    }

    /** What the second norm reads of the stream: the stream has other readers, so a copy for the norm alone. */
    private void copied(String stream, String normed, int width) {
        NavigableSet<Integer> readers = branch(stream, normed).readers(stream);
        Optional<TensorTypes.Type> type = types.of(stream);
        if (!readers.isEmpty() && type.isPresent()) {
            List<String> aliases = readers.stream()
                    .flatMap(n -> graph.node(n).getInputList().stream())
                    .filter(input -> same.origin(input).equals(stream))
                    .distinct()
                    .toList();
            String name = stream + "/hook_mlp_in";
            found.add(Inner.inserted("hook_mlp_in", width, Insertion.copy(name, stream, type.get(), aliases, readers)));
        }
    }

    /**
     * What a norm makes: a layer norm with its weight and bias; an RMS norm before its weight, which is inside of its node or, where it
     * is written out, a tensor.
     */
    private void normalized(String hook, Branch norm, String stream, String normed, int width) {
        int last = graph.maker(normed).orElse(-1);
        if (last < 0 || !norm.has(last)) {
            return;
        }
        NodeProto node = graph.node(last);
        if (node.getOpType().equals("LayerNormalization") || node.getOpType().equals("Add")) {
            found.add(Inner.there(hook, normed, width));
            return;
        }
        Optional<TensorTypes.Type> type = types.of(normed);
        if (RMS_NORMS.contains(node.getOpType())) {
            if (type.isPresent() && same.origin(node.getInput(0)).equals(stream) && node.getOutputCount() == 1) {
                String name = normed + "/hook_normalized";
                found.add(Inner.inserted(hook, width, Insertion.unscaled(name, last, node, width, type.get())));
            }
            return;
        }
        graph.maker(normed)
                .map(graph::node)
                .filter(weighting -> weighting.getOpType().equals("Mul"))
                .flatMap(weighting -> varying(norm, weighting))
                .filter(unscaled -> graph.maker(unscaled)
                        .map(n -> Set.of("Mul", "Div").contains(graph.node(n).getOpType()))
                        .orElse(false))
                .ifPresent(unscaled -> found.add(Inner.there(hook, unscaled, width)));
    }

    /** Of the two that a node adds or multiplies, the one that depends on the stream, if the other does not. */
    private Optional<String> varying(Branch branch, NodeProto node) {
        List<String> varying =
                node.getInputList().stream().filter(branch::makes).toList();
        return varying.size() == 1 ? Optional.of(same.origin(varying.get(0))) : Optional.empty();
    }

    private void attention(Branch attention, String stream, boolean apart) {
        List<Integer> projections = attention.projections();
        int count = projections.size();
        if (count != 2 && count != 4) {
            return;
        }
        int output = projections.get(count - 1);
        List<Integer> first = projections.subList(0, count - 1);
        String reads = attention.data(first.get(0));
        if (!first.stream().allMatch(n -> attention.data(n).equals(reads))) {
            return;
        }
        if (apart) {
            int width = attention.inputs(first.get(0)).orElseThrow();
            normalized("ln1.hook_normalized", branch(stream, reads), stream, reads, width);
        }
        String z = attention.data(output);
        int mixed = attention.inputs(output).orElseThrow();
        projected(branch(reads, z), first, reads, mixed);
        int rank = types.of(z).map(TensorTypes.Type::rank).orElse(0);
        piece("attn.hook_z", attention, z, rank == 4, false, mixed);
    }

    /**
     * Queries, keys and values, by their places in the products before and after the softmax.
     *
     * @param mixed the width of all heads of queries, which is that of what they mix
     */
    private void projected(Branch heads, List<Integer> first, String reads, int mixed) {
        List<String> factors = factors(heads);
        for (int i = 0; i < factors.size(); i++) {
            String factor = factors.get(i);
            Branch side = branch(reads, factor);
            String hook = HOOKS.get(1 + i);
            List<Integer> mine = first.stream().filter(side::has).toList();
            if (mine.size() == 1 && first.size() == 3) {
                int projection = mine.get(0);
                piece(hook, heads, heads.result(projection), false, false, heads.outputs(projection));
            } else if (mine.size() == 1) {
                int all = heads.outputs(mine.get(0));
                Pieces pieces = Pieces.of(graph, heads, heads.result(mine.get(0)));
                pieces.reaching(factor, side, heads)
                        .ifPresent(own -> piece(
                                hook,
                                heads,
                                own,
                                pieces.perHead(),
                                pieces.transposed(),
                                hook.equals("attn.hook_q") ? mixed : (all - mixed) / 2));
            }
        }
    }

    /** Queries, keys and values, as they are multiplied or as a node of attention reads them; none if there is another number of these. */
    private List<String> factors(Branch heads) {
        List<Integer> fused = heads.ofType("Attention").stream()
                .filter(n -> graph.node(n).getDomain().isEmpty())
                .toList();
        List<Integer> softmax = heads.ofType("Softmax");
        if (fused.size() == 1 && softmax.isEmpty()) {
            return graph.node(fused.get(0)).getInputList().subList(0, 3);
        }
        if (softmax.size() != 1 || !fused.isEmpty()) {
            return List.of();
        }
        List<Integer> before =
                heads.products().stream().filter(n -> n < softmax.get(0)).toList();
        List<Integer> after =
                heads.products().stream().filter(n -> n > softmax.get(0)).toList();
        if (before.size() != 1 || after.size() != 1) {
            return List.of();
        }
        NodeProto scores = graph.node(before.get(0));
        return List.of(
                scores.getInput(0), scores.getInput(1), graph.node(after.get(0)).getInput(1));
    }

    /** Heads side by side: as they are, or laid so where each has a dimension of its own. */
    private void piece(String hook, Branch heads, String tensor, boolean perHead, boolean transposed, int width) {
        if (width < 1) {
            return;
        }
        if (!perHead) {
            found.add(Inner.there(hook, tensor, width));
            return;
        }
        Optional<TensorTypes.Type> type = types.of(tensor);
        NavigableSet<Integer> readers = heads.valueReaders(tensor);
        boolean plain =
                readers.stream().allMatch(n -> graph.node(n).getInputList().contains(tensor));
        if (type.isPresent() && !readers.isEmpty() && plain) {
            String name = tensor + "/" + hook.substring(hook.indexOf('.') + 1);
            found.add(Inner.inserted(hook, width, Insertion.sideBySide(name, tensor, transposed, type.get(), readers)));
        }
    }

    /**
     * Queries, keys and values where one projection makes all three.
     *
     * @param perHead whether they are [B, T, n, d], and not [B, T, n d]
     * @param transposed whether they are [B, n, T, d]
     */
    private record Pieces(List<String> tensors, boolean perHead, boolean transposed) {

        static Pieces of(OnnxGraph graph, Branch heads, String projected) {
            String tensor = projected;
            boolean perHead = false;
            boolean transposed = false;
            for (Optional<Integer> next = heads.only(tensor); next.isPresent(); next = heads.only(tensor)) {
                NodeProto node = graph.node(next.get());
                if (node.getOpType().equals("Split")) {
                    return new Pieces(node.getOutputList(), perHead, transposed);
                }
                if (node.getOpType().equals("Reshape") && !perHead) {
                    perHead = true;
                } else if (node.getOpType().equals("Transpose") && perHead && exchangesHeads(node)) {
                    transposed = !transposed;
                } else {
                    return new Pieces(List.of(), perHead, transposed);
                }
                tensor = node.getOutput(0);
            }
            List<NodeProto> slices = heads.valueReaders(tensor).stream()
                    .map(graph::node)
                    .filter(node -> node.getOpType().equals("Slice"))
                    .toList();
            List<String> tensors =
                    slices.size() == 3 && heads.valueReaders(tensor).size() == 3
                            ? slices.stream().map(slice -> slice.getOutput(0)).toList()
                            : List.of();
            return new Pieces(tensors, perHead, transposed);
        }

        /** The one of them of which a factor is made. */
        Optional<String> reaching(String factor, Branch side, Branch heads) {
            List<String> own = tensors.stream()
                    .filter(piece -> piece.equals(factor)
                            || heads.valueReaders(piece).stream().anyMatch(side::has))
                    .toList();
            return own.size() == 1 ? Optional.of(own.get(0)) : Optional.empty();
        }

        private static boolean exchangesHeads(NodeProto transpose) {
            for (AttributeProto attribute : transpose.getAttributeList()) {
                if (attribute.getName().equals("perm")) {
                    return attribute.getIntsList().equals(List.of(0L, 2L, 1L, 3L));
                }
            }
            return false;
        }
    }
}
