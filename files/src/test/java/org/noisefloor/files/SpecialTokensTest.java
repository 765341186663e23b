package org.noisefloor.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tokens of the tables are those of a tokenizer with the letters a, b, c as 1, 2, 3, and {@code <eos>} 5, {@code <pad>} 6 and
 * {@code <bos>} 7 as special tokens. What the post-processors put in front was seen with the Python package tokenizers 0.23.3.
 */
class SpecialTokensTest {
    private static final String TEMPLATE = """
        {"type": "TemplateProcessing", "single": [%s{"Sequence": {"id": "A", "type_id": 0}}%s], "pair": [],
         "special_tokens": {"<bos>": {"id": "<bos>", "ids": [7], "tokens": ["<bos>"]},
                            "<eos>": {"id": "<eos>", "ids": [5], "tokens": ["<eos>"]},
                            "<pad>": {"id": "<pad>", "ids": [6], "tokens": ["<pad>"]}}}""";
    private static final String BYTES = "{\"type\": \"ByteLevel\", \"trim_offsets\": true}";
    private static final Map<String, String> POSTS = Map.of(
            "none",
            "null",
            "bytes",
            BYTES,
            "template",
            TEMPLATE.formatted(token("bos"), ""),
            "sequence",
            "{\"type\": \"Sequence\", \"processors\": [" + BYTES + ", " + TEMPLATE.formatted(token("bos"), "") + "]}",
            "roberta",
            "{\"type\": \"RobertaProcessing\", \"sep\": [\"<eos>\", 5], \"cls\": [\"<bos>\", 7]}",
            "behind",
            TEMPLATE.formatted("", ", " + token("eos").replaceAll(", $", "")),
            "two",
            TEMPLATE.formatted(token("pad") + token("bos"), ""));

    @TempDir
    Path folder;

    private static String token(String name) {
        return "{\"SpecialToken\": {\"id\": \"<" + name + ">\", \"type_id\": 0}}, ";
    }

