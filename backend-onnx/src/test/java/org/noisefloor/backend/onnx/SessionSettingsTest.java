package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.files.ComputeDevice;

class SessionSettingsTest {
    /** As exporters write a decoder with and without a past: all weights lie in the bodies of an If. */
    @ParameterizedTest
    @CsvSource({"FLOAT, true", "FLOAT16, false"})
    void weightsInBodiesAreAskedForTheirPrecisionToo(TensorProto.DataType precision, boolean plain) {
        GraphProto body = GraphProto.newBuilder()
                .setName("body")
                .addInitializer(TensorProto.newBuilder().setName("weight").setDataType(precision.getNumber()))
                .addNode(Insertion.node("Identity", "of body", "weight"))
                .build();
        NodeProto choice = NodeProto.newBuilder()
                .setOpType("If")
                .addInput("x")
                .addOutput("y")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("then_branch")
                        .setType(AttributeProto.AttributeType.GRAPH)
                        .setG(body))
                .build();
        OnnxGraph graph = new RowGraph(1, 1).of(17, List.of(choice), List.of());
        assertThat(SessionSettings.of(graph, ComputeDevice.Placed.ON_CPU, 0).plain())
                .isEqualTo(plain);
    }
}
