package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the sites hold is checked by {@link NamedActivationsTest}; here, what becomes of a graph in which they are not found. */
class InnerSitesTest {
    private final OnnxFile file = OnnxFile.read(Fixtures.tiny("gpt2-dynamo").resolve("model.onnx"));
    private final OnnxGraph graph = new OnnxGraph(file.path(), file.model());
    private final TensorTypes types =
            TensorTypes.infer(file.path(), graph, NativeLibrary.load(Fixtures.CONTEXT.cache()));
    private final List<StreamBlock> blocks =
            new ResidualStream(graph, types, "input_ids", "logits", OptionalInt.empty()).blocks();

    @Test
    void leavesOutWhatIsInsideABranchInWhichAProductIsNotUnderstood() {
        Set<String> found =
                InnerSites.of(renamed("h.0.mlp.c_fc", "QGemm"), types, blocks).keySet();
        assertThat(found)
                .contains("blocks.0.attn.hook_z", "blocks.0.mlp.hook_in", "blocks.1.mlp.hook_pre")
                .doesNotContain("blocks.0.mlp.hook_pre", "blocks.0.mlp.hook_post");
    }

    @Test
    void offersNoQueriesKeysAndValuesWithoutASoftmax() {
        Set<String> found = InnerSites.of(renamed("h.0.attn", "FusedSoftmax"), types, blocks)
                .keySet();
        assertThat(found)
                .contains("blocks.0.attn.hook_z", "blocks.0.ln1.hook_normalized", "blocks.1.attn.hook_q")
                .noneMatch(name -> name.matches("blocks\\.0\\.attn\\.hook_[qkv]"));
    }

    @Test
    void saysWhichSitesNoBlockHasAndWhichSomeLack() {
        Set<String> found =
                InnerSites.of(renamed("h.0.mlp.c_fc", "QGemm"), types, blocks).keySet();
        assertThat(InnerSites.missing(found, 2))
                .hasValueSatisfying(note ->
                        assertThat(note).contains("blocks.0.mlp.hook_pre").doesNotContain("hook_z"));
        assertThat(InnerSites.missing(Set.of(), 2))
                .hasValueSatisfying(note -> assertThat(note).contains("blocks.*.attn.hook_q, blocks.*.attn.hook_k"));
        Set<String> all = new HashSet<>(InnerSites.of(graph, types, blocks).keySet());
        assertThat(InnerSites.missing(all, 2))
                .hasValueSatisfying(note -> assertThat(note).contains("in the graph: hook_embed; ", "--all"));
        all.add("hook_embed");
        assertThat(InnerSites.missing(all, 2)).isEmpty();
        assertThat(InnerSites.missing(Set.of(), 0)).isEmpty();
    }

    @Test
    void leavesAGraphAsItIsThatIsCutElsewhere() {
        assertThat(graph.with(List.of())).isSameAs(graph);
        List<Insertion> one = InnerSites.of(graph, types, blocks).get("blocks.0.hook_mlp_in").insertion().stream()
                .toList();
        OnnxGraph copied = graph.with(one);
        assertThat(copied.size()).isEqualTo(graph.size() + 1);
        assertThat(copied.maker(one.get(0).tensor())).isPresent();
    }

    /** The graph with the projection or softmax of one module called something else. */
    private OnnxGraph renamed(String module, String operator) {
        String was = operator.equals("QGemm") ? "Gemm" : "Softmax";
        ModelProto.Builder model = file.model().toBuilder();
        GraphProto.Builder nodes = model.getGraphBuilder();
        for (int n = 0; n < nodes.getNodeCount(); n++) {
            boolean inside = nodes.getNode(n).getMetadataPropsList().stream()
                    .anyMatch(entry -> entry.getValue().contains(module + "'"));
            if (inside && nodes.getNode(n).getOpType().equals(was)) {
                nodes.getNodeBuilder(n).setOpType(operator);
            }
        }
        return new OnnxGraph(file.path(), model.build());
    }
}