    private void write(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json);
    }

    private void tokenizer(String post, String bos) throws IOException {
        write("tokenizer.json", """
            {"added_tokens": [{"id": 5, "content": "<eos>", "special": true}, {"id": 6, "content": "<pad>", "special": true},
                              {"id": 7, "content": "%s", "special": true}, {"id": 8, "content": "<tab>", "special": false}],
             "post_processor": %s,
             "model": {"type": "BPE", "vocab": {"<unk>": 0, "a": 1, "b": 2, "c": 3, "<old>": 4}}}""".formatted(bos, POSTS.get(post)));
    }

    private SpecialTokens read() {
        return ModelConfig.read(List.of(folder)).special(300);
    }

    @ParameterizedTest
    @CsvSource({
        // architecture, post-processor, add_bos_token, what sequences start with
        "llama,none,,7",
        "llama,bytes,,7",
        "llama,template,,7",
        "llama,template,false,7",
        "llama,none,true,7",
        "llama,none,false,7",
        "gpt2,bytes,,7",
        "gpt2,bytes,false,7",
        "gpt2,behind,,7",
        "qwen2,none,,",
        "qwen2,bytes,false,",
        "qwen2,bytes,true,",
        "qwen2,behind,,",
        "qwen2,template,,7",
        "qwen2,sequence,true,7",
        "qwen3,roberta,,7",
        "qwen2,two,,7"
    })
    void sequencesStartWithTheBosOfTheTokenizer(String architecture, String post, Boolean adds, Integer bos)
            throws IOException {
        write("config.json", "{\"model_type\": \"" + architecture + "\", \"bos_token_id\": 5, \"eos_token_id\": 5}");
        write("tokenizer_config.json", "{\"bos_token\": {\"content\": \"<bos>\"}, \"add_bos_token\": " + adds + "}");
        tokenizer(post, "<bos>");
        SpecialTokens tokens = read();
        assertThat(tokens.beginning().isPresent() ? tokens.beginning().getAsInt() : null)
                .isEqualTo(bos);
        assertThat(tokens.byRole())
                .isEqualTo(post.equals("two") ? Map.of("bos", 7, "bos_2", 6, "eos", 5) : Map.of("bos", 7, "eos", 5));
        assertThat(tokens.notes())
                .anyMatch(note -> note.startsWith("the model's own files do not agree on its BOS token: token"));
    }

    @Test
    void threeFilesThatDisagreeAreTold() throws IOException {
        write("config.json", "{\"model_type\": \"qwen2\", \"bos_token_id\": 5, \"eos_token_id\": 5}");
        write("generation_config.json", "{\"bos_token_id\": 7, \"eos_token_id\": 5}");
        write("tokenizer_config.json", "{\"add_bos_token\": true, \"bos_token\": {\"content\": \"<bos>\"}}");
        SpecialTokens without = read();
        assertThat(without.beginning()).as("no tokenizer.json").hasValue(7);
        assertThat(without.byRole()).isEqualTo(Map.of("bos", 7, "eos", 5));
        assertThat(without.notes())
                .containsExactly("the model's own files do not agree on its BOS token:"
                        + " generation_config.json says 7, config.json says 5; the first of these counts");
        tokenizer("sequence", "<bos>");
        assertThat(read().beginning()).hasValue(7);
        assertThat(read().notes())
                .containsExactly(
                        "the model's own files do not agree on its BOS token: tokenizer.json says 7,"
                                + " tokenizer_config.json says 7, generation_config.json says 7, config.json says 5; the first of these counts");
    }

    @Test
    void theIdsOfATokenizerConfigAreThoseOfItsTokenizer() throws IOException {
        write("tokenizer_config.json", "{\"bos_token\": \"<old>\", \"pad_token\": \"<nowhere>\"}");
        tokenizer("none", "<bos>");
        assertThat(read().byRole()).as("in the vocabulary alone").isEqualTo(Map.of("bos", 4));
        Files.delete(folder.resolve("tokenizer.json"));
        assertThat(read().byRole()).isEmpty();
        write("tokenizer_config.json", """
            {"bos_token": "<s>", "added_tokens_decoder": {"0": {"content": "<unk>"}, "9": {"content": "<s>"}}}""");
        assertThat(read().beginning()).hasValue(9);
    }

    @Test
    void startsWithNothingWhereTheModelWasTrainedSo() throws IOException {
        write("config.json", "{\"model_type\": \"llama\", \"bos_token_id\": 7}");
        write("tokenizer_config.json", "{\"bos_token\": null}");
        assertThat(read().beginning()).isEmpty();
        tokenizer("template", "<bos>");
        assertThat(read().beginning()).hasValue(7);
    }

    @Test
    void whatTokenizerConfigAsksForIsSetAgainstTheTokenizer() throws IOException {
        write("config.json", "{\"model_type\": \"qwen2\"}");
        write("tokenizer_config.json", "{\"bos_token\": \"<bos>\", \"add_bos_token\": true}");
        tokenizer("bytes", "<bos>");
        assertThat(read().notes())
                .containsExactly(
                        "tokenizer_config.json says add_bos_token: true, but tokenizer.json puts nothing in"
                                + " front of a text, which is what counts in transformers 5; sequences start with no BOS token here");
        write("tokenizer_config.json", "{\"bos_token\": \"<bos>\", \"add_bos_token\": false}");
        assertThat(read().notes()).isEmpty();
        tokenizer("template", "<bos>");
        assertThat(read().notes())
                .containsExactly(
                        "tokenizer_config.json says add_bos_token: false, but tokenizer.json puts a token in"
                                + " front of a text, which is what counts in transformers 5; sequences start with 7 ('<bos>') here");
    }

    @Test
    void anIdBeyondTheVocabularyIsPassedOverAndTold() throws IOException {
        write("config.json", "{\"bos_token_id\": 99999, \"eos_token_id\": [5, 300], \"pad_token_id\": -1}");
        assertThat(read().beginning()).isEmpty();
        assertThat(read().byRole()).isEqualTo(Map.of("eos", 5));
        assertThat(read().notes())
                .containsExactly(
                        "the model's own files name the BOS token 99999 (config.json), but its ids go from 0 to 299; it is passed over",
                        "the model's own files name the EOS token 300 (config.json), but its ids go from 0 to 299; it is passed over");
        write("generation_config.json", "{\"bos_token_id\": 7}");
        assertThat(read().beginning()).hasValue(7);
    }

    @Test
    void endsThatFilesHaveInCommonAreNoDisagreement() throws IOException {
        write("config.json", "{\"bos_token_id\": 7, \"eos_token_id\": 5}");
        write("generation_config.json", "{\"eos_token_id\": [5, 6]}");
        assertThat(read().notes()).isEmpty();
        assertThat(read().byRole()).isEqualTo(Map.of("bos", 7, "eos", 5, "eos_2", 6));
        write("generation_config.json", "{\"eos_token_id\": [6, 8]}");
        assertThat(read().notes())
                .containsExactly("the model's own files do not agree on its EOS token:"
                        + " generation_config.json says [6, 8], config.json says 5; all of these count as special");
    }

    @ParameterizedTest
    @CsvSource({
        "<|im_start|>,true", "<start_of_turn>,true", "<|start_header_id|>,true", "<|user|>,true", "[INST],true",
        "<s>,false", "<|endoftext|>,false", "<|begin_of_text|>,false", "<bos>,false", "<|startoftext|>,false"
    })
    void aBosThatIsAChatMarkerIsTold(String text, boolean marker) throws IOException {
        write("config.json", "{\"model_type\": \"llama\", \"bos_token_id\": 7}");
        tokenizer("none", text);
        assertThat(read().beginning()).hasValue(7);
        assertThat(read().notes())
                .hasSize(marker ? 1 : 0)
                .allMatch(note -> note.startsWith("the BOS token 7 ('" + text + "') is a chat marker"));
    }

    @Test
    void severalTokensInFrontAreTold() throws IOException {
        tokenizer("two", "<bos>");
        assertThat(read().notes())
                .containsExactly("tokenizer.json puts several tokens in front of a text (6 ('<pad>'), 7 ('<bos>'));"
                        + " sequences start with all of them");
        assertThat(read().beginning()).hasValue(7);
        assertThat(read().byRole()).containsEntry("bos", 7).containsEntry("bos_2", 6);
    }

    @Test
    void aTokenizerThatCannotBeReadIsLeftToTheText() throws IOException {
        write("config.json", "{\"bos_token_id\": 7}");
        write("tokenizer.json", "version https://git-lfs.github.com/spec/v1");
        assertThat(read().beginning()).hasValue(7);
        assertThat(read().notes()).isEmpty();
    }
}
