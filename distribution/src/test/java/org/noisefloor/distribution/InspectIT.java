package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code noisefloor sae PATH} and {@code noisefloor check} say of an SAE. */
class InspectIT {
    private static final Path DEMO = Distribution.repository().resolve("examples/demo");
    private static final Path SAE = DEMO.resolve("saes/blocks.3.hook_resid_post");

    @TempDir
    Path temp;

    private static void assertOneSentence(Distribution.Result result, String... parts) {
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stdout()).isEmpty();
        assertThat(told(result)).hasSize(1);
        assertThat(told(result).get(0)).startsWith("error: ").contains(parts);
    }

    private static List<String> told(Distribution.Result result) {
        return result.stderr().lines().toList();
    }

    @Test
    void anSaeIsToldLineByLineWithoutAModel() {
        var result = Distribution.run("sae", SAE.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(told(result)).isEmpty();
        assertThat(result.stdout().lines())
                .contains(
                        "layout        SAELens",
                        "architecture  topk",
                        "size          128 in, 512 features",
                        "reads         blocks.3.hook_resid_post");
        assertThat(Distribution.run("inspect", "sae", SAE.toString())).isEqualTo(result);
    }

    @Test
    void aNameOnTheHubIsNoPathYet() {
        assertOneSentence(
                Distribution.run("sae", "google/gemma-scope-2b-pt-res"),
                "google/gemma-scope-2b-pt-res: there is no such file or folder",
                "hf download NAME --local-dir FOLDER");
    }

    @Test
    void aLanguageModelIsNoSae() throws IOException {
        Files.writeString(temp.resolve("config.json"), "{}");
        Files.writeString(temp.resolve("model.safetensors"), "");
        assertOneSentence(Distribution.run("sae", temp.toString()), "this is a language model", "under model.path");
    }

    @Test
    void anInterventionThatReadsNothingHasNothingToShow() {
        assertOneSentence(
                Distribution.run("zero", SAE.toString()),
                "'zero' is made from no files, so there is nothing to inspect");
    }

    @Test
    void anUnknownInterventionHasANearestOne() {
        assertOneSentence(Distribution.run("inspect", "saee", "x"), "unknown intervention 'saee'; did you mean 'sae'?");
    }

    @Test
    void aCheckNamesTheSaeOfEachSite() throws IOException {
        Files.writeString(temp.resolve("tokens.jsonl"), "{\"tokens\": [0, 5, 6, 7]}\n");
        Path config = Files.writeString(temp.resolve("run.yaml"), """
                model: { backend: onnx, path: '%s' }
                corpus: { path: tokens.jsonl, sequences: 1, length: 4, pack: document, calibration: { sequences: 0 } }
                sites: [ blocks.2.hook_resid_post, blocks.3.hook_resid_post ]
                interventions: [ { type: sae, path: '%s/blocks.{layer}.hook_resid_post' } ]
                output: '%s'
                """.formatted(
                        DEMO.resolve("model"), DEMO.resolve("saes"), temp.resolve("out")));
        var result = Distribution.run("check", config.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.stdout().lines().filter(line -> line.startsWith("Made of:")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("architecture topk", "d_in 128", "d_sae 512", "layout SAELens")
                        .containsPattern("weights_sha256 [0-9a-f]{12}$"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Made of:   blocks.2.hook_resid_post, sae: ")
                        .contains("hook_name blocks.2.hook_resid_post, hook_name_is_site true"))
                .anySatisfy(line -> assertThat(line).startsWith("Made of:   blocks.3.hook_resid_post, sae: "));
    }
}
