package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.backend.LanguageModel;

class GraphCutTest {
    private final OnnxFile file = OnnxFile.read(Fixtures.tiny("gpt2-dynamo").resolve("model.onnx"));
    private final OnnxGraph graph = new OnnxGraph(file.path(), file.model());
    private final TensorTypes types =
            TensorTypes.infer(file.path(), graph, NativeLibrary.load(Fixtures.CONTEXT.cache()));
    private final Map<String, String> sites =
            new ResidualStream(graph, types, "input_ids", "logits", OptionalInt.empty()).sites();
    private final String mid = sites.get("blocks.0.hook_resid_mid");
    private final String mlp = sites.get("blocks.0.hook_mlp_out");
    private final String post = sites.get("blocks.0.hook_resid_post");

    @Test
    void isOnePartWithoutSites() {
        GraphCut cut = cut();
        assertThat(cut.parts()).singleElement().satisfies(part -> {
            assertThat(part.outputs()).containsExactly("logits");
            assertThat(part.carried()).isEmpty();
            assertThat(part.inputs()).containsExactly("input_ids");
        });
    }

    @Test
    void carriesNothingButTheSiteAcrossTheResidualStream() {
        GraphCut cut = cut(post);
        assertThat(cut.parts()).hasSize(2);
        assertThat(cut.parts().get(0).outputs()).containsExactly(post);
        assertThat(cut.parts().get(1).carried()).containsExactly(post);
        assertThat(cut.parts().get(1).outputs()).containsExactly("logits");
    }

    @Test
    void carriesTheStreamBesideABranch() {
        GraphCut cut = cut(mlp);
        assertThat(cut.parts().get(0).outputs()).containsExactlyInAnyOrder(mid, mlp);
        assertThat(cut.parts().get(1).carried()).containsExactlyInAnyOrder(mid, mlp);
    }

    @Test
    void theStreamIsAllThatPassesAndABranchIsNot() {
        assertThat(cut(post).isAllThatPasses(post, "input_ids")).isTrue();
        assertThat(cut(mid).isAllThatPasses(mid, "input_ids")).isTrue();
        assertThat(cut(mlp).isAllThatPasses(mlp, "input_ids")).isFalse();
        assertThat(cut(mid, mlp, post).isAllThatPasses(post, "input_ids")).isTrue();
        assertThat(cut(mid, mlp, post).isAllThatPasses(mlp, "input_ids")).isFalse();
    }

    @Test
    void theStreamIsNotAllThatPassesWhereTokensAreReadOnceMoreBehindIt() {
        ModelProto.Builder twice = tiedTwice().toBuilder();
        twice.getGraphBuilder().removeNode(2);
        twice.getGraphBuilder()
                .addNodeBuilder()
                .setOpType("Add")
                .addInput("site")
                .addInput("input")
                .addOutput("logits");
        OnnxGraph again = new OnnxGraph(file.path(), twice.build());
        GraphCut cut = new GraphCut(again, types, List.of("site"), "logits", false);
        assertThat(cut.isAllThatPasses("site", "input")).isFalse();
        assertThat(cut.isAllThatPasses("site", "another")).isTrue();
    }

    @Test
    void theStreamIsNotAllThatPassesWhereWhatIsBehindLooksAtSeveralSequences() {
        ModelProto.Builder coupled = tiedTwice().toBuilder();
        coupled.getGraphBuilder().removeNode(2);
        coupled.getGraphBuilder()
                .addNode(Insertion.node("ReduceMax", "most", "site"))
                .addNode(Insertion.node("Add", "logits", "site", "most"));
        OnnxGraph longest = new OnnxGraph(file.path(), coupled.build());
        GraphCut cut = new GraphCut(longest, types, List.of("site"), "logits", false);
        assertThat(cut.isAllThatPasses("site", "input")).isFalse();
    }

    @Test
    void putsSitesIntoTheOrderOfTheGraphOnceEach() {
        assertThat(cut(post, mid, mlp, mid).sites()).containsExactly(mid, mlp, post);
    }

