package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.ModelInfo;
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
                    .containsExactly("the SAE was trained at blocks.7.hook_mlp_out (SAELens) and is spliced at"
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
                            Sae.Options.of(sae),
                            TestContext.builder().shape(1, 1).site(site).build())) {
                assertThat(splice.notes()).as(sae.toString()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gpt2-small, openai-community/gpt2, true",
        "google/gemma-2-2b, gemma-2-2b, true",
        "pythia-160m, EleutherAI/pythia-160m-deduped, true",
        "meta-llama/Llama-3.1-8B, Llama_3.1_8B_Instruct, true",
        "gemma-2-2b, gemma-2-9b, false",
        "gpt2, pythia-70m, false"
    })
    void namesOfOneModelDifferInWhatPublishersVary(String one, String other, boolean same) {
        assertThat(Origin.sameModel(one, other)).isEqualTo(same);
        assertThat(Origin.sameModel(other, one)).isEqualTo(same);
    }

    @Test
    void aNoteNamesBothModelsIfTheyDiffer() throws IOException {
        Broken.copy("topk", folder);
        Broken.replaceInConfig(folder, "\"hook_head_index\": null", "\"model_name\": \"pythia-70m\"");
        assertThat(notesOn("EleutherAI/pythia-70m")).isEmpty();
        assertThat(notesOn("openai-community/gpt2"))
                .containsExactly("the SAE was trained on pythia-70m (SAELens), and the model here calls itself"
                        + " openai-community/gpt2");
    }

    private List<String> notesOn(String model) {
        try (Intervention splice = new Sae()
                .create(
                        Sae.Options.of(folder),
                        TestContext.builder()
                                .shape(1, 1)
                                .model(ModelInfo.of("gpt2", 50)
                                        .name(Optional.of(model))
                                        .build())
                                .build())) {
            return splice.notes();
        }
    }
}
