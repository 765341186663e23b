package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.Site;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.testkit.TestContext;

final class OriginTest {
    @TempDir
    Path folder;

    @Test
    void aNoteNamesBothPlacesIfTheSaeWasTrainedAtAnotherOne() throws IOException {
        Broken.copy("topk", folder);
        Broken.replaceInConfig(folder, "blocks.0.hook_resid_post", "blocks.7.hook_mlp_out");
        try (Intervention splice = Tiny.open(folder, false, 1)) {
            assertThat(splice.notes())
                    .containsExactly(
                            "the SAE was trained at blocks.7.hook_mlp_out (hook_name in cfg.json) and is spliced at"
                                    + " blocks.0.hook_resid_post");
            assertThat(splice.provenance()).containsEntry("hook_name_is_site", false);
        }
    }

    @Test
    void aNoteSaysHowTheModelWasLoadedInTraining() throws IOException {
        Broken.copy("topk", folder);
        Broken.replaceInConfig(
                folder,
                "\"hook_head_index\": null",
                "\"model_from_pretrained_kwargs\": {\"center_writing_weights\": true}");
        try (Intervention splice = Tiny.open(folder, false, 1)) {
            assertThat(splice.notes())
                    .singleElement()
                    .asString()
                    .startsWith("the SAE was trained on a model loaded with {\"center_writing_weights\":true}")
                    .endsWith("the SAE needs center: true, now false");
        }
    }

    @Test
    void thereIsNoNoteWhereTheSaeFits() throws IOException {
        for (String name : Tiny.names()) {
            try (Intervention splice = Tiny.open(Tiny.at(name), false, 1)) {
                assertThat(splice.notes()).as(name).isEmpty();
            }
        }
    }

    @Test
    void thereIsNoNoteOnTheSaesOfTheDemo() throws IOException {
        List<Path> saes;
        try (Stream<Path> folders = Files.list(Path.of("..", "examples", "demo", "saes"))) {
            saes = folders.sorted().toList();
        }
        assertThat(saes).hasSize(7);
        for (Path sae : saes) {
            Site site = Site.of(sae.getFileName().toString().replace(".relu", ""), "t", 128);
            try (Intervention splice = new Sae()
                    .create(
                            new Sae.Options(sae, false),
                            TestContext.builder().shape(1, 1).site(site).build())) {
                assertThat(splice.notes()).as(sae.toString()).isEmpty();
            }
        }
    }
}