    @Test
    void computesTheMaskAnewInEachPart() {
        for (GraphCut.Part part : cut(post).parts()) {
            assertThat(part.inputs()).containsExactly("input_ids");
        }
    }

    @Test
    void makesTheMaskOnceBeforeTheTwoPartsThatReadIt() {
        List<GraphCut.Part> parts = new GraphCut(graph, types, List.of(post), "logits", true).parts();
        assertThat(parts).extracting(GraphCut.Part::level).containsExactly(GraphCut.BEFOREHAND, 0, 1);
        Set<String> mask = parts.get(0).outputs();
        assertThat(mask)
                .singleElement()
                .satisfies(tensor ->
                        assertThat(types.of(tensor).orElseThrow().rank()).isEqualTo(4));
        assertThat(parts.get(0).inputs()).containsExactly("input_ids");
        assertThat(parts.get(0).carried()).isEmpty();
        assertThat(parts.get(1).carried()).isEqualTo(mask);
        assertThat(parts.get(2).carried())
                .containsExactlyInAnyOrder(post, mask.iterator().next());
    }

    @Test
    void leavesTheMaskInTheOnlyPartThatReadsIt() {
        String last = sites.get("blocks.1.hook_resid_post");
        assertThat(new GraphCut(graph, types, List.of(last), "logits", true).parts())
                .usingRecursiveComparison()
                .isEqualTo(cut(last).parts());
    }

    @Test
    void theStreamIsAllThatPassesBesideAMaskThatIsMadeOfLengthsOnly() {
        assertThat(new GraphCut(graph, types, List.of(post), "logits", true).isAllThatPasses(post, "input_ids"))
                .isTrue();
        assertThat(maskOfTokens().isAllThatPasses("site", "input_ids")).isFalse();
        assertThat(maskOfTokens().isAllThatPasses("site", "another")).isTrue();
    }

    @Test
    void givesEachPartOnlyTheWeightsThatItUses() {
        GraphCut cut = cut(post);
        List<Set<String>> weights = new ArrayList<>();
        for (GraphCut.Part part : cut.parts()) {
            ModelProto model = cut.model(part);
            Set<String> names = new HashSet<>();
            model.getGraph().getInitializerList().stream()
                    .map(TensorProto::getName)
                    .forEach(names::add);
            weights.add(names);
        }
        assertThat(weights.get(0)).anyMatch(name -> name.contains("h.0.")).noneMatch(name -> name.contains("h.1."));
        assertThat(weights.get(1)).anyMatch(name -> name.contains("h.1.")).noneMatch(name -> name.contains("h.0."));
    }

    @Test
    void dividesTheNodesThatDependOnWeightsWithoutOverlap() {
        GraphCut cut = cut(mid, mlp, post);
        Set<String> made = new HashSet<>();
        for (GraphCut.Part part : cut.parts()) {
            for (int n : part.nodes()) {
                if (graph.node(n).getOpType().equals("Gemm")
                        || graph.node(n).getOpType().equals("MatMul")) {
                    assertThat(made.add(graph.node(n).getOutput(0)))
                            .as(graph.node(n).getName())
                            .isTrue();
                }
            }
        }
        assertThat(made).hasSizeGreaterThan(8);
    }

    @Test
    void givesWhatWeightsAloneMakeToThePartThatReadsIt() {
        // the demo's head is tied to its embeddings: the last multiplication reads Transpose(model.lm_head.weight)
        OnnxFile demo = OnnxFile.read(Fixtures.DEMO.resolve("model.onnx"));
        OnnxGraph tied = new OnnxGraph(demo.path(), demo.model());
        TensorTypes its = TensorTypes.infer(demo.path(), tied, NativeLibrary.load(Fixtures.CONTEXT.cache()));
        Map<String, String> named = new ResidualStream(tied, its, "input_ids", "logits", OptionalInt.empty()).sites();
        String early = named.get("blocks.1.hook_resid_post");
        String late = named.get("blocks.3.hook_resid_post");
        List<GraphCut.Part> parts = new GraphCut(tied, its, List.of(early, late), "logits", false).parts();
        assertThat(parts.get(0).outputs()).containsExactly(early);
        assertThat(parts.get(1).carried()).containsExactly(early);
        assertThat(parts.get(2).carried()).containsExactly(late);
        List<String> head = parts.get(2).nodes().stream()
                .map(tied::node)
                .filter(node -> node.getOpType().equals("Transpose"))
                .flatMap(node -> node.getInputList().stream())
                .toList();
        assertThat(head).contains("model.lm_head.weight");
    }

