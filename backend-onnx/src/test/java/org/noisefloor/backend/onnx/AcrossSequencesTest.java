package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of rows x one is a sequence. */
class AcrossSequencesTest {
    private static final RowGraph GRAPHS = new RowGraph(3, 4);

    @ParameterizedTest
    @CsvSource({"0, true", "1, false", "-1, false", "-2, true"})
    void whatTakesOneNumberOfAllSequencesLooksAtSeveral(long axis, boolean across) {
        NodeProto byAttribute = Insertion.node("ReduceMax", "most", "x")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("axes")
                        .setType(AttributeProto.AttributeType.INTS)
                        .addInts(axis))
                .build();
        NodeProto byInput = Insertion.node("ReduceSum", "sum", "x", "axis").build();
        NodeProto running = Insertion.node("CumSum", "running", "x", "axis").build();
        TensorProto constant = Insertion.sizes("axis", axis).build();
        assertThat(areMet(13, byAttribute, constant)).isEqualTo(across);
        assertThat(areMet(13, byInput, constant)).isEqualTo(across);
        assertThat(areMet(13, running, constant)).isEqualTo(across);
    }

    @Test
    void allDimensionsAndSuchThatCannotBeToldAreSeveralSequences() {
        assertThat(areMet(13, Insertion.node("ReduceMax", "most", "x").build())).isTrue();
        assertThat(areMet(13, Insertion.node("ArgMax", "where", "x").build())).isTrue();
        NodeProto computed = Insertion.node("Identity", "which", "axis").build();
        NodeProto sum = Insertion.node("ReduceSum", "sum", "x", "which").build();
        assertThat(areMet(13, List.of(computed, sum), Insertion.sizes("axis", 1).build()))
                .isTrue();
    }

    @Test
    void numbersOfShapesAreTheSameForEachSequence() {
        NodeProto shape = Insertion.node("Shape", "shape", "x").build();
        NodeProto size = Insertion.node("ReduceProd", "size", "shape").build();
        assertThat(areMet(13, List.of(shape, size))).isFalse();
    }

    private static boolean areMet(int version, NodeProto node, TensorProto... weights) {
        return areMet(version, List.of(node), weights);
    }

    /** Of the last node. */
    private static boolean areMet(int version, List<NodeProto> nodes, TensorProto... weights) {
        List<NodeProto> all = new ArrayList<>(nodes);
        all.add(Insertion.node("Identity", "y", "x").build());
        OnnxGraph graph = GRAPHS.of(version, all, List.of(weights));
        TensorTypes types =
                TensorTypes.infer(Fixtures.tiny("gpt2-dynamo"), graph, NativeLibrary.load(Fixtures.CONTEXT.cache()));
        return new AcrossSequences(graph, types).areMet(nodes.size() - 1);
    }
}
