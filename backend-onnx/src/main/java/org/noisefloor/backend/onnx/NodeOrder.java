package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.noisefloor.api.UserError;

/**
 * Puts the nodes of a graph into an order in which each reads only what nodes before it make. The format demands that, but writers
 * of graphs (ONNX Runtime's converter to half precision with {@code keep_io_types}) do not all keep to it, and ONNX Runtime does not mind.
 */
final class NodeOrder {
    private NodeOrder() {}

    /**
     * The model, its nodes moved no further than they must be.
     *
     * @throws UserError if nodes wait for each other
     */
    static ModelProto sorted(Path path, ModelProto model) {
        List<NodeProto> nodes = model.getGraph().getNodeList();
        Map<String, Integer> makers = new HashMap<>();
        for (int n = 0; n < nodes.size(); n++) {
            for (String made : nodes.get(n).getOutputList()) {
                makers.put(made, n);
            }
        }
        List<List<Integer>> readers = new ArrayList<>();
        nodes.forEach(node -> readers.add(new ArrayList<>()));
        int[] waiting = new int[nodes.size()];
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int n = 0; n < nodes.size(); n++) {
            Set<Integer> before = new HashSet<>();
            for (String read : OnnxGraph.namesRead(nodes.get(n))) {
                Integer maker = makers.get(read);
                if (maker != null && before.add(maker)) {
                    readers.get(maker).add(n);
                }
            }
            waiting[n] = before.size();
            if (before.isEmpty()) {
                ready.add(n);
            }
        }
        List<NodeProto> sorted = new ArrayList<>();
        while (!ready.isEmpty()) {
            int n = ready.remove();
            sorted.add(nodes.get(n));
            for (int reader : readers.get(n)) {
                if (--waiting[reader] == 0) {
                    ready.add(reader);
                }
            }
        }
        if (sorted.size() < nodes.size()) {
            throw new UserError(path + ": " + (nodes.size() - sorted.size())
                    + " nodes of the graph wait for each other, so it can never run; export the model anew");
        }
        return sorted.equals(nodes)
                ? model
                : model.toBuilder()
                        .setGraph(model.getGraph().toBuilder().clearNode().addAllNode(sorted))
                        .build();
    }
}
