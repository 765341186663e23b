package org.noisefloor.core.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.Document;

class ReadersTest {
    private static final JsonlReader.Options DEFAULTS = new JsonlReader.Options("text", "tokens");

    @TempDir
    Path folder;

    @Test
    void readsTheTextFilesOfAFolderInTheOrderOfTheirNames() throws IOException {
        write("b.txt", "second");
        write("a.txt", "first");
        write("notes.md", "not read");
        assertThat(text(folder)).extracting(Document::place).containsExactly("a.txt", "b.txt");
        assertThat(text(folder)).extracting(ReadersTest::textOf).containsExactly("first", "second");
    }

    @Test
    void leavesAByteOrderMarkOut() throws IOException {
        Path file = write("a.txt", "\uFEFFhello");
        assertThat(textOf(text(file).get(0))).isEqualTo("hello");
    }

    @Test
    void namesTheLineOfABadByte() throws IOException {
        Path file = folder.resolve("latin1.txt");
        Files.write(file, "one\ntwo\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> text(file))
                .isInstanceOf(UserError.class)
                .hasMessage("latin1.txt:3: byte 0xe9 is not UTF-8; save the file as UTF-8");
        Path json = folder.resolve("latin1.jsonl");
        Files.write(json, "{\"text\":\"a\"}\n\n{\"text\":\"caf\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> jsonl(json, DEFAULTS))
                .isInstanceOf(UserError.class)
                .hasMessage("latin1.jsonl:3: byte 0xe9 is not UTF-8; save the file as UTF-8");
    }

    @Test
    void saysThatAFolderHasNoText() {
        assertThatThrownBy(() -> text(folder))
                .isInstanceOf(UserError.class)
                .hasMessage("there is no .txt file in the folder " + folder);
    }

    @Test
    void refusesATextFileThatIsTooLargeForOneDocument() throws IOException {
        Path file = folder.resolve("large.txt");
        Files.write(file, new byte[Texts.LARGEST_BYTES + 1]);
        assertThatThrownBy(() -> text(file))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "large.txt has 8 MiB, but a text file is one document of at most 8 MiB; split it, or make it a"
                                + " .jsonl file with a document a line");
    }

    @Test
    void readsTextAndTokensLineByLine() throws IOException {
        Path file = write("a.jsonl", "{\"text\": \"hi\", \"id\": 7}\r\n\n{\"tokens\": [1, 2]}");
        List<Document> documents = jsonl(file, DEFAULTS);
        assertThat(documents).extracting(Document::place).containsExactly("a.jsonl:1", "a.jsonl:3");
        assertThat(textOf(documents.get(0))).isEqualTo("hi");
        assertThat(((Document.Tokens) documents.get(1)).ids()).containsExactly(1, 2);
    }

    @Test
    void readsUnderOtherKeys() throws IOException {
        Path file = write("a.jsonl", "{\"content\": \"hi\", \"input_ids\": [1]}");
        assertThat(jsonl(file, new JsonlReader.Options("", "input_ids")).get(0))
                .isInstanceOfSatisfying(
                        Document.Tokens.class,
                        tokens -> assertThat(tokens.ids()).containsExactly(1));
        assertThat(textOf(jsonl(file, new JsonlReader.Options("content", "")).get(0)))
                .isEqualTo("hi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello | not valid JSON at column 1: Unrecognized token 'hello'",
                "{\"text\": \"a\"} {\"text\": \"b\"} | not valid JSON at column 15: something follows behind the first value",
                "{\"text\": \"a\" | not valid JSON at column 13: it ends too early",
                "[1, 2] | expected a JSON object with 'text' or 'tokens', found a list",
                "{\"txt\": \"a\"} | expected the key 'text' or 'tokens', found txt",
                "{} | expected the key 'text' or 'tokens', found an empty object",
                "{\"text\": 3} | 'text' must be a text, found 3",
                "{\"text\": null} | 'text' must be a text, found null",
                "{\"tokens\": \"1 2\"} | 'tokens' must be a list of token ids, found a text",
                "{\"tokens\": [1, -2]} | 'tokens' has -2 at index 1, where a token id (a whole number, not negative) was expected",
                "{\"tokens\": [1.5]} | 'tokens' has 1.5 at index 0, where a token id (a whole number, not negative) was expected",
                "{\"tokens\": [4294967296]} | 'tokens' has 4294967296 at index 0, where a token id (a whole number, not negative) was expected",
                "{\"text\": \"a\", \"tokens\": [1]} | both 'text' and 'tokens' are here; say which is meant with corpus.tokens_key: \"\" (read the text) or corpus.text_key: \"\" (read the tokens)",
                "{\"text\": \"a\", \"text\": \"b\"} | not valid JSON at column 21: Duplicate field 'text'",
            })
    void namesFileAndLineOfWhatIsWrong(String line, String sentence) throws IOException {
        Path file = write("bad.jsonl", "{\"text\": \"good\"}\n" + line + "\n");
        assertThatThrownBy(() -> jsonl(file, DEFAULTS))
                .isInstanceOf(UserError.class)
                .hasMessage("bad.jsonl:2: " + sentence);
    }

    @Test
    void refusesHalfACharacter() throws IOException {
        Path file = write("half.jsonl", "{\"text\": \"a\\ud800b\"}");
        assertThatThrownBy(() -> Demo.Wanted.of(file).open())
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "half.jsonl:1: half a character (\\ud800 without its other surrogate) at index 1 of the text");
    }

    @Test
    void knowsItsFilesByName() {
        assertThat(new TextReader().accepts(folder)).isTrue();
        assertThat(new TextReader().accepts(Path.of("A.TXT"))).isTrue();
        assertThat(new JsonlReader().accepts(Path.of("a.ndjson"))).isTrue();
        assertThat(new JsonlReader().accepts(Path.of("a.json"))).isFalse();
    }

    private static String textOf(Document document) {
        return ((Document.Text) document).text();
    }

    private static List<Document> text(Path path) {
        try (var documents = new TextReader().read(path, new NoOptions(), Demo.CONTEXT)) {
            return documents.toList();
        }
    }

    private static List<Document> jsonl(Path path, JsonlReader.Options options) {
        try (var documents = new JsonlReader().read(path, options, Demo.CONTEXT)) {
            return documents.toList();
        }
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1f8b0800 | compressed by gzip; unpack it first (gunzip)",
                "28b52ffd | compressed by Zstandard; unpack it first (unzstd)",
                "50415231ff | a Parquet file; write its texts as JSON lines first",
                "fffe4100 | UTF-16 text; save it as UTF-8",
            })
    void whatIsNoTextIsNamedForWhatItIs(String bytes, String what) throws IOException {
        Path file = Files.write(folder.resolve("corpus.jsonl"), HexFormat.of().parseHex(bytes));
        assertThatThrownBy(() -> new JsonlReader()
                        .read(file, new JsonlReader.Options("text", "tokens"), Demo.CONTEXT)
                        .toList())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("this is no UTF-8 text but " + what);
    }
}
