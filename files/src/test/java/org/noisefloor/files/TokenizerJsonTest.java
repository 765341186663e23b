package org.noisefloor.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.UserError;

class TokenizerJsonTest {
    @TempDir
    Path folder;

    /** Each ÿ as the byte 0xff, which is never UTF-8. */
    private Path file(String json) throws IOException {
        return Files.write(folder.resolve("tokenizer.json"), json.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ", \"merges\": [\"a b\"]", ", \"merges\": [[\"a\", \"b\"], {\"c\": []}]", ", \"merges\": 3"})
    void theVocabularyIsReadByIdAndMergesOfAnyFormArePassedOver(String merges) throws IOException {
        TokenizerJson json = TokenizerJson.read(file(
                "{\"model\": {\"type\": \"BPE\"" + merges + ", \"vocab\": {\"b\": 7, \"a\": 0}, \"unk_token\": null},"
                        + " \"added_tokens\": [{\"id\": 9, \"content\": \"<s>\", \"special\": true}]}"));
        assertThat(json.vocabulary()).containsExactly(entry(0, "a"), entry(7, "b"));
        assertThat(json.special()).containsExactly(entry(9, "<s>"));
        assertThat(json.id("b")).hasValue(7);
        assertThat(json.id("<s>")).hasValue(9);
        assertThat(json.id("c")).isEmpty();
    }

    @Test
    void aUnigramModelsTokensAreNumberedInTheirOrder() throws IOException {
        TokenizerJson json = TokenizerJson.read(file("{\"model\": {\"vocab\": [[\"<unk>\", 0.0], [\"x\", -1.5]]}}"));
        assertThat(json.vocabulary()).containsExactly(entry(0, "<unk>"), entry(1, "x"));
    }

    /** The tokenizers library does not take it, and would say less. */
    @Test
    void aByteOrderMarkInFrontIsNamed() throws IOException {
        Path file = file("\u00ef\u00bb\u00bf{\"model\": {\"vocab\": {\"a\": 0}}}");
        assertThatThrownBy(() -> TokenizerJson.read(file))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": not a tokenizer.json: found U+FEFF where a value was expected");
    }

    @Test
    void ofATokenThatStandsThereTwiceTheLastIdHolds() throws IOException {
        TokenizerJson json = TokenizerJson.read(file("{\"model\": {\"vocab\": {\"a\": 0, \"b\": 1, \"a\": 2}}}"));
        assertThat(json.vocabulary()).containsExactly(entry(1, "b"), entry(2, "a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\": {\"vocab\": {\"ÿ\": 0}}}",
                "{\"model\": {\"merges\": [\"a ÿ\"], \"vocab\": {\"a\": 0}}}",
                "{\"version\": \"ÿ\", \"model\": {\"vocab\": {\"a\": 0}}}"
            })
    void aByteThatIsNoUtf8IsRefusedWhereverItStands(String json) throws IOException {
        Path file = file(json);
        assertThatThrownBy(() -> TokenizerJson.read(file))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": not a tokenizer.json: a byte of it is not UTF-8");
    }
}
