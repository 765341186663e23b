package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * The sites inside attention, which is one or three products with matrices of weights, the product of queries and keys before the
 * softmax, that with the values after it, and the output projection, which reads {@code attn.hook_z}.
 */
final class AttentionSites {
    private static final List<String> HOOKS = List.of("attn.hook_q", "attn.hook_k", "attn.hook_v");

    private final OnnxGraph graph;
    private final SameValues same;
    private final Branch attention;
    private final Offered offered;
    private final List<Integer> projections;

    AttentionSites(OnnxGraph graph, SameValues same, Branch attention, Offered offered) {
        this.graph = graph;
        this.same = same;
        this.attention = attention;
        this.offered = offered;
        List<Integer> all = attention.projections();
        boolean plain = (all.size() == 2 || all.size() == 4)
                && all.subList(0, all.size() - 1).stream()
                                .map(attention::data)
                                .distinct()
                                .count()
                        == 1;
        this.projections = plain ? all : List.of();
    }

    /** What it reads; empty where it is not such attention. */
    Optional<String> reads() {
        return projections.stream().findFirst().map(attention::data);
    }

    void find() {
        if (projections.isEmpty()) {
            return;
        }
        int output = projections.get(projections.size() - 1);
        String z = attention.data(output);
        int mixed = attention.inputs(output).orElseThrow();
        String reads = attention.data(projections.get(0));
        projected(new Branch(graph, same, reads, z), projections.subList(0, projections.size() - 1), reads, mixed);
        int rank = same.types().of(z).map(TensorTypes.Type::rank).orElse(0);
        piece("attn.hook_z", attention, z, rank == 4, false, mixed);
    }

    /**
     * Queries, keys and values, by their places in the products before and after the softmax.
     *
     * @param mixed the width of all heads of queries, which is that of what they mix
     */
    private void projected(Branch heads, List<Integer> first, String reads, int mixed) {
        List<Integer> softmax = heads.ofType("Softmax");
        if (softmax.size() == 1 && first.size() == 1 && heads.outputs(first.get(0)) == mixed) {
            // keys and values are those of an earlier block (Gemma 4)
            piece("attn.hook_q", heads, heads.result(first.get(0)), false, false, mixed);
            return;
        }
        List<String> factors = factors(heads);
        for (int i = 0; i < factors.size(); i++) {
            String factor = factors.get(i);
            Branch side = new Branch(graph, same, reads, factor);
            String hook = HOOKS.get(i);
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
            offered.tensor(hook, tensor, width);
            return;
        }
        Optional<TensorTypes.Type> type = same.types().of(tensor);
        NavigableSet<Integer> readers = heads.valueReaders(tensor);
        boolean plain =
                readers.stream().allMatch(n -> graph.node(n).getInputList().contains(tensor));
        if (type.isPresent() && type.get().rank() > 3 && !readers.isEmpty() && plain) {
            String name = tensor + "/" + hook.substring(hook.indexOf('.') + 1);
            offered.inserted(hook, width, Insertion.sideBySide(name, tensor, transposed, type.get(), readers));
        }
    }
}
