package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.backend.djl.DjlOptions.Dtype;
import org.noisefloor.testkit.backend.Recording;

/** TorchScript modules, which run as a whole. */
class ScriptModelTest {
    private static final Path MODULE = Fixtures.tiny("gpt2-torchscript").resolve("model.pt");

    @TempDir
    Path folder;

    @Test
    void givesTheLogitsThatPyTorchGives() throws IOException {
        Recording recording = Fixtures.recording(Fixtures.tiny("gpt2-torchscript"));
        try (LanguageModel model = Fixtures.open(MODULE)) {
            assertThat(model.info().vocabulary()).isEqualTo(61);
            assertThat(model.info().digests()).containsKey("model.pt");
            recording.assertComputedBy(model);
        }
    }

    @Test
    void givesTheSameLogitsAgain() throws IOException {
        TokenBatch batch = Fixtures.recording(Fixtures.tiny("gpt2-torchscript")).batch();
        try (LanguageModel model = Fixtures.open(MODULE);
                CutModel whole = model.cutAt(List.of(), batch.shape())) {
            FloatBuffer first = whole.run(batch).logits();
            FloatBuffer kept =
                    FloatBuffer.allocate(first.remaining()).put(first).flip();
            for (int round = 0; round < 4; round++) {
                assertThat(whole.run(batch).logits().mismatch(kept)).isEqualTo(-1);
            }
        }
    }

    @Test
    void hasNoSitesAndSaysWhere() {
        try (LanguageModel model = Fixtures.open(MODULE)) {
            assertThat(model.sites()).isEmpty();
            assertThatThrownBy(() -> model.site("blocks.0.hook_resid_post"))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("model.pt: there is no site 'blocks.0.hook_resid_post'")
                    .hasMessageContaining("give the Hugging Face folder");
            Site elsewhere = Site.of("blocks.0.hook_resid_post", "x", 16);
            assertThatThrownBy(() -> model.cutAt(List.of(elsewhere), BatchShape.of(1, 1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesAnUnknownTokenAndAnotherShape() {
        BatchShape shape = BatchShape.of(1, 3);
        try (LanguageModel model = Fixtures.open(MODULE);
                CutModel whole = model.cutAt(List.of(), shape)) {
            assertThatThrownBy(() -> whole.run(TokenBatch.of(shape, List.of(new int[] {61}))))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("token id 61");
            assertThatThrownBy(() -> whole.run(TokenBatch.of(BatchShape.of(1, 4), List.of())))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theOriginalOfAnEarlierBatchIsNotHandedOutAnyMore() {
        BatchShape shape = BatchShape.of(1, 3);
        try (LanguageModel model = Fixtures.open(MODULE)) {
            CutModel whole = model.cutAt(List.of(), shape);
            Trace first = whole.run(TokenBatch.of(shape, List.of(new int[] {1})));
            Trace second = whole.run(TokenBatch.of(shape, List.of(new int[] {2})));
            assertThatThrownBy(first::logits).isInstanceOf(IllegalStateException.class);
            Splice nowhere = Splice.at(Site.of("blocks.0.hook_resid_post", "x", 16), FloatBuffer.allocate(3 * 16));
            assertThatThrownBy(() -> whole.resume(first, nowhere)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> whole.resume(second, nowhere))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("blocks.0.hook_resid_post");
            whole.close();
            assertThatThrownBy(second::logits).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void refusesWhatIsNoModule() throws IOException {
        Path file = Files.writeString(folder.resolve("weights.pt"), "not a zip");
        assertThatThrownBy(() -> Fixtures.open(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + ": this is not a TorchScript module")
                .hasMessageContaining("torch.jit.save")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void isComputedAsItWasSaved() {
        assertThatThrownBy(() -> Fixtures.open(MODULE, Dtype.BFLOAT16))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("dtype is for Hugging Face folders");
    }
}
