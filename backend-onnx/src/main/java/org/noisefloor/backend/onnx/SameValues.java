package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
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
        return SAME_VALUES.contains(node.getOpType())
                || (node.getOpType().equals("Cast") && castsToFloat32(node) && isFloat32(node.getInput(0)));
    }

    private static boolean castsToFloat32(NodeProto cast) {
        for (AttributeProto attribute : cast.getAttributeList()) {
            if (attribute.getName().equals("to")) {
                return attribute.getI() == TensorProto.DataType.FLOAT_VALUE;
            }
        }
        return false;
    }

    private boolean isFloat32(String tensor) {
        return types.of(tensor).map(TensorTypes.Type::isFloat32).orElse(false);
    }
}
