package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;

class ModelInfoTest {

    @TempDir
    Path folder;

    @Test
    void readsTheConfigOfTheDemoModel() {
        try (LanguageModel model = Fixtures.open(Fixtures.DEMO)) {
            ModelInfo info = model.info();
            assertThat(info.architecture()).isEqualTo("gpt2");
            assertThat(info.vocabulary()).isEqualTo(2048);
            assertThat(info.embeddings()).hasValue(2048);
            assertThat(info.context()).hasValue(256);
            assertThat(info.bos()).hasValue(0);
            assertThat(info.special()).isEqualTo(Map.of("bos", 0, "eos", 0));
            assertThat(info.tokenizer())
                    .hasValueSatisfying(path -> assertThat(path).isRegularFile());
            assertThat(info.digests()).containsOnlyKeys("model.onnx", "config.json");
            assertThat(info.notes()).isEmpty();
            assertThat(model.sites()).hasSize(1 + 6 * 15);
        }
    }

    @Test
    void startsSequencesWithBosExceptForQwen2WhichHasNone() {
        assertThat(info("gpt2-dynamo").bos()).hasValue(60);
        assertThat(info("neox-torchscript").bos()).hasValue(0);
        assertThat(info("llama-optimum").bos()).hasValue(1);
        assertThat(info("llama-optimum").special()).isEqualTo(Map.of("bos", 1, "eos", 2, "pad", 2));
        assertThat(info("qwen2-dynamo").bos()).isEmpty();
        assertThat(info("qwen2-dynamo").special()).isEqualTo(Map.of("bos", 59, "eos", 60));
    }

    @Test
    void digestsTheExternalDataToo() {
        assertThat(info("llama-dynamo").digests()).containsOnlyKeys("model.onnx", "model.onnx.data", "config.json");
    }

    @Test
    void opensABareFile() throws IOException {
        Path file = folder.resolve("anything.onnx");
        Files.copy(Fixtures.tiny("gpt2-dynamo").resolve("model.onnx"), file);
        try (LanguageModel model = Fixtures.open(file)) {
            assertThat(model.info().architecture()).isEqualTo("unknown");
            assertThat(model.info().vocabulary()).isEqualTo(61);
            assertThat(model.info().context()).as("rows of the position table").hasValue(32);
            assertThat(model.info().bos()).isEmpty();
            assertThat(model.info().special()).isEmpty();
            assertThat(model.info().tokenizer()).isEmpty();
            assertThat(model.sites()).hasSize(1 + 2 * 15);
            assertThat(model.info().notes())
                    .containsExactly("no special tokens are known, since there is no config.json with the model: BOS is"
                            + " intervened on and scored like any other token, unless positions.special lists its id");
        }
    }

    @Test
    void saysSoIfTheConfigNamesNoSpecialTokens() throws IOException {
        Files.copy(Fixtures.tiny("gpt2-dynamo").resolve("model.onnx"), folder.resolve("model.onnx"));
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"gpt2\"}");
        try (LanguageModel model = Fixtures.open(folder)) {
            assertThat(model.info().notes())
                    .singleElement()
                    .asString()
                    .startsWith("no special tokens are known, since config.json names none: BOS is");
        }
    }

    @Test
    void looksForTheConfigBesideTheFolderOnnx() throws IOException {
        Path onnx = Files.createDirectory(folder.resolve("onnx"));
        Files.copy(Fixtures.tiny("gpt2-dynamo").resolve("model.onnx"), onnx.resolve("model.onnx"));
        Files.writeString(
                folder.resolve("config.json"),
                "{\"model_type\": \"llama\", \"bos_token_id\": 5, \"eos_token_id\": [6, 7]}");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"bos_token\": null}");
        Files.writeString(folder.resolve("generation_config.json"), "{\"pad_token_id\": 8}");
        for (Path path : new Path[] {folder, onnx, onnx.resolve("model.onnx")}) {
            try (LanguageModel model = Fixtures.open(path)) {
                assertThat(model.info().notes()).isEmpty();
                assertThat(model.info().architecture()).isEqualTo("llama");
                assertThat(model.info().special()).isEqualTo(Map.of("bos", 5, "eos", 6, "eos_2", 7, "pad", 8));
                assertThat(model.info().bos()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-dynamo", "gpt2-torchscript", "gpt2-optimum", "gpt2-optimum_past"})
    void theContextIsNeverMoreThanThePositionsThatTheGraphHas(String fixture) throws IOException {
        Files.copy(Fixtures.tiny(fixture).resolve("model.onnx"), folder.resolve("model.onnx"));
        Files.writeString(folder.resolve("config.json"), "{\"n_positions\": 4096}");
        try (LanguageModel model = Fixtures.open(folder)) {
            assertThat(model.info().context()).hasValue(32);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"neox-dynamo", "llama-torchscript", "qwen2-optimum"})
    void aModelWithoutPositionEmbeddingsHasTheContextOfItsConfigAlone(String fixture) throws IOException {
        Path original = Fixtures.tiny(fixture);
        for (String name : new String[] {"model.onnx", "model.onnx.data"}) {
            if (Files.exists(original.resolve(name))) {
                Files.copy(original.resolve(name), folder.resolve(name));
            }
        }
        try (LanguageModel model = Fixtures.open(folder)) {
            assertThat(model.info().context()).isEmpty();
        }
    }

    private static ModelInfo info(String fixture) {
        try (LanguageModel model = Fixtures.open(Fixtures.tiny(fixture))) {
            return model.info();
        }
    }

    /** The demo's graph beside another config.json. */
    private Path withVocabulary(int size) throws IOException {
        Files.copy(Fixtures.DEMO.resolve("model.onnx"), folder.resolve("model.onnx"));
        Files.writeString(
                folder.resolve("config.json"),
                Files.readString(Fixtures.DEMO.resolve("config.json"))
                        .replaceFirst("\"vocab_size\": *[0-9]+", "\"vocab_size\": " + size));
        return folder;
    }

    @Test
    void rowsAndOutputsBeyondTheVocabularyOfTheConfigArePadding() throws IOException {
        try (LanguageModel model = Fixtures.open(withVocabulary(100))) {
            assertThat(model.info().vocabulary()).isEqualTo(2048);
            assertThat(model.info().embeddings()).hasValue(100);
            assertThat(model.info().notes())
                    .containsExactly(
                            "config.json says vocab_size 100, but the graph has embeddings for 2048 tokens; the"
                                    + " others are taken for padding, and a text that has one of them is refused");
        }
    }

    @Test
    void aVocabularyLargerThanTheOutputsIsRefused() throws IOException {
        Path other = withVocabulary(4096);
        assertThatThrownBy(() -> Fixtures.open(other))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        other.resolve("config.json") + ": vocab_size is 4096, but the graph's logits have 2048 entries;"
                                + " the two do not belong together, so put the config.json of this model beside it");
    }
}
