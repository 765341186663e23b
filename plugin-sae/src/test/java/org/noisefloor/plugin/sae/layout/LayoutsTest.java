package org.noisefloor.plugin.sae.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.UserError;
import org.noisefloor.plugin.sae.dictionary.Selection;

/** What a user says beside the files, where it is needed, and where nothing asks for it. */
final class LayoutsTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "published");
    private static final Path END_TO_END = FOLDER.resolve("e2e-sae/gpt2-e2e/samples_400000.pt");
    private static final Path QWEN = FOLDER.resolve("qwen-scope/SAE-Res-Qwen3-1.7B-Base-W32K-L0_6/layer0.sae.pt");

    @TempDir
    Path temp;

    private static Hints k(int k) {
        return new Hints(OptionalInt.of(k), Optional.empty(), Optional.empty(), Hints.Reading.SAELENS, false);
    }

    private static Hints scale(double scale) {
        return new Hints(OptionalInt.empty(), Optional.of(scale), Optional.empty(), Hints.Reading.SAELENS, false);
    }

    private static Hints at(String site) {
        return new Hints(OptionalInt.empty(), Optional.empty(), Optional.of(site), Hints.Reading.SAELENS, false);
    }

    private static void assertRefused(Path path, Hints hints, String... parts) {
        assertThatThrownBy(() -> Layouts.read(path, hints))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(path.toString())
                .hasMessageContainingAll(parts);
    }

    @Test
    void kSaysNothingOfARelu() {
        assertRefused(
                FOLDER.resolve("saelens-standard/standard"),
                k(3),
                "this standard does not keep a fixed number of features, so k: says nothing; leave it out");
    }

    @Test
    void anotherKThanTheFilesSayIsRefusedAndTheSameIsNot() {
        for (String path : new String[] {
            "saelens-topk/topk",
            "sparsify-topk/sae-pythia-160m-32k/layers.0",
            "dictionary-learning-topk/pythia70m_sweep_topk_ctx128_0730/resid_post_layer_3/trainer_0",
            "qwen-scope/SAE-Res-Qwen3-1.7B-Base-W32K-L0_6/layer0.sae.pt"
        }) {
            Path folder = FOLDER.resolve(path);
            int stored = ((Selection.TopK)
                            Layouts.read(folder, Hints.NONE).dictionary().selection())
                    .k();
            assertRefused(folder, k(stored + 1), "keeps " + stored + " features", "k: says " + (stored + 1));
            assertThat(Layouts.read(folder, k(stored)).dictionary().selection())
                    .isEqualTo(new Selection.TopK(stored, false));
        }
    }

    @Test
    void scaleSaysNothingWithoutANormalisation() {
        assertRefused(
                FOLDER.resolve("saelens-standard/standard"),
                scale(0.5),
                "normalize_activations of this SAE is none, so it takes activations as they are; leave scale: out");
    }

    @Test
    void aConstantThatTheFileDoesNotHoldMustBeSaid() {
        Path folder = FOLDER.resolve("saelens-standard-expected-average/standard-expected-average");
        assertRefused(folder, Hints.NONE, "normalize_activations is", "expected_average_only_in", "scale:");
        Published found = Layouts.read(folder, scale(0.5));
        assertThat(found.dictionary().normalization().scaleIn()).isEqualTo(0.5);
        assertThat(found.dictionary().normalization().scaleOut()).isEqualTo(2);
        assertThat(Layouts.read(folder, Hints.TO_LOOK)
                        .dictionary()
                        .normalization()
                        .scaleIn())
                .isEqualTo(1);
    }

    @Test
    void aQwenScopeSaeHasItsKInTheNameOfItsFolderOrInTheConfig() throws IOException {
        assertThat(Layouts.read(QWEN, Hints.NONE).dictionary().selection()).isEqualTo(new Selection.TopK(6, false));
        Path moved = Files.copy(QWEN, temp.resolve("layer0.sae.pt"));
        assertRefused(
                moved,
                Hints.NONE,
                "how many features a Qwen Scope SAE keeps stands in the name of its folder alone",
                "say k: in the config");
        assertThat(Layouts.read(moved, k(7)).dictionary().selection()).isEqualTo(new Selection.TopK(7, false));
        assertRefused(moved, k(33), "k is 33, expected 1 to 32, the number of features");
        assertThat(Layouts.read(moved, Hints.TO_LOOK).layout()).isEqualTo("Qwen Scope");
    }

    @Test
    void ofSeveralSaesInOneFileTheOneOfTheSiteIsTaken() {
        Published first = Layouts.read(END_TO_END, at("blocks.0.hook_resid_pre"));
        Published second = Layouts.read(END_TO_END, at("blocks.1.hook_resid_pre"));
        assertThat(first.belongs().hook()).contains("blocks.0.hook_resid_pre");
        assertThat(second.belongs().hook()).contains("blocks.1.hook_resid_pre");
        assertThat(first.dictionary().decoder())
                .isNotEqualTo(second.dictionary().decoder());
        assertRefused(
                END_TO_END,
                at("blocks.7.hook_resid_pre"),
                "this file has SAEs for blocks.0.hook_resid_pre, blocks.1.hook_resid_pre, and none for"
                        + " blocks.7.hook_resid_pre");
    }

    @Test
    void ofSeveralSaesInOneFileTheFirstIsShown() {
        Published shown = Layouts.read(END_TO_END, Hints.TO_LOOK);
        assertThat(shown.belongs().hook()).contains("blocks.0.hook_resid_pre");
        assertThat(shown.notes())
                .containsExactly("this file has SAEs for blocks.0.hook_resid_pre, blocks.1.hook_resid_pre; the first is"
                        + " shown, and a run takes the one of its site");
    }

    @Test
    void ofOneTranscoderForEachLayerASiteMustSayWhich() {
        assertRefused(FOLDER.resolve("clt-relu/clt-tiny-2.5M"), at("hook_embed"), "hook_embed belongs to none");
        assertRefused(FOLDER.resolve("clt-relu/clt-tiny-2.5M"), Hints.NONE, "no site says which is meant");
    }

    @Test
    void oneFileOfAFolderStandsForTheFolder() {
        Path folder = FOLDER.resolve("saelens-standard/standard");
        for (String part : new String[] {"cfg.json", "sae_weights.safetensors"}) {
            assertThat(Layouts.read(folder.resolve(part), Hints.NONE).files())
                    .isEqualTo(Layouts.read(folder, Hints.NONE).files());
        }
    }

    @Test
    void everyLayoutHasANameOfItsOwn() {
        assertThat(Layouts.names()).doesNotHaveDuplicates().hasSize(15);
    }
}
