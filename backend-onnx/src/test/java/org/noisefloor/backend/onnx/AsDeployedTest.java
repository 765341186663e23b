package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.files.ComputeDevice;

/** What is measured is what everybody runs: a session of ONNX Runtime without any option, given one sequence. */
class AsDeployedTest {
    private static final Path QUANTISED = Path.of("src", "test", "resources", "quantised");
    private static final double SAME = 3e-6;
    private static final BatchShape SHAPE = BatchShape.of(3, 12);
    private static final List<int[]> SEQUENCES = List.of(
            new int[] {1, 17, 3, 44, 58, 9, 30, 12, 5, 26}, new int[] {1, 8}, new int[] {1, 60, 22, 37, 41, 2, 19});

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"nbits4,0", "nbits4,4", "nbits8,0", "nbits8,4"})
    void productsWithPackedBitsAreThoseOfAPlainSession(String name, int level) throws IOException, OrtException {
        Path model = withLevel(name, level);
        assertPlain(model, false);
        assertPlain(model, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"qdq4", "int8"})
    void quantisedGraphsAreThoseOfAPlainSession(String name) throws IOException, OrtException {
        assertPlain(QUANTISED.resolve(name), true);
    }

    @Test
    void blockwiseWeightsInABatchAreThoseOfAPlainSession() throws IOException, OrtException {
        assertPlain(QUANTISED.resolve("qdq4"), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama-dynamo", "llama-torchscript", "llama-optimum_past", "gpt2-dynamo", "neox-optimum"})
    void floatGraphsAreThoseOfAPlainSession(String name) throws IOException, OrtException {
        for (long small : List.of(0L, SessionSettings.SMALL)) {
            assertPlain(Fixtures.tiny(name), small, false);
            assertPlain(Fixtures.tiny(name), small, true);
        }
    }

    /** The test above could not fail if the accuracy level changed nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"nbits4", "nbits8"})
    void theAccuracyLevelMovesMoreThanTheToleranceHere(String name) throws IOException, OrtException {
        double[] exact = plain(withLevel(name, 0), SEQUENCES.get(0));
        double[] fast = plain(withLevel(name, 4), SEQUENCES.get(0));
        double largest = 0;
        for (int i = 0; i < exact.length; i++) {
            largest = Math.max(largest, Math.abs(exact[i] - fast[i]));
        }
        assertThat(largest).isGreaterThan(100 * SAME);
    }

    @Test
    void onlyALargeGraphOfStandardFloat32OperatorsSparesMemory() {
        for (String name : List.of("llama-dynamo", "gpt2-optimum", "qwen2-torchscript")) {
            Path onnx = Fixtures.tiny(name).resolve("model.onnx");
            assertThat(settings(onnx, 0)).as(name).containsKey("session.disable_prepacking");
            assertThat(settings(onnx, SessionSettings.SMALL))
                    .as(name)
                    .containsOnlyKeys("onnxruntime", "device", "optimization.disable_specified_optimizers");
        }
    }

    @Test
    void whatIsNoGraphOfStandardFloat32OperatorsHasNoSettings() {
        for (String name : List.of("nbits4", "nbits8", "qdq4", "int8")) {
            assertThat(settings(QUANTISED.resolve(name).resolve("model.onnx"), 0))
                    .as(name)
                    .containsOnlyKeys("onnxruntime", "device");
        }
    }

    @Test
    void anOperatorThatNobodyHereHasHeardOfRunsAsEverybodyRunsIt() {
        ModelProto model = OnnxFile.read(Fixtures.tiny("gpt2-dynamo").resolve("model.onnx"))
                .model();
        ModelProto.Builder other = model.toBuilder();
        other.getGraphBuilder().getNodeBuilder(0).setDomain("com.example");
        OnnxGraph graph = new OnnxGraph(Path.of("other.onnx"), other.build());
        SessionSettings settings = SessionSettings.of(graph, ComputeDevice.Placed.ON_CPU, 0);
        assertThat(settings.sparing()).isFalse();
        assertThat(settings.prepared(graph, List.of())).isSameAs(graph);
    }

    private static Map<String, String> settings(Path onnx, long small) {
        try (LanguageModel model = Fixtures.open(onnx, small)) {
            return model.info().engine();
        }
    }

    /** The log-probabilities of the whole model and of a cut one, of each sequence in a batch or by itself. */
    private void assertPlain(Path model, boolean alone) throws OrtException {
        assertPlain(model, SessionSettings.SMALL, alone);
    }

    private void assertPlain(Path model, long small, boolean alone) throws OrtException {
        try (LanguageModel opened = Fixtures.open(model, small)) {
            List<Site> all = opened.sites();
            List<Site> some = all.isEmpty() ? List.of() : List.of(all.get(all.size() / 2), all.get(all.size() - 1));
            for (List<Site> sites : Set.of(List.<Site>of(), some)) {
                try (CutModel cut = opened.cutAt(sites, SHAPE)) {
                    TokenBatch batch = TokenBatch.of(SHAPE, SEQUENCES);
                    Trace trace = alone ? cut.runAlone(batch).orElseThrow() : cut.run(batch);
                    int stride = opened.info().vocabulary();
                    for (int s = 0; s < SEQUENCES.size(); s++) {
                        double[] expected = plain(model, SEQUENCES.get(s));
                        float[] row = new float[expected.length];
                        trace.logits().get(s * SHAPE.length() * stride, row);
                        assertThat(logProbabilities(row, stride))
                                .as("%s cut at %s, alone %s, sequence %d", model, sites, alone, s)
                                .containsExactly(expected, within(SAME));
                    }
                }
            }
        }
    }

    private static double[] plain(Path model, int[] tokens) throws OrtException {
        TokenBatch batch = TokenBatch.of(BatchShape.of(1, tokens.length), List.of(tokens));
        float[] all = PlainSession.logits(model, batch);
        return logProbabilities(all, all.length / tokens.length);
    }

    private static double[] logProbabilities(float[] logits, int vocabulary) {
        double[] all = new double[logits.length];
        for (int from = 0; from < logits.length; from += vocabulary) {
            double sum = 0;
            for (int v = from; v < from + vocabulary; v++) {
                sum += Math.exp(logits[v]);
            }
            for (int v = from; v < from + vocabulary; v++) {
                all[v] = logits[v] - Math.log(sum);
            }
        }
        return all;
    }

    private Path withLevel(String name, int level) throws IOException {
        ModelProto model =
                OnnxFile.read(QUANTISED.resolve(name).resolve("model.onnx")).model();
        List<NodeProto> nodes = new ArrayList<>();
        for (NodeProto node : model.getGraph().getNodeList()) {
            Stream<AttributeProto> attributes = node.getAttributeList().stream()
                    .map(each -> each.getName().equals("accuracy_level")
                            ? each.toBuilder().setI(level).build()
                            : each);
            nodes.add(node.toBuilder()
                    .clearAttribute()
                    .addAllAttribute(attributes.toList())
                    .build());
        }
        Path file = folder.resolve(name + "-" + level + ".onnx");
        Files.write(
                file,
                model.toBuilder()
                        .setGraph(model.getGraph().toBuilder().clearNode().addAllNode(nodes))
                        .build()
                        .toByteArray());
        return file;
    }
}
