package org.noisefloor.core.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.UserError;
import org.noisefloor.api.corpus.Document;

class ReadersTest {
    private static final JsonlReader.Options DEFAULTS = new JsonlReader.Options("text", "tokens", Optional.empty());

    private static final JsonlReader.Options BY_BOOK = new JsonlReader.Options("text", "tokens", Optional.of("book"));

    @TempDir
    Path folder;

    @Test
    void readsTheTextFilesOfAFolderInTheOrderOfTheirNames() throws IOException {
        write("b.txt", "second");
        write("a.txt", "first");
        write("notes.md", "not read");
        assertThat(text(folder))
                .extracting(Document::place)
                .containsExactly(
                        folder.resolve("a.txt").toString(),
                        folder.resolve("b.txt").toString());
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
                .hasMessage(file + ":3: byte 0xe9 is not UTF-8; save the file as UTF-8");
        Path json = folder.resolve("latin1.jsonl");
        Files.write(json, "{\"text\":\"a\"}\n\n{\"text\":\"caf\u00e9\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> jsonl(json, DEFAULTS))
                .isInstanceOf(UserError.class)
                .hasMessage(json + ":3: byte 0xe9 is not UTF-8; save the file as UTF-8");
    }

    @Test
    void saysThatAFolderHasNoText() {
        assertThatThrownBy(() -> text(folder))
                .isInstanceOf(UserError.class)
                .hasMessage("there is no .txt file in the folder " + folder + ", which is empty");
    }

    @Test
    void refusesATextFileThatIsTooLargeForOneDocument() throws IOException {
        Path file = folder.resolve("large.txt");
        Files.write(file, new byte[Texts.LARGEST_BYTES + 1]);
        assertThatThrownBy(() -> text(file))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        file + " has 8 MiB, but a document has at most 8 MiB; split the file, or say which line stands"
                                + " between its documents (corpus.separator)");
    }

    @Test
    void readsTextAndTokensLineByLine() throws IOException {
        Path file = write("a.jsonl", "{\"text\": \"hi\", \"id\": 7}\r\n\n{\"tokens\": [1, 2]}");
        List<Document> documents = jsonl(file, DEFAULTS);
        assertThat(documents).extracting(Document::place).containsExactly(file + ":1", file + ":3");
        assertThat(textOf(documents.get(0))).isEqualTo("hi");
        assertThat(((Document.Tokens) documents.get(1)).ids()).containsExactly(1, 2);
    }

