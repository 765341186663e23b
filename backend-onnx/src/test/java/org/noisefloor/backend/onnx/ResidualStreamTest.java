package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo's six blocks, in one of which nothing is an attention any more, as in models that mix layers. */
class ResidualStreamTest {
    private static final OnnxFile DEMO = OnnxFile.read(Fixtures.DEMO.resolve("model.onnx"));

    private static ResidualStream stream(OnnxGraph graph, OptionalInt layers) {
        OnnxGraph whole = new OnnxGraph(DEMO.path(), DEMO.model());
        TensorTypes types = TensorTypes.infer(DEMO.path(), whole, NativeLibrary.load(Fixtures.CONTEXT.cache()));
        return new ResidualStream(graph, types, "input_ids", "logits", layers);
    }

    private static OnnxGraph withoutAttentionIn(int block) {
        GraphProto.Builder graph = DEMO.model().getGraph().toBuilder();
        int seen = 0;
        for (int n = 0; n < graph.getNodeCount(); n++) {
            NodeProto node = graph.getNode(n);
            if (node.getOpType().equals("Softmax") && seen++ == block) {
                graph.setNode(n, node.toBuilder().setOpType("Convolved"));
            }
        }
        ModelProto model = DEMO.model().toBuilder().setGraph(graph).build();
        return new OnnxGraph(DEMO.path(), model);
    }

    /** The second layer must not pass for the first. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5})
    void whereALayerHasNoAttentionNoneIsNumbered(int block) {
        for (OptionalInt layers : new OptionalInt[] {OptionalInt.empty(), OptionalInt.of(6)}) {
            ResidualStream stream = stream(withoutAttentionIn(block), layers);
            assertThat(stream.sites()).isEmpty();
            assertThat(stream.blocks()).isEmpty();
            assertThat(stream.notes()).singleElement().asString().contains("no attention by a softmax", "(5");
        }
    }

    @Test
    void whatAddsBesideAsManyBlocksAsThereAreLayersIsNone() {
        assertThat(stream(withoutAttentionIn(3), OptionalInt.of(5)).sites()).containsKey("blocks.4.hook_resid_post");
    }

    /** As the first layers of a model alone are. */
    @Test
    void fewerBlocksThanLayersKeepTheirNumbersWhereNothingElseAdds() {
        OnnxGraph whole = new OnnxGraph(DEMO.path(), DEMO.model());
        assertThat(stream(whole, OptionalInt.of(12)).sites()).containsKey("blocks.5.hook_resid_post");
    }

    @Test
    void aTensorThatBeginsWithTheSequenceOrGoesOnWithTheBatchIsTurned() {
        TensorTypes.Type ids = type("batch", "sequence");
        assertThat(type("sequence", "batch", "").isTurned(ids)).isTrue();
        assertThat(type("", "batch", "").isTurned(ids)).isTrue();
        assertThat(type("sequence", "", "", "").isTurned(ids)).isTrue();
        assertThat(type("batch", "sequence", "").isTurned(ids)).isFalse();
        assertThat(type("", "", "").isTurned(ids)).isFalse();
        assertThat(type("n", "n", "").isTurned(type("n", "n"))).isFalse();
        assertThat(type("", "", "").isTurned(type("", ""))).isFalse();
    }

    private static TensorTypes.Type type(String... names) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (String name : names) {
            shape.addDimBuilder().setDimParam(name);
        }
        return new TensorTypes.Type(TensorProto.DataType.FLOAT, shape.build());
    }
}
