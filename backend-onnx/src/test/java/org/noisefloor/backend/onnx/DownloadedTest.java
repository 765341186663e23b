package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.testkit.backend.Recording;

/** Graphs and folders as they lie on the Hub: of onnxruntime-genai's builder, in half precision, in a cache of links, several in one folder. */
class DownloadedTest {
    private static final Path DOWNLOADED = Path.of("src", "test", "resources", "downloaded");

    @TempDir
    private Path folder;

    @Test
    void theBuildersGraphHoldsWhatPyTorchHolds() throws IOException {
        Path genai = DOWNLOADED.resolve("genai");
        try (LanguageModel model = Fixtures.open(genai)) {
            assertThat(model.sites())
                    .extracting(Site::name)
                    .containsExactlyInAnyOrderElementsOf(Recording.in(genai).sites());
            Recording.in(genai).assertComputedBy(model);
            Recording.in(genai).assertSplicedBy(model);
            assertThat(model.info().architecture()).isEqualTo("llama");
            assertThat(model.info().context()).hasValue(32);
        }
    }

    /** A cut rounds to half precision at the site, and at a sum that the fused norm would not round for itself. */
    @ParameterizedTest
    @CsvSource({"genai,0", "genai-int4,0", "half,0.006", "half-keeping-types,0.006"})
    void theLogitsAreThoseOfAPlainSession(String name, float moved) throws IOException, OrtException {
        Path path = DOWNLOADED.resolve(name);
        float[] plain = PlainSession.logits(path, batch());
        try (LanguageModel model = Fixtures.open(path)) {
            assertThat(model.sites())
                    .extracting(Site::name)
                    .contains("blocks.0.hook_resid_mid", "blocks.1.hook_resid_post");
            assertThat(logits(model, List.of())).containsExactly(plain);
            assertThat(logits(model, model.sites())).containsExactly(plain, within(moved));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hook_embed", "blocks.0.hook_attn_out", "blocks.0.hook_mlp_out", "blocks.1.attn.hook_z"})
    void aCutInHalfPrecisionThatRoundsNothingAnewChangesNoBit(String site) throws IOException, OrtException {
        for (String name : List.of("half", "half-keeping-types")) {
            Path path = DOWNLOADED.resolve(name);
            try (LanguageModel model = Fixtures.open(path)) {
                assertThat(logits(model, List.of(model.site(site))))
                        .containsExactly(PlainSession.logits(path, batch()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"genai", "genai-int4", "half", "half-keeping-types"})
    void anActivationThatIsPutBackChangesNothingAndAnotherOneDoes(String name) throws IOException {
        Path path = DOWNLOADED.resolve(name);
        try (LanguageModel model = Fixtures.open(path);
                CutModel cut = model.cutAt(model.sites(), batch().shape())) {
            Trace trace = cut.run(batch());
            for (Site site : model.sites()) {
                FloatBuffer same = trace.activation(site);
                assertThat(cut.resume(trace, site, same)).as(site.name()).isEqualTo(trace.logits());
                FloatBuffer other = FloatBuffer.allocate(same.remaining());
                assertThat(cut.resume(trace, site, other)).as(site.name()).isNotEqualTo(trace.logits());
            }
        }
    }

    @Test
    void nodesInAnyOrderAreTheSameGraph() throws IOException {
        Path source = Fixtures.tiny("gpt2-dynamo");
        ModelProto model = OnnxFile.read(source.resolve("model.onnx")).model();
        List<NodeProto> reversed = new ArrayList<>(model.getGraph().getNodeList());
        Collections.reverse(reversed);
        Files.write(
                folder.resolve("model.onnx"),
                model.toBuilder()
                        .setGraph(model.getGraph().toBuilder().clearNode().addAllNode(reversed))
                        .build()
                        .toByteArray());
        try (LanguageModel opened = Fixtures.open(folder)) {
            Recording.in(source).assertComputedBy(opened);
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aCacheOfLinksIsOpenedAsTheFilesThemselves() throws IOException {
        Path source = Fixtures.tiny("llama-dynamo");
        Path blobs = Files.createDirectories(folder.resolve("blobs"));
        Path snapshot = Files.createDirectories(folder.resolve("snapshots/rev/onnx"));
        for (String name : List.of("model.onnx", "model.onnx.data")) {
            Files.copy(source.resolve(name), blobs.resolve("of-" + name));
            Files.createSymbolicLink(snapshot.resolve(name), Path.of("../../../blobs/of-" + name));
        }
        try (LanguageModel model = Fixtures.open(folder.resolve("snapshots/rev"))) {
            Recording.in(source).assertComputedBy(model);
            assertThat(model.info().digests()).containsKeys("model.onnx", "model.onnx.data");
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkToAnywhereIsNotFollowed() throws IOException {
        Path source = Fixtures.tiny("llama-dynamo");
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Path here = Files.createDirectories(folder.resolve("here"));
        Files.copy(source.resolve("model.onnx"), here.resolve("model.onnx"));
        Files.copy(source.resolve("model.onnx.data"), elsewhere.resolve("data"));
        Files.createSymbolicLink(here.resolve("model.onnx.data"), elsewhere.resolve("data"));
        assertThatThrownBy(() -> Fixtures.open(here))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is a link to")
                .hasMessageContaining("nor beside the file of the graph itself");
    }

    @Test
    void oneOfSeveralGraphsIsChosenByItsName() throws IOException {
        Path onnx = Files.createDirectories(folder.resolve("onnx"));
        Files.copy(Fixtures.tiny("gpt2-dynamo").resolve("model.onnx"), onnx.resolve("model.onnx"));
        Files.copy(Fixtures.tiny("qwen2-optimum").resolve("model.onnx"), onnx.resolve("model_q4.onnx"));
        try (LanguageModel model = Fixtures.open(folder)) {
            assertThat(model.info().digests()).containsKey("model.onnx");
            assertThat(model.info().notes()).first().asString().contains("onnx/model_q4.onnx");
        }
        for (String name : List.of("model_q4.onnx", "onnx/model_q4.onnx")) {
            try (LanguageModel model =
                    new OnnxBackend().open(folder, new OnnxOptions(Optional.of(name), "auto"), Fixtures.CONTEXT)) {
                assertThat(model.info().digests()).containsKey("model_q4.onnx");
            }
        }
        assertThatThrownBy(() -> new OnnxBackend()
                        .open(folder, new OnnxOptions(Optional.of("model_q5.onnx"), "auto"), Fixtures.CONTEXT))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("unknown graph 'model_q5.onnx'")
                .hasMessageContaining("onnx/model_q4.onnx");
    }

    private static TokenBatch batch() throws IOException {
        return Recording.in(DOWNLOADED.resolve("genai")).batch();
    }

    private static float[] logits(LanguageModel model, List<Site> sites) throws IOException {
        try (CutModel cut = model.cutAt(sites, batch().shape())) {
            FloatBuffer logits = cut.run(batch()).logits();
            float[] all = new float[logits.remaining()];
            logits.get(all);
            return all;
        }
    }
}
