package org.noisefloor.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.UserError;

class ModelConfigTest {
    @TempDir
    Path folder;

    private ModelConfig read(String config) throws IOException {
        Files.writeString(folder.resolve("config.json"), config);
        return ModelConfig.read(List.of(folder));
    }

    @Test
    void readsWhatAConfigSays() throws IOException {
        ModelConfig config = read("""
            {"model_type": "llama", "vocab_size": 61, "max_position_embeddings": 32,
             "bos_token_id": 1, "eos_token_id": [2, 3], "pad_token_id": null}""");
        assertThat(config.architecture()).isEqualTo("llama");
        assertThat(config.vocabulary()).hasValue(61);
        assertThat(config.context()).hasValue(32);
        assertThat(config.special(61).beginning()).hasValue(1);
        assertThat(config.special(61).byRole()).isEqualTo(Map.of("bos", 1, "eos", 2, "eos_2", 3));
        assertThat(config.tokenizer()).isEmpty();
        assertThat(config.files()).containsExactly(folder.resolve("config.json"));
        assertThat(config.notes(61)).isEmpty();
    }

    @Test
    void saysWhereAConfigGivesTwoBasesOfTheRotation() throws IOException {
        assertThat(read("""
            {"bos_token_id": 1, "rope_theta": 10000.0, "rope_parameters": {"rope_theta": 500000}}""").notes(61))
                .singleElement()
                .asString()
                .startsWith("config.json says rope_theta 10000.0, and 500000 in rope_parameters: transformers 4,");
        assertThat(read("""
            {"bos_token_id": 1, "rope_theta": 500000.0, "rope_parameters": {"rope_theta": 500000}}""").notes(61)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"n_positions", "n_ctx", "max_position_embeddings"})
    void knowsTheNamesOfTheContext(String key) throws IOException {
        assertThat(read("{\"" + key + "\": 32}").context()).hasValue(32);
        assertThat(read("{\"" + key + "\": 0}").context()).isEmpty();
        assertThat(read("{\"" + key + "\": \"32\"}").context()).isEmpty();
    }

    @Test
    void findsWhatIsSaidOfTextWhereTheModelAlsoSees() throws IOException {
        ModelConfig config = read("""
            {"model_type": "gemma3", "eos_token_id": [1, 6],
             "text_config": {"vocab_size": 61, "max_position_embeddings": 32, "bos_token_id": 2, "eos_token_id": 1}}""");
        assertThat(config.vocabulary()).hasValue(61);
        assertThat(config.context()).hasValue(32);
        assertThat(config.special(61).byRole()).isEqualTo(Map.of("bos", 2, "eos", 1, "eos_2", 6));
    }

    @Test
    void takesEachFileFromTheFirstFolderThatHasIt() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("onnx"));
        Files.writeString(inner.resolve("config.json"), "{\"model_type\": \"gpt2\"}");
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"llama\"}");
        Path tokenizer = Files.writeString(folder.resolve("tokenizer.json"), "{}");
        ModelConfig config = ModelConfig.read(List.of(inner, folder));
        assertThat(config.architecture()).isEqualTo("gpt2");
        assertThat(config.file()).hasValue(inner.resolve("config.json"));
        assertThat(config.tokenizer()).hasValue(tokenizer);
    }

    @Test
    void saysWhyNoSpecialTokensAreKnown() throws IOException {
        ModelConfig none = ModelConfig.read(List.of(folder));
        assertThat(none.architecture()).isEqualTo("unknown");
        assertThat(none.file()).isEmpty();
        assertThat(none.notes(61))
                .singleElement()
                .asString()
                .contains("there is no config.json with the model: BOS is");
        assertThat(read("{}").notes(61)).singleElement().asString().contains("config.json names none: BOS is");
    }

    @Test
    void namesTheLineOfBrokenJson() {
        assertThatThrownBy(() -> read("{\n\"model_type\": \n}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("config.json:3: this is not JSON");
    }

    @Test
    void theModelIsCalledWhatItWasLoadedFromUnlessThatIsAPlaceOnADisk() throws IOException {
        for (String name : List.of("gpt2", "openai-community/gpt2", "google/gemma-2-2b")) {
            assertThat(read("{\"_name_or_path\": \"" + name + "\"}")
                            .info(61)
                            .build()
                            .name())
                    .contains(name);
        }
        for (String none : List.of("", "/home/me/gpt2", "./gpt2", "runs/3/checkpoint-500")) {
            assertThat(read("{\"_name_or_path\": \"" + none + "\"}")
                            .info(61)
                            .build()
                            .name())
                    .isEmpty();
        }
        assertThat(read("{}").info(61).build().name()).isEmpty();
    }
}
