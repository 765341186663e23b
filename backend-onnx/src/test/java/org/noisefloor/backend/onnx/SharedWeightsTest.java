package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The demo's embeddings are inside its file, and read by its first part and by its last. */
class SharedWeightsTest {
    private static final String EMBEDDINGS = "model.lm_head.weight";

    private final OnnxFile file = OnnxFile.read(Fixtures.DEMO.resolve("model.onnx"));
    private final OrtEnvironment environment = NativeLibrary.load(Fixtures.CONTEXT.cache());

    @Test
    void holdsTiedEmbeddingsOnceForAllPartsThatReadThem() {
        GraphCut cut = cut(file.model(), "blocks.1.hook_resid_post", "blocks.3.hook_resid_post");
        try (SharedWeights shared = SharedWeights.of(cut, environment)) {
            List<Map<String, OnnxTensor>> parts =
                    cut.parts().stream().map(part -> shared.in(cut.model(part))).toList();
            assertThat(parts.get(0)).containsOnlyKeys(EMBEDDINGS);
            assertThat(parts.get(1)).isEmpty();
            assertThat(parts.get(2)).containsOnlyKeys(EMBEDDINGS);
            assertThat(parts.get(0).get(EMBEDDINGS)).isSameAs(parts.get(2).get(EMBEDDINGS));
        }
    }

    @Test
    void holdsTheValuesOfTheFile() {
        GraphCut cut = cut(file.model(), "blocks.1.hook_resid_post");
        FloatBuffer expected = cut.model(cut.parts().get(0)).getGraph().getInitializerList().stream()
                .filter(weight -> weight.getName().equals(EMBEDDINGS))
                .map(weight -> weight.getRawData().asReadOnlyByteBuffer())
                .map(bytes -> bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer())
                .findFirst()
                .orElseThrow();
        try (SharedWeights shared = SharedWeights.of(cut, environment)) {
            OnnxTensor tensor = shared.in(cut.model(cut.parts().get(1))).get(EMBEDDINGS);
            assertThat(tensor.getInfo().getShape()).containsExactly(2048, 128);
            assertThat(tensor.getFloatBuffer()).isEqualTo(expected);
        }
    }

    @Test
    void leavesExternalDataToBeMapped() {
        ModelProto.Builder model = file.model().toBuilder();
        model.getGraphBuilder().getInitializerBuilderList().stream()
                .filter(weight -> weight.getName().equals(EMBEDDINGS))
                .forEach(weight -> weight.clearRawData().setDataLocation(TensorProto.DataLocation.EXTERNAL));
        GraphCut cut = cut(model.build(), "blocks.1.hook_resid_post");
        try (SharedWeights shared = SharedWeights.of(cut, environment)) {
            assertThat(cut.parts())
                    .allSatisfy(part -> assertThat(shared.in(cut.model(part))).isEmpty());
        }
    }

    private GraphCut cut(ModelProto model, String... names) {
        OnnxGraph graph = new OnnxGraph(file.path(), model);
        TensorTypes types = TensorTypes.infer(file.path(), graph, environment);
        Map<String, String> sites =
                new ResidualStream(graph, types, "input_ids", "logits", OptionalInt.empty()).sites();
        return new GraphCut(graph, types, Stream.of(names).map(sites::get).toList(), "logits", false);
    }
}
