package org.noisefloor.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.UserError;

class JsonTest {
    @TempDir
    Path folder;

    @Test
    void readsAnObject() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "{\"a\": 1}");
        assertThat(Json.read(file).path("a").intValue()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "empty",
            value = {
                "{\\n\"a\": \\n} | :3: this is not JSON: found '}' where a value was expected",
                "{\"a\": 1 | :1: this is not JSON: it ends too early",
                "{\"a\": 1, \"a\": 2} | :1: this is not JSON: the key 'a' stands there twice",
                "{} {} | :1: this is not JSON: something follows behind the first value",
                "[1] | : a JSON object was expected, found [1]",
                "empty | : a JSON object was expected, found nothing",
            })
    void saysWhereAFileIsNoObject(String text, String expected) throws IOException {
        Path file = folder.resolve("a.json");
        Files.writeString(file, text == null ? "" : text.replace("\\n", "\n"));
        assertThatThrownBy(() -> Json.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(file + expected)
                .hasMessageNotContaining("\n");
    }

    /** As a mapper of Jackson's own makes them, which takes longer to be there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\": [1, {\"b\": null}, [], true, false, \"\", \"\\u00e9\\n\"], \"\": {\"c\": {}}}",
                "{\"int\": [0, -0, 2147483647, -2147483648], \"long\": [2147483648, 9007199254740993, -9223372036854775808]}",
                "{\"big\": [9223372036854775808, 123456789012345678901234567890]}",
                "{\"float\": [-0.0, 0.1, 1e3, 1E-400, 1e400, 123456789012345678901234567890.5]}",
            })
    void valuesAreWhatJacksonMakesOfThem(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), text);
        assertThat(Json.read(file)).isEqualTo(new JsonMapper().readTree(text));
    }

    @ParameterizedTest
    @MethodSource
    void aFileThatNoParserFollowsIsTold(String text, String expected) throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), text);
        assertThatThrownBy(() -> Json.read(file))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": this is not JSON: " + expected);
        assertThatThrownBy(() -> Json.part(file, "the header", Files.readAllBytes(file)))
                .isInstanceOf(UserError.class)
                .hasMessage(file + ": the header is not JSON: " + expected);
    }

    static Stream<Arguments> aFileThatNoParserFollowsIsTold() {
        return Stream.of(
                arguments("[".repeat(1001) + "]".repeat(1001), "lists and objects are nested too deep"),
                arguments("{\"a\": " + "1".repeat(1001) + "}", "a name, number or text in it is too long"));
    }

    @Test
    void saysWhyAFileCannotBeRead() {
        assertThatThrownBy(() -> Json.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(folder + ": the file cannot be read: ");
    }

    /** As Python writes them. */
    @Test
    void whatIsNoNumberOfJsonAndOneOfPythonsIsRead() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "{\"a\": NaN, \"b\": [-Infinity, Infinity]}");
        assertThat(Json.read(file).path("a").doubleValue()).isNaN();
        assertThat(Json.read(file).at("/b/0").doubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Json.read(file).at("/b/1").doubleValue()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void longValuesAreCut() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "{\"a\": \"" + "b".repeat(100) + "\"}");
        assertThat(Json.shortened(Json.read(file).path("a"))).hasSize(81).endsWith("b…");
        assertThat(Json.shortened(Json.read(file).path("absent"))).isEqualTo("nothing");
    }
}
