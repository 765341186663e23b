package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What stands on the stream itself, between one addition and the next: a norm behind each addition (OPT-350m), in one node or
 * written out, or a number by which a block multiplies what it makes (Gemma 4).
 */
record RowWise(OnnxGraph graph, SameValues same) {
    private static final Set<String> OPERATORS = Set.of(
            "LayerNormalization",
            "SimplifiedLayerNormalization",
            "RMSNormalization",
            "ReduceMean",
            "Sub",
            "Pow",
            "Add",
            "Sqrt",
            "Reciprocal",
            "Div",
            "Mul",
            "Cast",
            "Reshape",
            "Identity");

    /** The one tensor of a set from which alone a tensor is made in this way; the tensor itself if it is in the set. */
    Optional<String> source(String tensor, Set<String> among) {
        Set<String> found = new HashSet<>();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(same.source(tensor)));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (among.contains(next)) {
                found.add(next);
            } else if (seen.add(next)) {
                Optional<NodeProto> maker = graph.maker(next).map(graph::node);
                if (maker.isEmpty() || !OPERATORS.contains(maker.get().getOpType())) {
                    return Optional.empty();
                }
                data(maker.get()).forEach(input -> open.add(same.source(input)));
            }
        }
        return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
    }

    /** What a norm makes of a tensor for nodes that are none of its own, if it makes one tensor. */
    Optional<String> normed(String tensor) {
        return normed(tensor, OPERATORS, n -> true);
    }

    /** The same inside a branch, and no further than to the norm. */
    Optional<String> normed(String tensor, Branch branch) {
        Set<String> operators = new HashSet<>(OPERATORS);
        operators.remove("Reshape");
        return normed(tensor, operators, branch::has);
    }

    private Optional<String> normed(String tensor, Set<String> operators, IntPredicate within) {
        Set<String> made = new HashSet<>(Set.of(tensor));
        for (int n = graph.maker(tensor).orElse(-1) + 1; n < graph.size(); n++) {
            NodeProto node = graph.node(n);
            List<String> data = data(node);
            if (within.test(n) && operators.contains(node.getOpType()) && !data.isEmpty() && made.containsAll(data)) {
                made.addAll(node.getOutputList());
            }
        }
        List<String> left = made.stream()
                .filter(each -> graph.readers(each).stream()
                        .filter(within::test)
                        .map(graph::node)
                        .anyMatch(reader -> !reader.getOpType().equals("Shape") && !made.contains(reader.getOutput(0))))
                .toList();
        return left.size() == 1 && !left.get(0).equals(tensor) ? Optional.of(left.get(0)) : Optional.empty();
    }

    /** A tensor times one number, if nothing else is made of it. */
    Optional<String> scaled(String tensor) {
        List<NodeProto> readers = graph.readers(tensor).stream()
                .map(graph::node)
                .filter(node -> !node.getOpType().equals("Shape"))
                .toList();
        return readers.size() == 1
                        && readers.get(0).getOpType().equals("Mul")
                        && readers.get(0).getInputList().stream().anyMatch(this::isNumber)
                ? Optional.of(readers.get(0).getOutput(0))
                : Optional.empty();
    }

    private boolean isNumber(String tensor) {
        return graph.weight(tensor)
                .filter(weight -> weight.getDimsList().stream().allMatch(size -> size == 1))
                .isPresent();
    }

    /** What a node reads that is neither a weight nor a constant nor a shape. */
    private List<String> data(NodeProto node) {
        List<String> inputs =
                node.getOpType().equals("Reshape") ? node.getInputList().subList(0, 1) : node.getInputList();
        return inputs.stream()
                .filter(input -> graph.maker(input)
                        .map(graph::node)
                        .filter(maker -> !maker.getOpType().equals("Constant"))
                        .isPresent())
                .toList();
    }
}
