package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedTest {
    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void tablesAreToldByTheirNameWithHowTheyBecomeTexts() throws IOException {
        assertThat(Packed.of(file("a.csv", "text\nhello\n")).orElseThrow())
                .isEqualTo("a table; write its texts as JSON lines first (pandas: read_csv, to_json(orient='records',"
                        + " lines=True))");
        assertThat(Packed.of(file("a.TSV", "text\nhello\n")).orElseThrow()).startsWith("a table; ");
    }

    @Test
    void aListInAJsonFileIsNoLines() throws IOException {
        assertThat(Packed.of(file("a.json", " [{\"text\": \"hello\"}]")).orElseThrow())
                .isEqualTo("one JSON list; write its texts as JSON lines first (jq -c '.[]')");
        assertThat(Packed.of(file("b.json", "{\"text\": \"hello\"}\n"))).isEmpty();
    }

    @Test
    void whatItsFirstBytesTellIsNotToldByItsName() throws IOException {
        assertThat(Packed.of(file("a.csv", "PAR1")).orElseThrow()).startsWith("a Parquet file; ");
    }
}
