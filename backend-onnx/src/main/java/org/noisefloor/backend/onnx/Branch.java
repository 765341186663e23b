package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The nodes through which the values of one tensor reach another one. What only looks at a tensor's shape is none of them: exporters
 * take the shape of one tensor to reshape another.
 */
final class Branch {
    private final OnnxGraph graph;
    private final SameValues same;
    private final BitSet nodes = new BitSet();
    private final Set<String> made = new HashSet<>();

    Branch(OnnxGraph graph, SameValues same, String from, String to) {
        this.graph = graph;
        this.same = same;
        BitSet before = new BitSet();
        Deque<String> open = new ArrayDeque<>(List.of(to));
        while (!open.isEmpty()) {
            String tensor = open.pop();
            Optional<Integer> maker = tensor.equals(from) ? Optional.empty() : graph.maker(tensor);
            if (maker.isPresent() && !before.get(maker.get()) && !looksAtShape(maker.get())) {
                before.set(maker.get());
                open.addAll(graph.reads(maker.get()));
            }
        }
        made.add(from);
        before.stream()
                .filter(n -> graph.reads(n).stream().anyMatch(made::contains))
                .forEach(n -> {
                    nodes.set(n);
                    made.addAll(graph.node(n).getOutputList());
                });
    }

    boolean has(int n) {
        return nodes.get(n);
    }

    /** Places of its nodes, in order. */
    IntStream nodes() {
        return nodes.stream();
    }

    /** Whether a tensor depends on the first one, on the way to the last. */
    boolean makes(String tensor) {
        return made.contains(tensor);
    }

    /** Whether a node that computes something is in both. */
    boolean meets(Branch other) {
        return nodes.stream().anyMatch(n -> other.nodes.get(n) && !same.passes(n));
    }

    /** Places of nodes of a kind, in order. */
    List<Integer> ofType(String operator) {
        return nodes.stream()
                .filter(n -> graph.node(n).getOpType().equals(operator))
                .boxed()
                .toList();
    }

    /** Nodes that read a tensor, under one of its names. */
    NavigableSet<Integer> readers(String tensor) {
        NavigableSet<Integer> readers = new TreeSet<>();
        nodes.stream()
                .filter(n -> !same.passes(n))
                .filter(n -> graph.node(n).getInputList().stream()
                        .anyMatch(input -> same.origin(input).equals(tensor)))
                .forEach(readers::add);
        return readers;
    }

    /** The multiplications by a matrix of weights, in order; none if there is one that is not understood (quantised, for instance). */
    List<Integer> projections() {
        List<Integer> projections =
                nodes.stream().filter(n -> inputs(n).isPresent()).boxed().toList();
        boolean others = nodes.stream()
                .filter(n -> multiplies(graph.node(n).getOpType()))
                .anyMatch(n -> !projections.contains(n) && !products().contains(n));
        return others ? List.of() : projections;
    }

    /** Whether anything is multiplied by a matrix, or convolved; else it is looked up, as an embedding is. */
    boolean multiplies() {
        return nodes.stream().anyMatch(n -> multiplies(graph.node(n).getOpType()));
    }

    private static boolean multiplies(String operator) {
        return Stream.of("MatMul", "Gemm", "Conv", "Einsum").anyMatch(operator::contains);
    }

    /** The multiplications of two tensors that depend on tokens, one of them at least on the first one, in order. */
    List<Integer> products() {
        return ofType("MatMul").stream()
                .filter(n -> graph.node(n).getInputList().stream().allMatch(graph::isFed))
                .toList();
    }

    /** How long the rows are that a projection reads; empty for another node. */
    OptionalInt inputs(int n) {
        return size(n, true);
    }

    /** How long the rows are that a projection makes. */
    int outputs(int projection) {
        return size(projection, false).orElseThrow();
    }

    private OptionalInt size(int n, boolean input) {
        NodeProto node = graph.node(n);
        boolean gemm = node.getOpType().equals("Gemm");
        if (node.getInputCount() < 2 || !(gemm || node.getOpType().equals("MatMul")) || !makes(node.getInput(0))) {
            return OptionalInt.empty();
        }
        boolean turned = gemm && isTurned(node);
        String weight = node.getInput(1);
        Optional<Integer> maker = graph.maker(weight);
        if (maker.isPresent() && graph.node(maker.get()).getOpType().equals("Transpose")) {
            turned = !turned;
            weight = graph.node(maker.get()).getInput(0);
        }
        Optional<TensorProto> matrix = graph.weight(same.origin(weight)).filter(w -> w.getDimsCount() == 2);
        return matrix.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Math.toIntExact(matrix.get().getDims(input == turned ? 1 : 0)));
    }

    private static boolean isTurned(NodeProto gemm) {
        return OnnxGraph.attribute(gemm, "transB")
                .filter(transposes -> transposes.getI() != 0)
                .isPresent();
    }

    /** The tensor that a projection multiplies, before it is reshaped for that. */
    String data(int projection) {
        String tensor = same.origin(graph.node(projection).getInput(0));
        Optional<Integer> maker = graph.maker(tensor);
        boolean flattened = graph.node(projection).getOpType().equals("Gemm")
                && maker.isPresent()
                && graph.node(maker.get()).getOpType().equals("Reshape");
        return flattened ? same.origin(graph.node(maker.get()).getInput(0)) : tensor;
    }

    /** What a projection makes once its bias is added, shaped as what it reads. */
    String result(int projection) {
        String tensor = graph.node(projection).getOutput(0);
        boolean flat = graph.node(projection).getOpType().equals("Gemm");
        for (Optional<Integer> next = only(tensor); next.isPresent(); next = only(tensor)) {
            NodeProto node = graph.node(next.get());
            boolean bias = node.getOpType().equals("Add")
                    && node.getInputList().stream()
                            .anyMatch(input -> graph.weight(input)
                                    .filter(weight -> weight.getDimsCount() == 1)
                                    .isPresent());
            boolean shaped = flat && node.getOpType().equals("Reshape");
            if (!bias && !shaped) {
                return tensor;
            }
            flat &= !shaped;
            tensor = node.getOutput(0);
        }
        return tensor;
    }

    /** The one node that reads the values of a tensor. */
    Optional<Integer> only(String tensor) {
        NavigableSet<Integer> readers = valueReaders(tensor);
        return readers.size() == 1 ? Optional.of(readers.first()) : Optional.empty();
    }

    /** All nodes of the graph that read the values of a tensor. */
    NavigableSet<Integer> valueReaders(String tensor) {
        NavigableSet<Integer> readers = new TreeSet<>(graph.readers(tensor));
        readers.removeIf(this::looksAtShape);
        return readers;
    }

    private boolean looksAtShape(int n) {
        return graph.node(n).getOpType().equals("Shape");
    }
}
