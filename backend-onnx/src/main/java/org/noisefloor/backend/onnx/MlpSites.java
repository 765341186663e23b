package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;

/**
 * The sites inside an MLP, which is two products with matrices of weights, or with a gate three: the last one reads
 * {@code mlp.hook_post}, the others what the branch reads, and the one that makes no factor of {@code mlp.hook_post} itself makes
 * {@code mlp.hook_pre}. Gate and values may be two halves of what one product makes (Phi-3, GLM).
 */
final class MlpSites {
    private final OnnxGraph graph;
    private final SameValues same;
    private final Branch mlp;
    private final Offered offered;
    private final List<Integer> projections;

    MlpSites(OnnxGraph graph, SameValues same, Branch mlp, Offered offered) {
        this.graph = graph;
        this.same = same;
        this.mlp = mlp;
        this.offered = offered;
        List<Integer> all = mlp.projections();
        boolean plain = (all.size() == 2 || all.size() == 3)
                && all.subList(0, all.size() - 1).stream()
                                .map(mlp::data)
                                .distinct()
                                .count()
                        == 1;
        this.projections = plain ? all : List.of(); // no mixture of experts, say
    }

    /** What it reads; empty where it is not such an MLP. */
    Optional<String> reads() {
        return projections.stream().findFirst().map(mlp::data);
    }

    void find() {
        if (projections.isEmpty()) {
            return;
        }
        int down = projections.get(projections.size() - 1);
        String post = mlp.data(down);
        int width = mlp.inputs(down).orElseThrow();
        pre(post, width).ifPresent(pre -> offered.tensor("mlp.hook_pre", pre, width));
        offered.tensor("mlp.hook_post", post, width);
    }

    /** What the nonlinearity reads: all that is made at first, or the part that is no factor of the product itself. */
    private Optional<String> pre(String post, int width) {
        List<String> made = projections.size() == 3
                ? projections.subList(0, 2).stream().map(mlp::result).toList()
                : parts(mlp.result(projections.get(0)), mlp.outputs(projections.get(0)), width);
        if (made.size() == 1) {
            return Optional.of(made.get(0));
        }
        Optional<NodeProto> product = graph.maker(post).map(graph::node);
        List<String> gates = made.stream()
                .filter(part -> product.isPresent()
                        && product.get().getInputList().stream()
                                .noneMatch(factor -> same.origin(factor).equals(part)))
                .toList();
        return product.isPresent() && product.get().getOpType().equals("Mul") && gates.size() == 1
                ? Optional.of(gates.get(0))
                : Optional.empty();
    }

    private List<String> parts(String made, int all, int width) {
        if (all == width) {
            return List.of(made);
        }
        NavigableSet<Integer> readers = mlp.valueReaders(made);
        boolean parted = readers.stream()
                .allMatch(n -> Set.of("Split", "Slice").contains(graph.node(n).getOpType()));
        List<String> parts = readers.stream()
                .flatMap(n -> graph.node(n).getOutputList().stream())
                .toList();
        return parted && parts.size() == 2 ? parts : List.of();
    }
}
