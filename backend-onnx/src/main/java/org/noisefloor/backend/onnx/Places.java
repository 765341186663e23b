package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where in a model the tensors of its graph lie, in words: before, in or behind its blocks, and there in attention or MLP. */
final class Places {
    private final Map<String, Integer> levels = new HashMap<>();
    private final Map<String, String> parts = new HashMap<>();
    private final int blocks;

    /** @param blocks those that were recognised; without any, nothing has a place */
    Places(OnnxGraph graph, TensorTypes types, List<StreamBlock> blocks) {
        this.blocks = blocks.size();
        Map<String, Integer> entered = new HashMap<>();
        SameValues same = new SameValues(graph, types);
        for (int block = 0; block < blocks.size(); block++) {
            StreamBlock parts = blocks.get(block);
            entered.put(parts.pre(), block);
            entered.put(parts.post(), block + 1);
            String middle = parts.mid().isEmpty() ? parts.pre() : parts.mid();
            part(new Branch(graph, same, middle, parts.mlp()), graph, "MLP");
            part(new Branch(graph, same, parts.pre(), parts.attention()), graph, "attention");
        }
        for (int n = 0; n < graph.size(); n++) {
            NodeProto node = graph.node(n);
            int level = graph.reads(n).stream()
                    .mapToInt(tensor -> levels.getOrDefault(tensor, -1))
                    .max()
                    .orElse(-1);
            node.getOutputList()
                    .forEach(tensor -> levels.put(tensor, Math.max(level, entered.getOrDefault(tensor, -1))));
        }
    }

    private void part(Branch branch, OnnxGraph graph, String name) {
        branch.nodes()
                .mapToObj(graph::node)
                .flatMap(node -> node.getOutputList().stream())
                .forEach(tensor -> parts.putIfAbsent(tensor, name));
    }

    /** Empty where no blocks were recognised. */
    String of(String tensor) {
        int level = levels.getOrDefault(tensor, -1);
        if (blocks == 0) {
            return "";
        }
        if (level < 0) {
            return "before block 0";
        }
        return level == blocks ? "behind block " + (blocks - 1) : "block " + level + part(tensor);
    }

    private String part(String tensor) {
        String part = parts.get(tensor);
        return part == null ? "" : ", " + part;
    }
}
