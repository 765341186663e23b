package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class InsertionTest {
    private static final RowGraph GRAPHS = new RowGraph(2, 3);

    @Test
    void whatABodyTakesFromOutsideIsReadInThePlaceOfTheOldOne() throws OrtException {
        NodeProto choice = NodeProto.newBuilder()
                .setOpType("If")
                .addInput("yes")
                .addOutput("y")
                .addAttribute(branch("then_branch", "Neg"))
                .addAttribute(branch("else_branch", "Abs"))
                .build();
        TensorProto yes = TensorProto.newBuilder()
                .setName("yes")
                .setDataType(TensorProto.DataType.BOOL_VALUE)
                .addInt32Data(1)
                .build();
        OnnxGraph graph =
                GRAPHS.of(17, List.of(Insertion.node("Tanh", "site", "x").build(), choice), List.of(yes));
        TensorTypes types = TensorTypes.infer(Path.of("if"), graph, NativeLibrary.load(Fixtures.CONTEXT.cache()));
        OnnxGraph widened = graph.with(List.of(
                Insertion.widened(graph, "site", types.of("site").orElseThrow()),
                Insertion.copy(
                        "copy", "x", types.of("x").orElseThrow(), List.of("x"), new TreeSet<>(graph.readers("x")))));
        assertThat(widened.reads(widened.maker("y").orElseThrow())).containsExactlyInAnyOrder("yes", "site/narrowed");
        float[] x = {0.5f, -1, 2, 3, -0.25f, 0};
        assertThat(GRAPHS.run(widened, x)).containsExactly(GRAPHS.run(graph, x));
    }

    /** Reads the site, which is made outside. */
    private static AttributeProto branch(String name, String operator) {
        GraphProto.Builder body = GraphProto.newBuilder()
                .setName(name)
                .addNode(Insertion.node(operator, name + "/y", "site"))
                .addOutput(ValueInfoProto.newBuilder()
                        .setName(name + "/y")
                        .setType(TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE))));
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(body)
                .build();
    }
}
