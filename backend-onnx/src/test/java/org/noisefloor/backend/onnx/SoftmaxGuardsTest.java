package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A graph of y = Where(IsNaN(p), 0, p), p = Softmax(x), as exporters write it behind attention scores. */
class SoftmaxGuardsTest {
    private static final int WIDTH = 37;
    private static final int ROWS = 50;
    private static final RowGraph GRAPHS = new RowGraph(ROWS, WIDTH);
    private static final List<NodeProto> GUARDED = List.of(
            Insertion.node("Softmax", "p", "x").build(),
            Insertion.node("IsNaN", "none", "p").build(),
            Insertion.node("Where", "y", "none", "zero", "p").build());

    @Test
    void onePassHasTheSameBitsAlsoWhereNothingIsSeenOrTheScoresAreNoNumbers() throws OrtException {
        OnnxGraph graph = graph(17, GUARDED);
        OnnxGraph once = SoftmaxGuards.inOnePass(graph, List.of());
        assertThat(operators(once)).containsExactly("Softmax", "IsNaN", "ThresholdedRelu");
        float[] scores = scores();
        float[] expected = GRAPHS.run(graph, scores);
        assertThat(bits(GRAPHS.run(once, scores))).containsExactly(bits(expected));
        NodeProto bare = GUARDED.get(0).toBuilder().setOutput(0, "y").build();
        assertThat(GRAPHS.run(graph(17, List.of(bare)), scores))
                .as("without a guard")
                .contains(Float.NaN);
        assertThat(expected).doesNotContain(Float.NaN);
    }

    @Test
    void aPatternThatMayBeReplacedKeepsItsNumbersBelowZero() {
        OnnxGraph graph = graph(17, GUARDED);
        assertThat(SoftmaxGuards.inOnePass(graph, List.of("p"))).isSameAs(graph);
    }

    @Test
    void whatIsNoGuardStaysAsItIs() {
        NodeProto softmax = GUARDED.get(0);
        NodeProto asked = GUARDED.get(1);
        NodeProto guard = GUARDED.get(2);
        Stream.concat(
                        Stream.of("one", "belowZero", "deepZero", "x")
                                .map(other -> List.of(
                                        softmax,
                                        asked,
                                        guard.toBuilder().setInput(1, other).build())),
                        Stream.of(
                                List.of(Insertion.node("Tanh", "p", "x").build(), asked, guard),
                                List.of(
                                        softmax,
                                        asked.toBuilder().setInput(0, "x").build(),
                                        guard),
                                List.of(
                                        softmax,
                                        asked.toBuilder().setOpType("IsInf").build(),
                                        guard)))
                .map(nodes -> graph(17, nodes))
                .forEach(graph ->
                        assertThat(SoftmaxGuards.inOnePass(graph, List.of())).isSameAs(graph));
    }

    @Test
    void versionsWithoutTheOperatorAreLeftAlone() {
        OnnxGraph graph = graph(9, GUARDED);
        assertThat(SoftmaxGuards.inOnePass(graph, List.of())).isSameAs(graph);
    }

    /** Rows of which one sees nothing, one has a score that is no number, and one an infinite one. */
    private static float[] scores() {
        Random random = new Random(5);
        float[] scores = new float[ROWS * WIDTH];
        for (int i = 0; i < scores.length; i++) {
            scores[i] =
                    i < WIDTH || random.nextInt(4) == 0 ? Float.NEGATIVE_INFINITY : 30 * (float) random.nextGaussian();
        }
        scores[2 * WIDTH + 3] = Float.NaN;
        scores[4 * WIDTH + 5] = Float.POSITIVE_INFINITY;
        return scores;
    }

    private static List<String> operators(OnnxGraph graph) {
        return graph.model().getGraph().getNodeList().stream()
                .map(NodeProto::getOpType)
                .toList();
    }

    private static OnnxGraph graph(int version, List<NodeProto> nodes) {
        TensorProto deepZero = number("deepZero", 0).toBuilder()
                .addAllDims(List.of(1L, 1L, 1L))
                .build();
        return GRAPHS.of(
                version, nodes, List.of(number("zero", 0), number("belowZero", -0f), deepZero, number("one", 1)));
    }

    private static TensorProto number(String name, float value) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addFloatData(value)
                .build();
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }
}
