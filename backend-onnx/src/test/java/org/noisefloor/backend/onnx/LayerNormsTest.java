package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A graph of one layer norm of 64 numbers, y = LayerNormalization(x, weight, bias). */
class LayerNormsTest {
    private static final int WIDTH = 64;
    private static final int ROWS = 20;
    private static final float EPSILON = 1e-5f;

    private final OrtEnvironment environment = NativeLibrary.load(Fixtures.CONTEXT.cache());

    @ParameterizedTest
    @CsvSource({"17,0,1e-5", "18,0,1e-5", "20,30,1e-4", "17,1000,2e-3"})
    void whatIsWrittenOutIsTheSameNorm(int version, float mean, double tolerance) throws OrtException {
        for (boolean biased : new boolean[] {true, false}) {
            float[] x = rows(mean);
            float[] y = run(LayerNorms.writtenOut(graph(version, norm(biased))), x);
            assertThat(doubles(y)).containsExactly(exact(x, biased), within(tolerance));
        }
    }

    @Test
    void aLargeMeanCostsFewerDigitsThanInOnnxRuntimesOwnKernel() throws OrtException {
        float[] x = rows(1000);
        OnnxGraph graph = graph(17, norm(true));
        assertThat(furthest(run(LayerNorms.writtenOut(graph), x), exact(x, true)))
                .isLessThan(furthest(run(graph, x), exact(x, true)));
    }

    @Test
    void aMeanIsTakenOffAndAnRmsNormTakesTheRest() {
        assertThat(LayerNorms.writtenOut(graph(17, norm(true)))
                        .model()
                        .getGraph()
                        .getNodeList())
                .extracting(NodeProto::getOpType)
                .containsExactly("ReduceMean", "Sub", "SimplifiedLayerNormalization", "Add");
    }

    @Test
    void emptyNamesOfStatisticsAreNoStatistics() throws OrtException {
        NodeProto withEmptyNames =
                norm(true).toBuilder().addOutput("").addOutput("").build();
        float[] x = rows(0);
        float[] y = run(LayerNorms.writtenOut(graph(17, withEmptyNames)), x);
        assertThat(doubles(y)).containsExactly(exact(x, true), within(1e-5));
    }

    @Test
    void whatIsUnusualStaysAsItIs() {
        NodeProto overTwo = norm(true).toBuilder()
                .clearAttribute()
                .addAttribute(integer("axis", 1))
                .build();
        NodeProto withStatistics = norm(true).toBuilder().addOutput("mean").build();
        NodeProto ofAnotherWeight = norm(true).toBuilder().setInput(1, "table").build();
        for (NodeProto unusual : List.of(overTwo, withStatistics, ofAnotherWeight)) {
            assertThat(LayerNorms.writtenOut(graph(17, unusual))
                            .model()
                            .getGraph()
                            .getNodeList())
                    .containsExactly(unusual);
        }
    }

    private static NodeProto norm(boolean biased) {
        NodeProto.Builder norm = NodeProto.newBuilder()
                .setOpType("LayerNormalization")
                .addInput("x")
                .addInput("weight")
                .addOutput("y")
                .addAttribute(integer("axis", -1))
                .addAttribute(AttributeProto.newBuilder()
                        .setName("epsilon")
                        .setType(AttributeProto.AttributeType.FLOAT)
                        .setF(EPSILON));
        return (biased ? norm.addInput("bias") : norm).build();
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static OnnxGraph graph(int version, NodeProto norm) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("norm")
                .addNode(norm)
                .addInput(rows("x"))
                .addOutput(rows("y"))
                .addInitializer(vector("weight"))
                .addInitializer(vector("table").addDims(1));
        if (norm.getInputList().contains("bias")) {
            graph.addInitializer(vector("bias"));
        }
        return new OnnxGraph(
                Path.of("norm.onnx"),
                ModelProto.newBuilder()
                        .setIrVersion(8)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(version))
                        .setGraph(graph)
                        .build());
    }

    private static ValueInfoProto.Builder rows(String name) {
        TypeProto.Tensor.Builder type = TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE);
        type.getShapeBuilder().addDimBuilder().setDimValue(ROWS);
        type.getShapeBuilder().addDimBuilder().setDimValue(WIDTH);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(type));
    }

    private static TensorProto.Builder vector(String name) {
        TensorProto.Builder vector = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(WIDTH);
        for (int i = 0; i < WIDTH; i++) {
            vector.addFloatData(entry(name, i));
        }
        return vector;
    }

    private static float entry(String weight, int i) {
        return weight.equals("bias") ? i / 32f - 1 : 1.5f - i / 64f;
    }

    private static float[] rows(float mean) {
        Random random = new Random(7);
        float[] x = new float[ROWS * WIDTH];
        for (int i = 0; i < x.length; i++) {
            x[i] = mean + (float) random.nextGaussian();
        }
        return x;
    }

    private static double[] exact(float[] x, boolean biased) {
        double[] y = new double[x.length];
        for (int row = 0; row < x.length; row += WIDTH) {
            double mean = 0;
            for (int i = 0; i < WIDTH; i++) {
                mean += x[row + i] / (double) WIDTH;
            }
            double variance = 0;
            for (int i = 0; i < WIDTH; i++) {
                variance += (x[row + i] - mean) * (x[row + i] - mean) / WIDTH;
            }
            for (int i = 0; i < WIDTH; i++) {
                y[row + i] = (x[row + i] - mean) / Math.sqrt(variance + EPSILON) * entry("weight", i)
                        + (biased ? entry("bias", i) : 0);
            }
        }
        return y;
    }

    private float[] run(OnnxGraph graph, float[] x) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(graph.model().toByteArray(), options);
                OnnxTensor in = OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), new long[] {ROWS, WIDTH});
                OrtSession.Result result = session.run(Map.of("x", in))) {
            float[] y = new float[x.length];
            ((OnnxTensor) result.get("y").orElseThrow()).getFloatBuffer().get(y);
            return y;
        }
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static double furthest(float[] values, double[] expected) {
        double furthest = 0;
        for (int i = 0; i < values.length; i++) {
            furthest = Math.max(furthest, Math.abs(values[i] - expected[i]));
        }
        return furthest;
    }
}
