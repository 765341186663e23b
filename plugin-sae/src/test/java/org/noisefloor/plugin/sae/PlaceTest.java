package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.testkit.TestContext;

/** Where an SAE or a transcoder reads and writes, by its files, by the config and by the site. */
final class PlaceTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "published");
    private static final Path TRANSCODER = FOLDER.resolve("sparsify-transcoder/sae-pythia-160m-32k/layers.0.mlp");
    private static final Path ONE_FILE =
            FOLDER.resolve("circuit-tracer-transcoder/qwen3-0.6b-transcoders-lowl0/layer_1.safetensors");
    private static final Path HEAD = FOLDER.resolve("saelens-standard-head/standard-head");
    private static final Path ACROSS = FOLDER.resolve("clt-relu/clt-tiny-2.5M");
    private static final String IN = "blocks.0.mlp.hook_in";

    @TempDir
    Path temp;

    private static Intervention open(Path path, String site, int width, boolean center, String writes) {
        Sae.Options plain = Sae.Options.of(path);
        return new Sae()
                .create(
                        new Sae.Options(
                                path,
                                center,
                                plain.scale(),
                                plain.k(),
                                writes.isEmpty() ? Optional.empty() : Optional.of(writes),
                                plain.reading()),
                        TestContext.builder()
                                .shape(1, 1)
                                .site(Site.of(site, "t", width))
                                .build());
    }

    private static void assertRefused(ThrowingCallable opening, String message) {
        assertThatThrownBy(opening).isInstanceOf(UserError.class).hasMessageContaining(message);
    }

    private static List<String> writes(Path path, String site, String writes) {
        return open(path, site, 16, false, writes).needs().writes();
    }

    @Test
    void aTranscoderWritesWhatItsFilesName() {
        assertThat(writes(TRANSCODER, IN, "")).containsExactly("blocks.0.hook_mlp_out");
        assertThat(open(TRANSCODER, IN, 16, false, "").needs().rowsWritten()).hasValue(16);
    }

    @Test
    void theConfigMaySayAnotherSiteWithANote() {
        Intervention splice = open(TRANSCODER, IN, 16, false, "blocks.0.hook_resid_post");
        assertThat(splice.needs().writes()).containsExactly("blocks.0.hook_resid_post");
        assertThat(splice.notes())
                .contains("the transcoder was trained to write blocks.0.hook_mlp_out and writes"
                        + " blocks.0.hook_resid_post");
        assertThat(splice.provenance()).containsEntry("writes", "blocks.0.hook_resid_post");
    }

    @Test
    void splicedAtAnotherLayerItWritesThere() {
        Intervention splice = open(TRANSCODER, "blocks.3.mlp.hook_in", 16, false, "");
        assertThat(splice.needs().writes()).containsExactly("blocks.3.hook_mlp_out");
        assertThat(splice.notes())
                .contains(
                        "the SAE was trained at blocks.0.mlp.hook_in (sparsify) and is spliced at blocks.3.mlp.hook_in");
    }

    @Test
    void oneOfNoKnownLayerWritesWhatTheMlpOfTheSiteGives() throws IOException {
        Path nameless = Files.copy(ONE_FILE, temp.resolve("transcoder.safetensors"));
        assertThat(writes(nameless, "blocks.5.mlp.hook_in", "")).containsExactly("blocks.5.hook_mlp_out");
    }

    @Test
    void whereNothingSaysWhatItWritesTheConfigMust() throws IOException {
        Path nameless = Files.copy(ONE_FILE, temp.resolve("transcoder.safetensors"));
        assertRefused(
                () -> open(nameless, "some.module", 16, false, ""),
                ": nothing says which site this transcoder writes; say writes: in the config, such as writes:"
                        + " blocks.0.hook_mlp_out");
        assertThat(writes(nameless, "some.module", "other.module")).containsExactly("other.module");
    }

    @Test
    void aTranscoderThatWritesWhatItReadsIsAnSae() {
        assertThat(writes(TRANSCODER, IN, IN)).isEmpty();
    }

    @Test
    void theMeanThatATranscoderWouldSubtractCannotBeAddedBackElsewhere() {
        assertRefused(
                () -> open(TRANSCODER, IN, 16, true, ""),
                "the mean that center: true subtracts at blocks.0.mlp.hook_in");
    }

    @Test
    void aLayerOfATranscoderAcrossLayersWritesAllFromItOnAndNoOther() {
        Intervention splice = open(ACROSS, "blocks.1.mlp.hook_in", 16, false, "");
        assertThat(splice.needs().writes()).containsExactly("blocks.1.hook_mlp_out", "blocks.2.hook_mlp_out");
        assertThat(splice.needs().isAdding()).isTrue();
        assertThat(splice.notes())
                .anySatisfy(note -> assertThat(note).contains("only splice: together at all of its layers"));
        assertRefused(
                () -> open(ACROSS, "blocks.1.mlp.hook_in", 16, false, "blocks.1.hook_mlp_out"),
                "which writes: cannot replace");
    }

    @Test
    void aHeadReadsItsOwnNumbers() {
        Intervention splice = open(HEAD, "blocks.0.attn.hook_z", 48, false, "");
        assertThat(splice.needs().writes()).isEmpty();
        assertThat(splice.provenance()).containsEntry("hook_head_index", 2);
    }

    @Test
    void aHeadThatTheSiteDoesNotHaveIsRefused() {
        assertRefused(
                () -> open(HEAD, "blocks.0.attn.hook_z", 32, false, ""),
                "is for head 2, of width 16, and blocks.0.attn.hook_z has width 32, which holds 2 such heads");
        assertRefused(
                () -> open(HEAD, "blocks.0.attn.hook_z", 56, false, ""), "which holds no whole number of such heads");
    }

    @Test
    void anotherWidthIsRefusedWithThePlaceThatTheFilesName() {
        assertRefused(
                () -> open(FOLDER.resolve("saelens-standard/standard"), "blocks.0.hook_resid_post", 32, false, ""),
                ": this SAE is for activations of width 16, and blocks.0.hook_resid_post has width 32; its files say that"
                        + " it belongs at ");
    }

    @Test
    void whatIsNarrowerThanItReadsNeedsAnotherSiteToWrite() {
        Path narrow = FOLDER.resolve("saelens-skip-transcoder-narrow/skip-transcoder-narrow");
        assertRefused(() -> open(narrow, IN, 16, false, IN), "; say writes: with the site that it writes");
    }
}
