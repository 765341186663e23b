package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.CutModel;
import org.noisefloor.api.LanguageModel;
import org.noisefloor.api.Site;
import org.noisefloor.api.TokenBatch;
import org.noisefloor.api.Trace;
import org.noisefloor.api.UserError;
import org.noisefloor.backend.djl.DjlOptions.Dtype;

/** TorchScript modules, which run as a whole. */
class ScriptModelTest {
    private static final Path MODULE = Fixtures.tiny("gpt2-torchscript").resolve("model.pt");

    @TempDir
    Path folder;

    @Test
    void givesTheLogitsThatPyTorchGives() throws IOException {
        JsonNode expected = new ObjectMapper()
                .readTree(MODULE.resolveSibling("expected.json").toFile());
        List<int[]> sequences = new ArrayList<>();
        for (JsonNode sequence : expected.get("tokens")) {
            int[] tokens = new int[sequence.size()];
            for (int t = 0; t < tokens.length; t++) {
                tokens[t] = sequence.get(t).intValue();
            }
            sequences.add(tokens);
        }
        BatchShape shape = new BatchShape(sequences.size(), sequences.get(0).length);
        try (LanguageModel model = Fixtures.open(MODULE);
                CutModel whole = model.cutAt(List.of(), shape)) {
            assertThat(model.info().vocabulary()).isEqualTo(61);
            assertThat(model.info().digests()).containsKey("model.pt");
            FloatBuffer first = whole.run(new TokenBatch(shape, sequences)).logits();
            float[] logits = new float[first.remaining()];
            first.get(logits);
            assertThat(logits).hasSize(expected.get("logits").size());
            for (int i = 0; i < logits.length; i++) {
                assertThat((double) logits[i])
                        .isCloseTo(expected.get("logits").get(i).doubleValue(), within(1e-5));
            }
            for (int round = 0; round < 4; round++) {
                FloatBuffer again = whole.run(new TokenBatch(shape, sequences)).logits();
                assertThat(again.mismatch(FloatBuffer.wrap(logits))).isEqualTo(-1);
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
            Site elsewhere = new Site("blocks.0.hook_resid_post", "x", 16);
            assertThatThrownBy(() -> model.cutAt(List.of(elsewhere), new BatchShape(1, 1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesAnUnknownTokenAndAnotherShape() {
        BatchShape shape = new BatchShape(1, 3);
        try (LanguageModel model = Fixtures.open(MODULE);
                CutModel whole = model.cutAt(List.of(), shape)) {
            assertThatThrownBy(() -> whole.run(new TokenBatch(shape, List.of(new int[] {61}))))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("token id 61");
            assertThatThrownBy(() -> whole.run(new TokenBatch(new BatchShape(1, 4), List.of())))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theOriginalOfAnEarlierBatchIsNotHandedOutAnyMore() {
        BatchShape shape = new BatchShape(1, 3);
        try (LanguageModel model = Fixtures.open(MODULE)) {
            CutModel whole = model.cutAt(List.of(), shape);
            Trace first = whole.run(new TokenBatch(shape, List.of(new int[] {1})));
            Trace second = whole.run(new TokenBatch(shape, List.of(new int[] {2})));
            assertThatThrownBy(first::logits).isInstanceOf(IllegalArgumentException.class);
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
