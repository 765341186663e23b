package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Queries, keys and values where one projection makes all three.
 *
 * @param perHead whether they are [B, T, n, d], and not [B, T, n d]
 * @param transposed whether they are [B, n, T, d]
 */
record Pieces(List<String> tensors, boolean perHead, boolean transposed) {
    /** Nodes that take some of the heads. */
    private static final Set<String> TAKING = Set.of("Slice", "Gather");

    static Pieces of(OnnxGraph graph, Branch heads, String projected) {
        String tensor = projected;
        boolean perHead = false;
        boolean transposed = false;
        for (Optional<Integer> next = heads.only(tensor); next.isPresent(); next = heads.only(tensor)) {
            NodeProto node = graph.node(next.get());
            if (node.getOpType().equals("Split")) {
                return new Pieces(parts(graph, heads, node), perHead, transposed);
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
        List<NodeProto> readers =
                heads.valueReaders(tensor).stream().map(graph::node).toList();
        boolean taken = readers.size() == 3 && readers.stream().allMatch(node -> TAKING.contains(node.getOpType()));
        return new Pieces(
                taken ? readers.stream().map(node -> node.getOutput(0)).toList() : List.of(), perHead, transposed);
    }

    /** What a split makes, keys and values split once more where they come together (GPT-BigCode). */
    private static List<String> parts(OnnxGraph graph, Branch heads, NodeProto split) {
        List<String> parts = new ArrayList<>();
        for (String part : split.getOutputList()) {
            Optional<NodeProto> again = heads.only(part)
                    .map(graph::node)
                    .filter(node -> node.getOpType().equals("Split"));
            parts.addAll(again.isPresent() ? again.get().getOutputList() : List.of(part));
        }
        return parts;
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
        return OnnxGraph.attribute(transpose, "perm")
                .filter(order -> order.getIntsList().equals(List.of(0L, 2L, 1L, 3L)))
                .isPresent();
    }
}
