package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Small graphs that make rows of numbers y of rows x of the same width, and what ONNX Runtime computes of them. */
record RowGraph(int rows, int width) {

    /** @param version of the standard operators */
    OnnxGraph of(int version, List<NodeProto> nodes, List<TensorProto> weights) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("rows")
                .addAllNode(nodes)
                .addInput(declared("x"))
                .addOutput(declared("y"))
                .addAllInitializer(weights);
        return new OnnxGraph(
                Path.of("rows.onnx"),
                ModelProto.newBuilder()
                        .setIrVersion(8)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(version))
                        .setGraph(graph)
                        .build());
    }

    private ValueInfoProto.Builder declared(String name) {
        TypeProto.Tensor.Builder type = TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE);
        type.getShapeBuilder().addDimBuilder().setDimValue(rows);
        type.getShapeBuilder().addDimBuilder().setDimValue(width);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type));
    }

    float[] run(OnnxGraph graph, float[] x) throws OrtException {
        OrtEnvironment environment = NativeLibrary.load(Fixtures.CONTEXT.cache());
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(graph.model().toByteArray(), options);
                OnnxTensor in = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), new long[] {rows, width});
                OrtSession.Result result = session.run(Map.of("x", in))) {
            float[] y = new float[x.length];
            ((OnnxTensor) result.get("y").orElseThrow()).getFloatBuffer().get(y);
            return y;
        }
    }
}
