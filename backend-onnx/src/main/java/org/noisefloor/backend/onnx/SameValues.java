package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Optional;
import java.util.Set;

/** Nodes that change nothing: TorchScript casts float32 to float32 in norms, for instance. */
record SameValues(OnnxGraph graph, TensorTypes types) {
    private static final Set<String> SAME_VALUES = Set.of("Identity", "Dropout");

    /** The tensor where the values of a tensor were made. */
    String origin(String tensor) {
        Optional<Integer> maker = graph.maker(tensor);
        return maker.isPresent() && passes(maker.get())
                ? origin(graph.node(maker.get()).getInput(0))
                : tensor;
    }

    /** Whether a node gives on what it reads. */
    boolean passes(int n) {
        NodeProto node = graph.node(n);
        return SAME_VALUES.contains(node.getOpType()) || (node.getOpType().equals("Cast") && castsToItsOwn(node));
    }

    /** Where the values of a tensor come from through casts between precisions, which round them at most, and through reshaping. */
    String source(String tensor) {
        String origin = origin(tensor);
        Optional<NodeProto> maker = graph.maker(origin).map(graph::node);
        boolean same = maker.isPresent()
                && (maker.get().getOpType().equals("Reshape")
                        || (maker.get().getOpType().equals("Cast")
                                && isFloat(origin)
                                && isFloat(maker.get().getInput(0))));
        return same ? source(maker.get().getInput(0)) : origin;
    }

    private boolean isFloat(String tensor) {
        return types.of(tensor).map(TensorTypes.Type::isFloat).orElse(false);
    }

    private boolean castsToItsOwn(NodeProto cast) {
        Optional<Integer> own =
                types.of(cast.getInput(0)).map(type -> type.element().getNumber());
        return OnnxGraph.attribute(cast, "to")
                .filter(to -> own.isPresent() && to.getI() == own.get())
                .isPresent();
    }
}
