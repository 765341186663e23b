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
        FurtherForms.Outcome outcome = outcome(overwrite, new Seed(file));
        if (!outcome.failed().isEmpty()) {
            throw (UserError) outcome.failed().get(0).cause();
        }
        return outcome.written();
    }

    private FurtherForms.Outcome outcome(boolean overwrite, ReportWriter<?>... writers) {
        return FurtherForms.write(
                folder,
                Stream.of(writers)
                        .<Chosen<ReportWriter<?>>>map(
                                each -> new Chosen<>("seed", each, site -> new NoOptions(), "run.yaml:4"))
                        .toList(),
                overwrite,
                entry -> new HostContext(entry, 1, folder));
    }

    @Test
    void whatAKilledProcessLeftBesideTheRunGoes() throws IOException {
        Path left = folder.resolveSibling("." + folder.getFileName() + ".further-999999999999");
        Files.createDirectories(left.resolve("files"));
        write("seed.txt", false);
        assertThat(left).doesNotExist();
    }

    /** Does something to the folder that it is given. */
    private record Doing(Deed deed) implements ReportWriter<NoOptions> {
        private interface Deed {
            void in(Path folder) throws IOException;
        }

        @Override
        public String id() {
            return "seed";
        }

        @Override
        public String summary() {
            return "a deed";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public void write(RunResult run, Path to, NoOptions options, Context context) throws IOException {
            deed.in(to);
        }
    }

    private String failure(Doing.Deed deed) throws IOException {
        FurtherForms.Outcome outcome = outcome(false, new Doing(deed), new Seed("after.txt"));
        assertThat(outcome.failed()).hasSize(1);
        assertThat(outcome.written()).as("the other writer's files").containsExactly("after.txt");
        assertThat(names())
                .containsExactly("after.txt", "config.yaml", "provenance.json", "records.bin", "report.json");
        assertThat(folder.resolve("config.yaml")).hasContent("seed: 3");
        assertThat(ReportJson.read(folder.resolve("report.json")).seed()).isEqualTo(9);
        return outcome.failed().get(0).sentence();
    }

    @Test
    void aWriterThatFailsLeavesTheRunAndTheOtherWritersAlone() throws IOException {
        assertThat(failure(to -> {
                    Files.writeString(to.resolve("half.txt"), "half");
                    throw new IOException("disk full");
                }))
                .isEqualTo("run.yaml:4: the report writer 'seed' could not write its files (java.io.IOException: disk"
                        + " full)");
    }

    @Test
    void whatAWriterRefusesHasItsPlace() throws IOException {
        assertThat(failure(to -> {
                    throw new UserError("this run has no classes");
                }))
                .isEqualTo("run.yaml:4: this run has no classes");
    }

    @Test
    void aWriterThatRemovesItsFolderIsNamed() throws IOException {
        assertThat(failure(Files::delete))
                .endsWith("removed the folder that it was to write to; that is a defect of its plugin");
    }

    @Test
    void aWriterThatWritesBesideItsFolderIsNamed() throws IOException {
        assertThat(failure(to -> Files.writeString(to.resolveSibling("report.json"), "mine")))
                .endsWith("wrote outside the folder that it was given (report.json); that is a defect of its plugin");
    }

    @Test
    void whatAWriterSpoilsOfTheRunIsPutBack() throws IOException {
        assertThat(failure(to -> {
                    Files.writeString(folder.resolve("report.json"), "{}");
                    Files.delete(folder.resolve("config.yaml"));
                }))
                .isEqualTo(
                        "run.yaml:4: the report writer 'seed' changed files of the run itself (config.yaml, report.json),"
                                + " which is a defect of its plugin");
    }

    @Test
    void recordsThatAWriterSpoilsCannotBePutBackAndAreTold() {
        FurtherForms.Outcome outcome =
                outcome(false, new Doing(to -> Files.writeString(folder.resolve("records.bin"), "mine")));
        assertThat(outcome.failed().get(0).sentence())
                .contains("(records.bin, which could not be put back: run the config once more)");
        assertThat(outcome.failed().get(0).mendable()).isFalse();
    }

    @Test
    void twoFormsOfOneNameAreNotMixed() throws IOException {
        FurtherForms.Outcome outcome = outcome(false, new Seed("same.txt"), new Seed("same.txt"));
        assertThat(outcome.written()).containsExactly("same.txt");
        assertThat(outcome.failed()).hasSize(1);
        assertThat(outcome.failed().get(0).sentence()).contains("same.txt: is there already");
    }

    @Test
    void aLinkIsNoFileOfAReport() throws IOException {
        assertThat(failure(to -> Files.createSymbolicLink(to.resolve("link.txt"), folder.resolve("config.yaml"))))
                .contains("wants to put a link there");
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