    @Test
    void givesWhatWeightsAloneMakeToEachPartThatReadsIt() {
        OnnxGraph shared = new OnnxGraph(file.path(), tiedTwice());
        List<GraphCut.Part> parts = new GraphCut(shared, types, List.of("site"), "logits", false).parts();
        assertThat(parts.get(0).nodes()).containsExactly(0, 1);
        assertThat(parts.get(0).outputs()).containsExactly("site");
        assertThat(parts.get(1).nodes()).containsExactly(0, 2);
        assertThat(parts.get(1).carried()).containsExactly("site");
    }

    @Test
    void cutsAModelThatWasReadFromAnyFolder() {
        Path absolute = Fixtures.tiny("llama-dynamo").toAbsolutePath();
        try (LanguageModel model = Fixtures.open(absolute)) {
            model.cutAt(model.sites(), BatchShape.of(1, 2)).close();
        }
    }

    /** site = input · Wᵀ, logits = site · Wᵀ, with one node for Wᵀ. */
    private static ModelProto tiedTwice() {
        GraphProto.Builder graph = GraphProto.newBuilder();
        graph.addInputBuilder().setName("input");
        graph.addInitializerBuilder()
                .setName("weight")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(2)
                .addDims(2);
        graph.addNodeBuilder().setOpType("Transpose").addInput("weight").addOutput("turned");
        graph.addNodeBuilder()
                .setOpType("MatMul")
                .addInput("input")
                .addInput("turned")
                .addOutput("site");
        graph.addNodeBuilder()
                .setOpType("MatMul")
                .addInput("site")
                .addInput("turned")
                .addOutput("logits");
        return ModelProto.newBuilder().setGraph(graph).build();
    }

    /** mask = [[input_ids]] as numbers, site = mask · W, logits = site + mask. */
    private static GraphCut maskOfTokens() {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("masked");
        graph.addInput(ValueInfoProto.newBuilder().setName("input_ids").setType(typeOfTokens()));
        graph.addInitializer(Insertion.sizes("axis", 1));
        graph.addInitializerBuilder()
                .setName("weight")
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .addDims(2)
                .addDims(2)
                .addAllFloatData(List.of(1f, 2f, 3f, 4f));
        graph.addNode(Insertion.node("Unsqueeze", "longer", "input_ids", "axis"));
        graph.addNode(Insertion.node("Cast", "mask", "longer")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("to")
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(TensorProto.DataType.FLOAT_VALUE)));
        graph.addNode(Insertion.node("MatMul", "site", "mask", "weight"));
        graph.addNode(Insertion.node("Add", "logits", "site", "mask"));
        graph.addOutput(ValueInfoProto.newBuilder().setName("logits"));
        OnnxGraph masked = new OnnxGraph(
                Path.of("masked.onnx"),
                ModelProto.newBuilder()
                        .setIrVersion(8)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                        .setGraph(graph)
                        .build());
        TensorTypes types =
                TensorTypes.infer(Path.of("masked.onnx"), masked, NativeLibrary.load(Fixtures.CONTEXT.cache()));
        return new GraphCut(masked, types, List.of("site"), "logits", true);
    }

    private static TypeProto typeOfTokens() {
        TypeProto.Tensor.Builder type = TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.INT64_VALUE);
        type.getShapeBuilder().addDimBuilder().setDimValue(3);
        type.getShapeBuilder().addDimBuilder().setDimValue(2);
        return TypeProto.newBuilder().setTensorType(type).build();
    }

    private GraphCut cut(String... tensors) {
        return new GraphCut(graph, types, List.of(tensors), "logits", false);
    }
}
