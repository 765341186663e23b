package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkipNormsTest {
    private static final int WIDTH = 8;
    private static final RowGraph GRAPHS = new RowGraph(3, WIDTH);

    /** Of rows so small that any other would show. */
    @ParameterizedTest
    @ValueSource(strings = {"SkipLayerNormalization", "SkipSimplifiedLayerNormalization"})
    void aNormThatNamesNoEpsilonIsTakenApartWithItsOwn(String operator) throws OrtException {
        NodeProto fused = Insertion.node(operator, "y", "x", "x", "weight")
                .setDomain("com.microsoft")
                .build();
        OnnxGraph standard = GRAPHS.of(17, List.of(fused), List.of(weight()));
        OnnxGraph graph = new OnnxGraph(
                Path.of("skip.onnx"),
                standard.model().toBuilder()
                        .addOpsetImport(OperatorSetIdProto.newBuilder()
                                .setDomain("com.microsoft")
                                .setVersion(1))
                        .build());
        OnnxGraph apart = new SkipNorms(graph).apart();
        assertThat(apart.size()).isEqualTo(2);
        float[] x = new float[3 * WIDTH];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i * 5 % 7 - 3) * 1e-3f;
        }
        assertThat(GRAPHS.run(apart, x)).containsExactly(GRAPHS.run(graph, x), Offset.offset(1e-5f));
    }

    private static TensorProto weight() {
        TensorProto.Builder weight = TensorProto.newBuilder()
                .setName("weight")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(WIDTH);
        for (int i = 0; i < WIDTH; i++) {
            weight.addFloatData(1 + i / 8f);
        }
        return weight.build();
    }
}
