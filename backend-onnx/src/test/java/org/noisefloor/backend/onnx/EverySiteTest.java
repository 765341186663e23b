package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.SitePlace;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.testkit.backend.Recording;

/** What {@code noisefloor sites MODEL --all} lists: every tensor at which a graph can be cut. */
class EverySiteTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models/gpt2-optimum",
                "models/llama-dynamo",
                "quantised/int8",
                "downloaded/genai",
                "families/mixtral-dynamo"
            })
    void everythingListedHoldsRowsOfItsWidthAndChangesNothingWhereItIsPutBack(String name) throws IOException {
        try (LanguageModel model = Fixtures.open(Fixtures.RESOURCES.resolve(name))) {
            List<Site> all = model.everySite().stream().map(SitePlace::site).toList();
            assertThat(all).containsAll(model.sites()).doesNotHaveDuplicates();
            assertThat(all.size()).isGreaterThan(model.sites().size());
            TokenBatch batch =
                    Recording.in(Fixtures.RESOURCES.resolve("downloaded/genai")).batch();
            // with every tenth cut at a time, all are cut, and a part is never so small that it is empty
            for (int first = 0; first < 10; first++) {
                int offset = first;
                List<Site> some = all.stream()
                        .filter(site -> all.indexOf(site) % 10 == offset)
                        .toList();
                try (CutModel cut = model.cutAt(some, batch.shape())) {
                    Trace trace = cut.run(batch);
                    for (Site site : some) {
                        FloatBuffer activation = trace.activation(site);
                        assertThat(activation.remaining())
                                .as(site.name())
                                .isEqualTo(batch.shape().rows() * site.width());
                        assertThat(cut.resume(trace, site, activation))
                                .as(site.name())
                                .isEqualTo(trace.logits());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"models/gpt2-torchscript", "models/neox-dynamo", "models/qwen2-optimum", "downloaded/half"})
    void whatIsNotListedIsNoSite(String name) {
        Path path = Fixtures.RESOURCES.resolve(name);
        OnnxFile file = OnnxFile.read(path.resolve("model.onnx"));
        try (LanguageModel model = Fixtures.open(path)) {
            List<String> listed =
                    model.everySite().stream().map(each -> each.site().tensor()).toList();
            assertThat(new OnnxGraph(path, file.model()).tensors())
                    .filteredOn(tensor -> !listed.contains(tensor))
                    .allSatisfy(tensor ->
                            assertThatThrownBy(() -> model.site(tensor)).isInstanceOf(UserError.class));
        }
    }

    @Test
    void eachIsListedInTheOrderOfTheFlowWithItsPlaceAndMaker() {
        try (LanguageModel model = Fixtures.open(Fixtures.tiny("llama-dynamo"))) {
            List<SitePlace> all = model.everySite();
            assertThat(all.get(0).place()).isEqualTo("block 0");
            assertThat(all.get(all.size() - 1).place()).isEqualTo("behind block 1");
            assertThat(all)
                    .filteredOn(each -> each.site().name().equals("blocks.1.mlp.hook_post"))
                    .first()
                    .satisfies(each -> {
                        assertThat(each.element()).isEqualTo("float32");
                        assertThat(each.place()).isEqualTo("block 1, MLP");
                        assertThat(each.maker()).startsWith("Mul ").endsWith(" in model.model.layers.1.mlp");
                    });
            assertThat(all)
                    .filteredOn(each -> each.site().name().equals("blocks.0.attn.hook_q"))
                    .first()
                    .satisfies(each -> assertThat(each.place()).isEqualTo("block 0, attention"));
        }
    }

    @Test
    void whatIsAddedUpToTheStreamLiesBeforeTheBlocks() {
        try (LanguageModel model = Fixtures.open(Fixtures.tiny("gpt2-dynamo"))) {
            assertThat(model.everySite().get(0).site().name()).isEqualTo("hook_embed");
            assertThat(model.everySite().get(0).place()).isEqualTo("before block 0");
        }
    }

    @Test
    void anUnknownNameGetsTheNearestOnesOfItsKind() {
        try (LanguageModel model = Fixtures.open(Fixtures.tiny("llama-torchscript"))) {
            assertThatThrownBy(() -> model.site("blocks.0.hook_resid_pst"))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(
                            "unknown site 'blocks.0.hook_resid_pst'; did you mean 'blocks.0.hook_resid_post' or")
                    .hasMessageContaining("--all'");
            assertThatThrownBy(() -> model.site("/model/model/layers.0/mlp/act_fn/Mul_output_9"))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("did you mean '/model/model/layers.0/mlp/act_fn/Mul_output_0'");
        }
    }
}
