package org.noisefloor.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @Test
    void saysWhyAFileCannotBeRead() {
        assertThatThrownBy(() -> Json.read(folder))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(folder + ": the file cannot be read: ");
    }

    @Test
    void longValuesAreCut() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), "{\"a\": \"" + "b".repeat(100) + "\"}");
        assertThat(Json.shortened(Json.read(file).path("a"))).hasSize(81).endsWith("b…");
        assertThat(Json.shortened(Json.read(file).path("absent"))).isEqualTo("nothing");
    }
}
