package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Nodes that make one thing of all sequences of a batch: of the longest of them, say, which tells Phi-3's long rotary angles from its short
 * ones. What comes of a sequence then depends on the others. Sums and extremes over the first dimension are found, and such of which the dimensions
 * cannot be told; numbers that only shapes are made of are the same for each sequence.
 */
final class AcrossSequences {
    private static final Set<String> SHAPES = Set.of("Shape", "Size");
    private static final Set<String> ONE_AXIS = Set.of("ArgMax", "ArgMin");

    private final OnnxGraph graph;
    private final TensorTypes types;
    /** The tensors that hold more than what shapes say. */
    private final Set<String> data = new HashSet<>();

    AcrossSequences(OnnxGraph graph, TensorTypes types) {
        this.graph = graph;
        this.types = types;
        data.addAll(graph.inputs().keySet());
        for (int n = 0; n < graph.size(); n++) {
            if (!SHAPES.contains(graph.node(n).getOpType())
                    && graph.reads(n).stream().anyMatch(data::contains)) {
                data.addAll(graph.node(n).getOutputList());
            }
        }
    }

    boolean areMet(int n) {
        return areMet(graph.node(n), true);
    }

    private boolean areMet(NodeProto node, boolean outside) {
        return isAcross(node, outside)
                || node.getAttributeList().stream()
                        .filter(AttributeProto::hasG)
                        .flatMap(attribute -> attribute.getG().getNodeList().stream())
                        .anyMatch(inner -> areMet(inner, false));
    }

    /** @param outside whether its tensors are those of the graph, and not of a body in it */
    private boolean isAcross(NodeProto node, boolean outside) {
        String operator = node.getOpType();
        if (outside && (node.getInputCount() == 0 || !data.contains(node.getInput(0)))) {
            return false;
        }
        int rank =
                outside ? types.of(node.getInput(0)).map(TensorTypes.Type::rank).orElse(0) : 0;
        if (operator.startsWith("Reduce")) {
            return axes(node)
                    .map(axes -> axes.stream().anyMatch(axis -> isFirst(axis, rank)))
                    .orElse(true);
        }
        if (operator.equals("CumSum")) {
            return graph.wholeNumbers(node.getInput(1))
                    .map(axes -> axes.stream().anyMatch(axis -> isFirst(axis, rank)))
                    .orElse(true);
        }
        return ONE_AXIS.contains(operator)
                && isFirst(
                        OnnxGraph.attribute(node, "axis")
                                .map(AttributeProto::getI)
                                .orElse(0L),
                        rank);
    }

    /** Empty where it is all of them, or cannot be told. */
    private Optional<List<Long>> axes(NodeProto node) {
        return node.getInputCount() > 1 && !node.getInput(1).isEmpty()
                ? graph.wholeNumbers(node.getInput(1)).filter(axes -> !axes.isEmpty())
                : OnnxGraph.attribute(node, "axes").map(AttributeProto::getIntsList);
    }

    /** @param rank 0 where it is not known */
    private static boolean isFirst(long axis, int rank) {
        return rank == 0 ? axis == 0 || axis < -1 : axis == 0 || axis + rank == 0;
    }
}
