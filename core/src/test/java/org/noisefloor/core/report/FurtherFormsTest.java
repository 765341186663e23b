package org.noisefloor.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.plugins.HostContext;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.summary.ToyReport;

class FurtherFormsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void aRun() throws IOException {
        Files.writeString(folder.resolve("report.json"), ReportJson.text(ToyReport.of(new ToyPlan(4, 1))));
        Files.writeString(folder.resolve("provenance.json"), "{\"seed\": 3, \"files\": [\"report.json\"]}");
        Files.writeString(folder.resolve("config.yaml"), "seed: 3\n");
        Files.writeString(folder.resolve("records.bin"), "");
    }

    /** Writes the seed into a file. */
    private record Seed(String file) implements ReportWriter<NoOptions> {
        @Override
        public String id() {
            return "seed";
        }

        @Override
        public String summary() {
            return "the seed";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public void write(RunResult run, Path to, NoOptions options, Context context) throws IOException {
            Files.writeString(to.resolve(file), String.valueOf(run.report().seed()));
        }
    }

    private List<String> write(String file, boolean overwrite) {
        return FurtherForms.write(
                folder,
                List.of(new Chosen<>("seed", new Seed(file), site -> new NoOptions(), "--as")),
                overwrite,
                entry -> new HostContext(entry, 1, folder));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFormIsAddedToTheFolderAndToItsListOfFiles() throws IOException {
        assertThat(write("seed.txt", false)).containsExactly("seed.txt");
        assertThat(folder.resolve("seed.txt")).hasContent("9");
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("provenance.json").toFile())
                        .get("files"))
                .hasSize(3)
                .anyMatch(name -> name.asText().equals("seed.txt"));
    }

    @Test
    void aFormThatIsThereIsReplacedOnlyWhenAsked() throws IOException {
        write("seed.txt", false);
        assertThatThrownBy(() -> write("seed.txt", false))
                .isInstanceOf(UserError.class)
                .hasMessage(folder.resolve("seed.txt") + ": is there already; --overwrite replaces it");
        assertThat(write("seed.txt", true)).containsExactly("seed.txt");
        assertThat(names()).containsExactly("config.yaml", "provenance.json", "records.bin", "report.json", "seed.txt");
    }

    @Test
    void aStrangersFileIsNeverReplaced() throws IOException {
        Files.writeString(folder.resolve("seed.txt"), "mine");
        assertThatThrownBy(() -> write("seed.txt", true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no run wrote this file");
        assertThat(folder.resolve("seed.txt")).hasContent("mine");
    }

    @Test
    void noFormReplacesTheRunsOwnFiles() {
        assertThatThrownBy(() -> write("report.json", true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("wants to replace what the run itself wrote");
        assertThat(folder.resolve("report.json")).content().contains("version");
    }
}
