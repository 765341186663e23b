package org.noisefloor.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.UserError;

class RunFolderTest {
    @TempDir
    Path temp;

    private static void write(Path folder, String name, String text) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), text);
    }

    /** What an earlier run left: its report says {@code content}. */
    private static void earlierRun(Path folder, String content) throws IOException {
        write(folder, "report.json", content);
        write(folder, "provenance.json", "{\"files\": [\"provenance.json\", \"report.json\"]}");
    }

    @Test
    void nothingStandsInTheOutputBeforeTheRunIsComplete() throws IOException {
        Path output = temp.resolve("runs/a");
        try (RunFolder folder = RunFolder.prepare(output, false)) {
            write(folder.path(), "report.json", "{}");
            assertThat(output).doesNotExist();
            folder.publish();
        }
        assertThat(output.resolve("report.json")).hasContent("{}");
    }

    @Test
    void aRunThatFailsLeavesNothingBehind() throws IOException {
        try (RunFolder folder = RunFolder.prepare(temp.resolve("runs/deep/a"), false)) {
            write(folder.path(), "records.bin", "half");
        }
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void anEarlierRunIsKeptUnlessOverwritingIsAskedFor() throws IOException {
        Path output = temp.resolve("a");
        earlierRun(output, "old");
        assertThatThrownBy(() -> RunFolder.prepare(output, false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("earlier run")
                .hasMessageContaining("--overwrite");
        assertThat(output.resolve("report.json")).hasContent("old");
    }

    @Test
    void overwritingKeepsTheEarlierRunUntilTheNewOneIsComplete() throws IOException {
        Path output = temp.resolve("a");
        earlierRun(output, "old");
        try (RunFolder folder = RunFolder.prepare(output, true)) {
            write(folder.path(), "report.json", "new");
            assertThat(output.resolve("report.json")).hasContent("old");
            folder.publish();
        }
        assertThat(output.resolve("report.json")).hasContent("new");
        assertThat(temp).isDirectoryContaining(path -> path.endsWith("a")).satisfies(folder -> {
            try (var children = Files.list(folder)) {
                assertThat(children).hasSize(1);
            }
        });
    }

    @Test
    void anOutputThatAppearsDuringTheRunIsNotReplacedAndNoWorkIsLost() throws IOException {
        Path output = temp.resolve("a");
        try (RunFolder folder = RunFolder.prepare(output, false)) {
            write(folder.path(), "report.json", "mine");
            earlierRun(output, "theirs");
            assertThatThrownBy(folder::publish)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining(folder.path().toString());
            folder.close();
            assertThat(folder.path().resolve("report.json")).hasContent("mine");
        }
        assertThat(output.resolve("report.json")).hasContent("theirs");
    }

    @Test
    void aFolderThatHoldsSomethingElseIsNeverReplaced() throws IOException {
        Path output = temp.resolve("thesis");
        write(output, "chapter1.tex", "years of work");
        assertThatThrownBy(() -> RunFolder.prepare(output, true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds 'chapter1.tex', which no run wrote");
        earlierRun(output, "old");
        assertThatThrownBy(() -> RunFolder.prepare(output, true)).isInstanceOf(UserError.class);
        assertThat(output.resolve("chapter1.tex")).exists();
    }

    @Test
    void aFileIsNoOutputFolder() throws IOException {
        write(temp, "a", "text");
        assertThatThrownBy(() -> RunFolder.prepare(temp.resolve("a"), true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is no folder");
    }

    @Test
    void anOutputBelowAFileCannotBeWritten() throws IOException {
        write(temp, "a", "text");
        assertThatThrownBy(() -> RunFolder.prepare(temp.resolve("a/b"), false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is a file, and no folder can be made in it");
    }

    @Test
    void aLinkIsFollowedAndADanglingOneRefused() throws IOException {
        earlierRun(temp.resolve("real"), "old");
        Path link = Files.createSymbolicLink(temp.resolve("link"), temp.resolve("real"));
        try (RunFolder folder = RunFolder.prepare(link, true)) {
            write(folder.path(), "report.json", "new");
            folder.publish();
        }
        assertThat(temp.resolve("real/report.json")).hasContent("new");
        assertThat(link).isSymbolicLink();
        Path dangling = Files.createSymbolicLink(temp.resolve("dangling"), temp.resolve("nowhere"));
        assertThatThrownBy(() -> RunFolder.prepare(dangling, true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("leads nowhere");
    }

    @Test
    void whatCostTooMuchIsKeptWhenSomethingFailsAfterwards() throws IOException {
        try (RunFolder folder = RunFolder.prepare(temp.resolve("a"), false)) {
            write(folder.path(), "records.bin", "all of them");
            folder.keep();
            folder.close();
            assertThat(folder.path().resolve("records.bin")).exists();
        }
    }

    @Test
    void closingTwiceIsHarmless() throws IOException {
        RunFolder folder = RunFolder.prepare(temp.resolve("runs/deep/a"), false);
        folder.close();
        folder.close();
        assertThat(temp).isEmptyDirectory();
    }

    /** A process of the test's own that has ended. */
    private static long deadProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        process.waitFor();
        return process.pid();
    }

    @Test
    void whatAKilledRunLeftIsRemovedByTheNextToTheSameOutput() throws Exception {
        long dead = deadProcess();
        write(temp.resolve(".a.partial-" + dead), "records.bin", "half");
        write(temp.resolve(".a.kept-" + dead), "records.bin", "all of them");
        write(temp.resolve(".b.partial-" + dead), "records.bin", "of another output");
        try (RunFolder folder = RunFolder.prepare(temp.resolve("a"), false)) {
            assertThat(folder.path()).isEmptyDirectory();
            assertThat(temp.resolve(".a.partial-" + dead)).doesNotExist();
            assertThat(temp.resolve(".a.kept-" + dead)).exists();
            assertThat(temp.resolve(".b.partial-" + dead)).exists();
        }
    }

    @Test
    void anotherRunThatIsWritingToTheSameOutputIsNotRacedWith() throws Exception {
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        Path going = temp.resolve(".a.partial-" + parent);
        write(going, "records.bin", "of a run that goes on");
        assertThatThrownBy(() -> RunFolder.prepare(temp.resolve("a"), true))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another run (process " + parent + ") is writing to " + temp.resolve("a"))
                .hasMessageContaining(going.toString());
        assertThat(going.resolve("records.bin")).exists();
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left).containsExactly(going);
        }
    }

    @Test
    void aFileSystemThatTakesNoFilesIsToldBeforeAnythingIsComputed() {
        assumeThat(Path.of("/proc/self")).exists();
        assertThatThrownBy(() -> RunFolder.check(Path.of("/proc/out"), false))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("/proc lies on a file system that takes no files");
    }

    @Test
    void whatIsKeptDoesNotLookLikeWhatAKilledRunLeft() throws IOException {
        try (RunFolder folder = RunFolder.prepare(temp.resolve("a"), false)) {
            write(folder.path(), "records.bin", "all of them");
            folder.keep();
            assertThat(folder.path().getFileName().toString()).startsWith(".a.kept-");
            assertThat(folder.remains()).contains(folder.path());
        }
    }

    @Test
    void aFullDiskIsToldWithWhatTheRunTakesAndWhatIsFreeThereAlsoWhenTheFolderIsGone() throws IOException {
        RunFolder folder = RunFolder.prepare(temp.resolve("runs/deep/a"), false);
        folder.expect("its records take about 2 GiB");
        folder.close();
        assertThat(temp).isEmptyDirectory();
        assertThat(folder.unwritable(new IOException("No space left on device")))
                .hasMessageMatching("output: writing to " + Pattern.quote(temp.toString()) + ".runs.deep.a failed"
                        + " \\(No space left on device; its records take about 2 GiB, [0-9.,]+ [KMGT]iB of [0-9.,]+ [KMGT]iB are"
                        + " free there\\); make room or choose another output folder");
    }

    @Test
    void anOutputForWhichThereIsNoRoomIsToldBeforeItIsWritten() {
        assertThat(RunFolder.tooLarge(temp.resolve("not/there"), Long.MAX_VALUE))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("the records of this run take about 8,388,608 TiB, but ")
                        .endsWith("are free there; make room or choose another output folder"));
        assertThat(RunFolder.tooLarge(temp.resolve("not/there"), 1)).isEmpty();
    }
}
