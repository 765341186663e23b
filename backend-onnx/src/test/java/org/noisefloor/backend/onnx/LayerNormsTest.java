package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A graph of one layer norm of 64 numbers, y = LayerNormalization(x, weight, bias). */
class LayerNormsTest {
    private static final int WIDTH = 64;
    private static final int ROWS = 20;
    private static final RowGraph GRAPHS = new RowGraph(ROWS, WIDTH);
    private static final float EPSILON = 1e-5f;

    @ParameterizedTest
    @CsvSource({"17,0,1e-5", "18,0,1e-5", "20,30,1e-4", "17,1000,2e-3"})
    void whatIsWrittenOutIsTheSameNorm(int version, float mean, double tolerance) throws OrtException {
        for (boolean biased : new boolean[] {true, false}) {
            float[] x = rows(mean);
            float[] y = GRAPHS.run(LayerNorms.writtenOut(graph(version, norm(biased))), x);
            assertThat(doubles(y)).containsExactly(exact(x, biased), within(tolerance));
        }
    }

    @Test
    void aLargeMeanCostsFewerDigitsThanInOnnxRuntimesOwnKernel() throws OrtException {
        float[] x = rows(1000);
        OnnxGraph graph = graph(17, norm(true));
        assertThat(furthest(GRAPHS.run(LayerNorms.writtenOut(graph), x), exact(x, true)))
                .isLessThan(furthest(GRAPHS.run(graph, x), exact(x, true)));
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
    void namesThatTheGraphHasAlreadyStayItsOwn() throws OrtException {
        NodeProto norm = norm(true).toBuilder().setOutput(0, "n").build();
        List<NodeProto> nodes = new ArrayList<>(List.of(norm));
        String sum = "n";
        for (String taken : List.of("n/mean", "n/centred", "n/scaled")) {
            nodes.add(Insertion.node("Tanh", taken, "x").build());
            nodes.add(Insertion.node("Add", taken + "/sum", sum, taken).build());
            sum = taken + "/sum";
        }
        nodes.add(Insertion.node("Identity", "y", sum).build());
        OnnxGraph graph = GRAPHS.of(
                17, nodes, List.of(vector("weight").build(), vector("bias").build()));
        float[] x = rows(0);
        assertThat(GRAPHS.run(LayerNorms.writtenOut(graph), x))
                .containsExactly(GRAPHS.run(graph, x), Offset.offset(1e-5f));
    }

    @Test
    void emptyNamesOfStatisticsAreNoStatistics() throws OrtException {
        NodeProto withEmptyNames =
                norm(true).toBuilder().addOutput("").addOutput("").build();
        float[] x = rows(0);
        float[] y = GRAPHS.run(LayerNorms.writtenOut(graph(17, withEmptyNames)), x);
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
        List<TensorProto> weights = new ArrayList<>(
                List.of(vector("weight").build(), vector("table").addDims(1).build()));
        if (norm.getInputList().contains("bias")) {
            weights.add(vector("bias").build());
        }
        return GRAPHS.of(version, List.of(norm), weights);
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