    @Test
    void readsUnderOtherKeys() throws IOException {
        Path file = write("a.jsonl", "{\"content\": \"hi\", \"input_ids\": [1]}");
        assertThat(jsonl(file, new JsonlReader.Options("", "input_ids", Optional.empty()))
                        .get(0))
                .isInstanceOfSatisfying(
                        Document.Tokens.class,
                        tokens -> assertThat(tokens.ids()).containsExactly(1));
        assertThat(textOf(jsonl(file, new JsonlReader.Options("content", "", Optional.empty()))
                        .get(0)))
                .isEqualTo("hi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello | not valid JSON at column 1: 'hello' is no value of JSON, where a text stands in double quotes; expected one JSON object a line",
                "{\"text\": \"a\"} {\"text\": \"b\"} | not valid JSON at column 15: something follows behind the first value; expected one JSON object a line",
                "{\"text\": \"a\" | not valid JSON at column 13: it ends too early; expected one JSON object a line",
                "[1, 2] | expected a JSON object with 'text' or 'tokens', found a list",
                "{\"txt\": \"a\"} | expected the key 'text' or 'tokens', found the keys: txt",
                "{} | expected the key 'text' or 'tokens', found an empty object",
                "{\"text\": 3} | 'text' must be a text, found 3",
                "{\"text\": null} | 'text' must be a text, found null",
                "{\"tokens\": \"1 2\"} | 'tokens' must be a list of token ids, found a text",
                "{\"tokens\": [1, -2]} | 'tokens' has -2 at index 1, where a token id (a whole number, not negative) was expected",
                "{\"tokens\": [1.5]} | 'tokens' has 1.5 at index 0, where a token id (a whole number, not negative) was expected",
                "{\"tokens\": [4294967296]} | 'tokens' has 4294967296 at index 0, where a token id (a whole number, not negative) was expected",
                "{\"text\": \"a\", \"tokens\": [1]} | both 'text' and 'tokens' are here; say which is meant with corpus.tokens_key: \"\" (read the text) or corpus.text_key: \"\" (read the tokens)",
                "{\"text\": \"a\", \"text\": \"b\"} | not valid JSON at column 21: the key 'text' stands there twice; expected one JSON object a line",
            })
    void namesFileAndLineOfWhatIsWrong(String line, String sentence) throws IOException {
        Path file = write("bad.jsonl", "{\"text\": \"good\"}\n" + line + "\n");
        assertThatThrownBy(() -> jsonl(file, DEFAULTS))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ":2: " + sentence);
    }

    @Test
    void refusesHalfACharacter() throws IOException {
        Path file = write("half.jsonl", "{\"text\": \"a\\ud800b\"}");
        assertThatThrownBy(() -> Demo.Wanted.of(file).open())
                .isInstanceOf(UserError.class)
                .hasMessage("demo.yaml:3: corpus.path: " + file
                        + ":1: half a character (U+D800 without its other surrogate) in the text, at column 2");
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
        return text(path, null);
    }

    private static List<Document> text(Path path, @Nullable String separator) {
        try (var documents =
                new TextReader().read(path, new TextReader.Options(Optional.ofNullable(separator)), Demo.CONTEXT)) {
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
                        .read(file, new JsonlReader.Options("text", "tokens", Optional.empty()), Demo.CONTEXT)
                        .toList())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("this is no UTF-8 text but " + what);
    }

    @Test
    void aLineOfTheConfigStandsBetweenTheDocumentsOfATextFile() throws IOException {
        Path file = write("a.txt", "***\n\none\nmore\n *** \n***\ntwo ***\n\n***\n\n");
        assertThat(text(file, "***")).extracting(ReadersTest::textOf).containsExactly("\none\nmore", "two ***\n");
        assertThat(text(file, "***")).extracting(Document::place).containsExactly(file + ":2", file + ":7");
    }

    @Test
    void blankLinesSeparateDocumentsWhereTheSeparatorIsEmpty() throws IOException {
        write("a.txt", "\uFEFFone\r\nmore\r\n\r\n \ntwo");
        write("b.txt", "three\n");
        assertThat(text(folder, "")).extracting(ReadersTest::textOf).containsExactly("one\r\nmore\r", "two", "three");
    }

    @Test
    void aDocumentThatNoSeparatorEndsIsToldWhereItBegins() throws IOException {
        Path file = folder.resolve("large.txt");
        byte[] bytes = "a\n".repeat(Texts.LARGEST_BYTES / 2 + 1).getBytes(StandardCharsets.UTF_8);
        Files.write(file, bytes);
        assertThatThrownBy(() -> text(file, "***"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        file + ":1: the document that begins here is longer than 8 MiB, the most that one may have; no"
                                + " line '***' ends it (corpus.separator)");
    }

    @Test
    void neighbouringLinesWithTheSameValueOfAKeyAreOneDocument() throws IOException {
        Path file = write(
                "a.jsonl",
                "{\"text\": \"a\", \"book\": 1}\n{\"text\": \"b\", \"book\": 1}\n\n{\"text\": \"c\", \"book\": \"x\"}\n"
                        + "{\"tokens\": [1, 2], \"book\": \"y\"}\n{\"tokens\": [3], \"book\": \"y\"}\n");
        List<Document> documents = jsonl(file, BY_BOOK);
        assertThat(documents).extracting(Document::place).containsExactly(file + ":1", file + ":4", file + ":5");
        assertThat(textOf(documents.get(0))).isEqualTo("a\nb");
        assertThat(((Document.Tokens) documents.get(2)).ids()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"text\": \"b\", \"book\": 1} | the document '1' (corpus.document_key) began at %s:1 and another one follows it; bring the lines of a document together",
                "{\"tokens\": [1], \"book\": 2} | the document '2' (corpus.document_key) has lines with a text and lines with token ids; expected one of both",
                "{\"text\": \"b\"} | expected the key 'book' with a text or number that tells which document the line is of (corpus.document_key), found the keys: text",
                "{\"text\": \"b\", \"book\": [2]} | expected the key 'book' with a text or number that tells which document the line is of (corpus.document_key), found a list",
            })
    void whatBelongsToNoDocumentOrToAnotherIsToldWithItsLine(String line, String sentence) throws IOException {
        Path file =
                write("bad.jsonl", "{\"text\": \"a\", \"book\": 1}\n{\"text\": \"a\", \"book\": 2}\n" + line + "\n");
        assertThatThrownBy(() -> jsonl(file, BY_BOOK))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ":3: " + sentence.formatted(file));
    }

    @Test
    void aNulIsToldWithItsLineAndOtherControlsAreCounted() throws IOException {
        Path file = write("nul.txt", "one\ntwo\0three\n");
        assertThatThrownBy(() -> Demo.Wanted.of(file).open())
                .isInstanceOf(UserError.class)
                .hasMessage("demo.yaml:3: corpus.path: " + file
                        + ": U+0000 (NUL) in line 2 of the text, at column 4, which no"
                        + " text has: is this a binary file, or UTF-16 without its mark? Save it as UTF-8, or take such bytes"
                        + " out (tr -d '\\000')");
        Path json = write("nul.jsonl", "{\"text\": \"one two three four five six\"}\n{\"text\": \"a\\u0000\"}\n");
        assertThatThrownBy(() -> Demo.Wanted.of(json).sequences(1).open())
                .as("also behind what is taken")
                .isInstanceOf(UserError.class)
                .hasMessage("demo.yaml:3: corpus.path: " + json + ":2: U+0000 (NUL) in the text, at column 2, which no"
                        + " text has; it stands in the JSON as the escape \\u0000: take that out");
        Path odd = write("odd.txt", "tab\tand page\f\r\nbell\u0007 esc\u001b esc\u001b and \uFFFD, é\u0085 😀 enough");
        try (SequenceSource source = Demo.Wanted.of(odd).open()) {
            assertThat(source.notes())
                    .contains(
                            "the texts have 4 characters that texts do not have, left over from another format or encoding:"
                                    + " 1 × U+0007, 2 × U+001B, 1 × U+FFFD (\uFFFD); the first is at " + odd
                                    + " in line 2 of the"
                                    + " text, at column 5; models predict badly around them, so take them out if they are no part"
                                    + " of what you measure");
        }
    }
}
