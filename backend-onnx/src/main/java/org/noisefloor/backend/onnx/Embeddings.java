package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the residual stream begins with: embeddings of tokens, and of positions where these are looked up in a table.
 *
 * @param input the name of the input that holds the token ids
 */
record Embeddings(OnnxGraph graph, SameValues same, String input) {
    private static final Set<String> SAME_IDS =
            Set.of("Identity", "Reshape", "Cast", "Unsqueeze", "Squeeze", "Flatten");

    private static final Set<String> SAME_ROWS = Set.of("Reshape", "Unsqueeze", "Expand");

    /** The table of token embeddings, [tokens, width]. */
    static Optional<TensorProto> table(OnnxGraph graph, String input) {
        return lookup(graph, input).flatMap(n -> graph.weight(graph.node(n).getInput(0)));
    }

    /** What the stream's beginning is the sum of: the token embeddings alone, or (GPT-2) those of the positions too. */
    private List<String> summands(String pre) {
        if (pre.isEmpty()) {
            return List.of();
        }
        List<String> summands = new ArrayList<>();
        graph.maker(pre)
                .filter(n -> graph.node(n).getOpType().equals("Add"))
                .ifPresentOrElse(
                        n -> graph.node(n).getInputList().forEach(input -> summands.add(same.origin(input))),
                        () -> summands.add(same.origin(pre)));
        return summands;
    }

    /**
     * The embeddings of the tokens as the stream begins with them: normalised (Bloom) or times the root of their width (Gemma) they are
     * so still, times another number (Granite) that is what comes after.
     */
    Optional<String> ofTokens(String begin) {
        Optional<String> looked = lookup(graph, input).map(n -> graph.node(n).getOutput(0));
        for (String summand : summands(begin)) {
            if (looked.filter(summand::equals).isPresent()) {
                return looked;
            }
            Optional<NodeProto> maker = graph.maker(summand).map(graph::node);
            boolean made = looked.isPresent()
                    && maker.isPresent()
                    && maker.get().getInputList().stream().map(same::origin).anyMatch(looked.get()::equals);
            if (made && maker.get().getOpType().equals("LayerNormalization")) {
                return Optional.of(summand);
            }
            if (made && maker.get().getOpType().equals("Mul")) {
                return maker.get().getInputList().stream()
                        .flatMap(factor -> graph.number(factor).stream())
                        .findFirst()
                        .flatMap(factor -> isRootOfWidth(factor, summand) ? Optional.of(summand) : looked);
            }
        }
        return Optional.empty();
    }

    /** In half precision it is rounded. */
    private boolean isRootOfWidth(double factor, String tensor) {
        int width = same.types().of(tensor).map(TensorTypes.Type::last).orElse(0);
        return Math.abs(factor - Math.sqrt(width)) < 0.01 * factor;
    }

    /** Rows of the one other table that the stream's beginning is looked up in. */
    OptionalInt positions(String begin) {
        List<TensorProto> tables = summands(begin).stream()
                .flatMap(summand -> graph.maker(made(summand)).stream())
                .filter(n -> graph.node(n).getOpType().equals("Gather")
                        && !ids(graph, graph.node(n).getInput(1)).equals(input))
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
    private static Optional<Integer> lookup(OnnxGraph graph, String input) {
        for (int n = 0; n < graph.size(); n++) {
            NodeProto node = graph.node(n);
            if (node.getOpType().equals("Gather")
                    && graph.weight(node.getInput(0)).isPresent()
                    && ids(graph, node.getInput(1)).equals(input)) {
                return Optional.of(n);
            }
        }
        return Optional.empty();
    }

    private static String ids(OnnxGraph graph, String tensor) {
        Optional<Integer> maker = graph.maker(tensor);
        return maker.isPresent() && SAME_IDS.contains(graph.node(maker.get()).getOpType())
                ? ids(graph, graph.node(maker.get()).getInput(0))
                : tensor;
    }
}
