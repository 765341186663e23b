package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.intervention.Inspection;
import org.noisefloor.testkit.TestContext;

final class InspectedTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "published");

    private static Inspection inspect(String path) {
        return new Sae().inspect(FOLDER.resolve(path), TestContext.ofWidth(1));
    }

    private static Map<String, String> lines(Inspection found) {
        return found.lines().stream().collect(Collectors.toMap(Inspection.Line::label, Inspection.Line::value));
    }

    @Test
    void anSaeIsToldLineByLine() {
        Inspection found = inspect("saelens-topk/topk");
        assertThat(found.lines())
                .extracting(Inspection.Line::label)
                .containsExactly(
                        "layout",
                        "architecture",
                        "size",
                        "stored as",
                        "reads",
                        "model",
                        "settings",
                        "decoder rows",
                        "files");
        assertThat(lines(found))
                .containsEntry("layout", "SAELens")
                .containsEntry("architecture", "topk")
                .containsEntry("size", "16 in, 32 features")
                .containsEntry("stored as", "float32");
        assertThat(lines(found).get("files")).startsWith("cfg.json (").endsWith(" bytes)");
        assertThat(lines(found).get("decoder rows")).contains("norms from ", "median ", "0 of 32 are 0");
    }

    @Test
    void aTranscoderAlsoSaysWhatItWrites() {
        assertThat(lines(inspect("sparsify-transcoder-skip/sae-pythia-160m-32k/layers.0.mlp")))
                .containsEntry("reads", "blocks.0.mlp.hook_in")
                .containsEntry("writes", "blocks.0.hook_mlp_out")
                .containsEntry("size", "16 in, 32 features, with a skip");
        assertThat(lines(inspect("clt-relu/clt-tiny-2.5M")).get("writes"))
                .isEqualTo(
                        "blocks.0.hook_mlp_out, blocks.1.hook_mlp_out, blocks.2.hook_mlp_out (a contribution to each)");
    }

    @Test
    void aHeadAndThresholdsAreTold() {
        assertThat(lines(inspect("saelens-standard-head/standard-head"))).containsEntry("head", "2");
        assertThat(lines(inspect("saelens-jumprelu/jumprelu")).get("thresholds"))
                .startsWith("from ");
    }

    @Test
    void whatAUserMustSayForARunIsNotNeededToLook() {
        for (String path : List.of(
                "saelens-standard-expected-average/standard-expected-average",
                "e2e-sae/gpt2-e2e/samples_400000.pt",
                "openmoss-r1-distill-no-norm/Llama-Scope-R1-Distill/800M-Slimpajama-0-OpenR1-Math-220k/L0R")) {
            assertThat(lines(inspect(path))).containsKey("layout");
        }
    }
}
