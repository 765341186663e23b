package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;

/** What is wrong with a folder is said in one sentence that names the file and the thing. */
class WrongInputTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @BeforeEach
    void aGoodModel() throws IOException {
        copy("llama");
    }

    private void copy(String family) throws IOException {
        try (Stream<Path> files = Files.list(Fixtures.tiny(family))) {
            for (Path file : files.toList()) {
                Files.write(folder.resolve(file.getFileName().toString()), Files.readAllBytes(file));
            }
        }
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> Fixtures.open(folder).close())
                .isInstanceOf(UserError.class)
                .message()
                .startsWith(folder.toString())
                .contains(parts)
                .doesNotContain("\n");
    }

    private void config(Consumer<ObjectNode> change) throws IOException {
        Path file = folder.resolve("config.json");
        ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
        change.accept(config);
        JSON.writeValue(file.toFile(), config);
    }

    /** Rewrites the header of the weights; the data stay as they are. */
    private void header(Consumer<ObjectNode> change) throws IOException {
        Path file = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        ObjectNode header = (ObjectNode) JSON.readTree(Arrays.copyOfRange(bytes, 8, 8 + length));
        change.accept(header);
        byte[] json = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        ByteBuffer all =
                ByteBuffer.allocate(8 + json.length + bytes.length - 8 - length).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(json.length).put(json).put(bytes, 8 + length, bytes.length - 8 - length);
        Files.write(file, all.array());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "new | {} | only of bloom, cohere, | onnx opens any model that was exported with input_ids and logits",
                "mamba | {\"architectures\": [\"MambaForCausalLM\"], \"state_size\": 16} | which has layers that carry a state"
                        + " from token to token (a state-space model), only of | and give the folder with model.onnx and backend: onnx",
                "jamba | {\"mamba_d_state\": 16} | (a state-space model) | onnx opens any model",
                "rwkv | {\"attention_hidden_size\": 16} | (a recurrent network) | onnx opens any model",
                "recurrent_gemma | {\"lru_width\": null, \"attention_hidden_size\": 8} | (a recurrent network) | onnx opens any",
                "qwen3_next | {\"linear_num_key_heads\": 16} | which has layers of linear attention | onnx opens any model",
                "lfm2 | {\"layer_types\": [\"conv\", \"full_attention\"]} | which has layers of convolutions | onnx opens any",
                "deepseek_v3 | {\"kv_lora_rank\": 512} | (latent attention) | onnx opens any model",
                "whisper | {\"is_encoder_decoder\": true} | only of | nor does onnx open it, since it has an encoder",
                "t5 | {\"is_encoder_decoder\": true} | only of | nor does onnx open it, since it has an encoder",
                "bert | {\"architectures\": [\"BertForMaskedLM\"]} | only of | nor does onnx open it, since BertForMaskedLM does not predict",
            })
    void saysOfAFamilyThatItDoesNotKnowWhatItHasAndWhetherOnnxOpensIt(
            String modelType, String more, String cause, String expected) throws IOException {
        JsonNode others = JSON.readTree(more);
        config(json -> {
            json.remove("architectures");
            json.put("model_type", modelType);
            json.setAll((ObjectNode) others);
        });
        assertRefused(
                "config.json: the backend djl has no description of the architecture (model_type) '" + modelType + "'",
                cause,
                expected);
    }

    @Test
    void wantsAConfig() throws IOException {
        Files.delete(folder.resolve("config.json"));
        assertRefused("there is no config.json beside the weights");
        assertThat(new DjlBackend().recognises(folder)).isEmpty();
    }

    @Test
    void wantsWeights() throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        assertRefused("neither model.safetensors nor model.safetensors.index.json");
        Files.writeString(folder.resolve("pytorch_model.bin"), "");
        assertRefused("pytorch_model.bin is a pickle, which is not read: convert it to safetensors");
    }

    @Test
    void saysWhatItOpensForAnotherFile() throws IOException {
        Path file = Files.writeString(folder.resolve("model.gguf"), "");
        assertThatThrownBy(() -> Fixtures.open(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("model.gguf: expected a Hugging Face folder");
        assertThatThrownBy(() -> Fixtures.open(folder.resolve("absent")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("there is no such file or folder");
    }

    @Test
    void recognisesWhatItCouldOpen() {
        DjlBackend backend = new DjlBackend();
        assertThat(backend.recognises(folder)).hasValue("model.safetensors");
        assertThat(backend.recognises(folder.resolve("model.safetensors"))).hasValue("model.safetensors");
        assertThat(backend.recognises(Fixtures.tiny("llama-sharded"))).hasValue("model.safetensors.index.json");
        assertThat(backend.recognises(Fixtures.tiny("gpt2-torchscript").resolve("model.pt")))
                .hasValue("model.pt");
        assertThat(backend.recognises(folder.resolve("config.json"))).isEmpty();
        assertThat(backend.recognises(folder.resolve("absent.pt"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hidden_act | \"gelu_fast\" | unknown activation 'gelu_fast'",
                "hidden_act | null | unknown activation 'null'",
                "rms_norm_eps | \"small\" | rms_norm_eps is \"small\", and a number above 0 is expected",
                "num_hidden_layers | 0 | num_hidden_layers is 0, and a whole number from 1 on is expected",
                "num_attention_heads | null | num_attention_heads is null",
                "num_key_value_heads | 3 | num_key_value_heads is 3, and a divisor of 4, the number of heads, is expected",
                "attention_bias | 1 | attention_bias is 1, and true or false is expected",
                "quantization_config | {\"bits\": 4} | quantization_config is {\"bits\":4}",
                "layer_types | [\"full_attention\"] | layer_types is [\"full_attention\"], and one type for each of 2 layers",
                "layer_types | [\"full_attention\", \"chunked_attention\"] | unknown type of layer 'chunked_attention'",
                "rope_parameters | {\"rope_type\": \"spiral\", \"factor\": 2} | unknown rope_type 'spiral'",
                "rope_parameters | {\"rope_type\": \"linear\"} | rope_parameters: factor is missing",
                "rope_parameters | {\"rope_type\": \"llama3\", \"factor\": 2} | low_freq_factor is missing",
                "rope_parameters | {\"beta_fast\": 2} | unknown key 'beta_fast'",
                "rope_parameters | {\"partial_rotary_factor\": 0.25} | an even number from 2 to 4 is expected",
                "head_dim | 6 | q_proj.weight has the shape [16, 16], expected [24, 16]",
                "vocab_size | 62 | embed_tokens.weight has the shape [61, 16], expected [62, 16]",
                "attention_bias | true | self_attn.q_proj.bias [16] is missing",
                "num_hidden_layers | 1 | has no place in a model of this config.json, nor have 8 others",
                "num_hidden_layers | 3 | model.layers.2.input_layernorm.weight [16] is missing; the weights end with block 1, so they are 2 layers, and config.json asks for more",
            })
    void refusesAConfigThatItCannotHonour(String key, String value, String expected) throws IOException {
        config(json -> {
            try {
                json.set(key, JSON.readTree(value));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertRefused(expected);
    }

    /** Which only the values can tell. */
    @Test
    void refusesAStoredHeadThatShouldBeTheEmbedding() throws IOException {
        config(json -> json.put("tie_word_embeddings", true));
        BatchShape shape = BatchShape.of(1, 2);
        try (LanguageModel model = Fixtures.open(folder);
                CutModel cut = model.cutAt(List.of(), shape)) {
            assertThatThrownBy(() -> cut.run(TokenBatch.of(shape, List.of(new int[] {1, 2}))))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("lm_head.weight is not equal to model.embed_tokens.weight");
        }
    }

    @Test
    void refusesVariantsOfGpt2ThatItDoesNotCompute() throws IOException {
        copy("gpt2");
        config(json -> json.put("add_cross_attention", true));
        assertRefused("add_cross_attention is true, and this backend computes only false");
    }

    @Test
    void refusesSequencesBeyondTheLearnedPositions() throws IOException {
        copy("gpt2");
        try (LanguageModel model = Fixtures.open(folder)) {
            assertThatThrownBy(() -> model.cutAt(List.of(), BatchShape.of(1, 33)))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("embeddings for 32 positions, and sequences of 33 are asked for");
        }
    }

    @Test
    void notesAKeyOfWhichItKnowsNothing() throws IOException {
        config(json -> json.put("clip_everything", 8).put("initializer_range", 0.5));
        try (LanguageModel model = Fixtures.open(folder)) {
            assertThat(model.info().notes())
                    .containsExactly(
                            "config.json has keys that this backend does not know; it takes them to change nothing:"
                                    + " clip_everything");
        }
    }

    @Test
    void namesTheLineOfBrokenJson() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\n\"model_type\": \n}");
        assertRefused("config.json:3: this is not JSON");
    }

    /** More of this is in the tests of {@code files}. */
    @Test
    void refusesABrokenHeader() throws IOException {
        header(json -> ((ObjectNode) json.get("model.norm.weight")).put("dtype", "F5"));
        assertRefused("model.safetensors: tensor model.norm.weight: unknown dtype 'F5'");
    }

    @Test
    void refusesWholeNumbersAsWeights() throws IOException {
        header(json -> ((ObjectNode) json.get("model.norm.weight")).put("dtype", "I32"));
        assertRefused("tensor model.norm.weight is I32, expected one of [BF16, F16, F32, F64]");
    }

    @Test
    void namesTheNearestTensorForAMissingOne() throws IOException {
        header(json -> json.set("model.nrom.weight", json.remove("model.norm.weight")));
        assertRefused("the tensor model.norm.weight [16] is missing; the nearest name is model.nrom.weight");
    }

    @Test
    void refusesAFileThatIsCutShortOrNoSafetensorsAtAll() throws IOException {
        Path file = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 4));
        assertRefused("model.safetensors", "it is truncated; download or copy it again");
        Files.writeString(file, "PK this is a zip");
        assertRefused("truncated or not a safetensors file");
    }

    @Test
    void refusesAnIndexThatDoesNotMatchItsShards() throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        copy("llama-sharded");
        Path index = folder.resolve("model.safetensors.index.json");
        String text = Files.readString(index);

        Files.writeString(index, text.replace("model.norm.weight", "model.nrom.weight"));
        assertRefused("the tensor model.nrom.weight is said to be in model-0000", "and it is in none of the files");
        Files.writeString(index, text.replace("model-00001-of-00002", "../model-00001-of-00002"));
        assertRefused("is not the name of a safetensors file beside it");
        Files.writeString(index, text.replace("model-00001-of-00002", "model-00003-of-00002"));
        assertRefused("model-00003-of-00002.safetensors: there is no such file");
        Files.writeString(index, "{}");
        assertRefused("expected a weight_map");
    }
}
