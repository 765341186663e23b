package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a merged decoder that runs where there is no past. Optimum wrote two decoders into one graph, the branches of an {@code If}
 * on {@code use_cache_branch}; here that is always false, so the nodes of the second branch can stand in its place, where they can be
 * understood and cut. What both have of weights lies outside of them.
 */
final class FirstPass {
    private FirstPass() {}

    /** The graph without such an {@code If}; the same where there is none, or where names in it mean two things. */
    static OnnxGraph of(OnnxGraph graph) {
        for (int n = 0; n < graph.size(); n++) {
            Optional<GraphProto> taken = taken(graph.node(n));
            if (taken.isPresent() && namesAreItsOwn(graph.node(n), taken.get())) {
                return graph.with(
                        n, nodes(graph.node(n), taken.get()), taken.get().getInitializerList());
            }
        }
        return graph;
    }

    private static Optional<GraphProto> taken(NodeProto node) {
        return node.getOpType().equals("If") && node.getInput(0).equals(ModelInputs.BRANCH)
                ? OnnxGraph.attribute(node, "else_branch").map(AttributeProto::getG)
                : Optional.empty();
    }

    /** Whether a tensor inside that is called as a result outside is that result. */
    private static boolean namesAreItsOwn(NodeProto node, GraphProto taken) {
        Set<String> made = new HashSet<>();
        taken.getNodeList().forEach(inner -> made.addAll(inner.getOutputList()));
        List<String> results =
                taken.getOutputList().stream().map(ValueInfoProto::getName).toList();
        for (int i = 0; i < node.getOutputCount(); i++) {
            String name = node.getOutput(i);
            if (made.contains(name) && !name.equals(results.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<NodeProto> nodes(NodeProto node, GraphProto taken) {
        List<NodeProto> nodes = new ArrayList<>(taken.getNodeList());
        for (int i = 0; i < node.getOutputCount(); i++) {
            String result = taken.getOutput(i).getName();
            if (!node.getOutput(i).isEmpty() && !result.equals(node.getOutput(i))) {
                nodes.add(Insertion.node("Identity", node.getOutput(i), result).build());
            }
        }
        return nodes;
    }
}
