package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Changes a graph in memory. Places of nodes are those of the graph as it was; several changes of one node add up. */
final class GraphEditor {
    private final OnnxGraph graph;
    private final Map<Integer, NodeProto.Builder> changed = new HashMap<>();
    private final Map<Integer, List<NodeProto>> before = new HashMap<>();
    private final Map<Integer, List<NodeProto>> after = new HashMap<>();
    private final Map<Integer, List<NodeProto>> instead = new HashMap<>();
    private final List<TensorProto> weights = new ArrayList<>();

    GraphEditor(OnnxGraph graph) {
        this.graph = graph;
    }

    /** A node, to be changed. */
    NodeProto.Builder node(int n) {
        return changed.computeIfAbsent(n, place -> graph.node(place).toBuilder());
    }

    void before(int n, NodeProto.Builder node) {
        before.computeIfAbsent(n, place -> new ArrayList<>()).add(node.build());
    }

    void after(int n, NodeProto.Builder node) {
        after.computeIfAbsent(n, place -> new ArrayList<>()).add(node.build());
    }

    /** Puts others, or none, in the place of a node that is not changed besides. */
    void replace(int n, List<NodeProto> nodes) {
        instead.put(n, nodes);
    }

    void weight(TensorProto.Builder weight) {
        weights.add(weight.build());
    }

    /** Lets nodes read another tensor in the place of one, also where their bodies take it from outside. */
    void reread(Set<Integer> readers, String tensor, String instead) {
        readers.forEach(n -> reread(node(n), tensor, instead));
    }

    private static void reread(NodeProto.Builder reader, String tensor, String instead) {
        for (int i = 0; i < reader.getInputCount(); i++) {
            if (reader.getInput(i).equals(tensor)) {
                reader.setInput(i, instead);
            }
        }
        for (AttributeProto.Builder attribute : reader.getAttributeBuilderList()) {
            if (attribute.hasG()) {
                reread(attribute.getGBuilder(), tensor, instead);
            }
            attribute.getGraphsBuilderList().forEach(body -> reread(body, tensor, instead));
        }
    }

    private static void reread(GraphProto.Builder body, String tensor, String instead) {
        if (OnnxGraph.captured(body.build()).contains(tensor)) {
            body.getNodeBuilderList().forEach(node -> reread(node, tensor, instead));
            body.getOutputBuilderList().stream()
                    .filter(output -> output.getName().equals(tensor))
                    .forEach(output -> output.setName(instead));
        }
    }

    boolean hasChanges() {
        return Stream.of(changed, before, after, instead).anyMatch(each -> !each.isEmpty()) || !weights.isEmpty();
    }

    ModelProto edited() {
        GraphProto.Builder edited = graph.model().getGraph().toBuilder().clearNode();
        for (int n = 0; n < graph.size(); n++) {
            before.getOrDefault(n, List.of()).forEach(edited::addNode);
            NodeProto.Builder node = changed.get(n);
            edited.addAllNode(instead.getOrDefault(n, List.of(node == null ? graph.node(n) : node.build())));
            after.getOrDefault(n, List.of()).forEach(edited::addNode);
        }
        weights.forEach(edited::addInitializer);
        return graph.model().toBuilder().setGraph(edited).build();
    }
}
