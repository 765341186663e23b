package org.noisefloor.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.UserError;
import org.noisefloor.core.record.RecordStore;
import org.noisefloor.core.report.RunFolder.Existing;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.run.ToyRun;

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
        try (RunFolder folder = RunFolder.prepare(output, Existing.REFUSE)) {
            write(folder.path(), "report.json", "{}");
            assertThat(output).doesNotExist();
            folder.publish();
        }
        assertThat(output.resolve("report.json")).hasContent("{}");
    }

    @Test
    void aRunThatFailsLeavesNothingBehind() throws IOException {
        try (RunFolder folder = RunFolder.prepare(temp.resolve("runs/deep/a"), Existing.REFUSE)) {
            write(folder.path(), "records.bin", "half");
        }
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void anEarlierRunIsKeptUnlessOverwritingIsAskedFor() throws IOException {
        Path output = temp.resolve("a");
        earlierRun(output, "old");
        assertThatThrownBy(() -> RunFolder.prepare(output, Existing.REFUSE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("earlier run")
                .hasMessageContaining("--overwrite");
        assertThat(output.resolve("report.json")).hasContent("old");
    }

    @Test
    void whereNoOptionReplacesAnEarlierRunNoneIsNamed() throws IOException {
        Path output = temp.resolve("a");
        earlierRun(output, "old");
        assertThatThrownBy(() -> RunFolder.check(output, Existing.NEVER))
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith("holds an earlier run; choose another output folder");
        assertThatThrownBy(() -> RunFolder.prepare(output, Existing.NEVER)).isInstanceOf(UserError.class);
        assertThat(output.resolve("report.json")).hasContent("old");
    }

    @Test
    void overwritingKeepsTheEarlierRunUntilTheNewOneIsComplete() throws IOException {
        Path output = temp.resolve("a");
        earlierRun(output, "old");
        try (RunFolder folder = RunFolder.prepare(output, Existing.OVERWRITE)) {
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
        try (RunFolder folder = RunFolder.prepare(output, Existing.REFUSE)) {
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
        assertThatThrownBy(() -> RunFolder.prepare(output, Existing.OVERWRITE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds 'chapter1.tex', which no run wrote");
        earlierRun(output, "old");
        assertThatThrownBy(() -> RunFolder.prepare(output, Existing.OVERWRITE)).isInstanceOf(UserError.class);
        assertThat(output.resolve("chapter1.tex")).exists();
    }

    @Test
    void aFileIsNoOutputFolder() throws IOException {
        write(temp, "a", "text");
        assertThatThrownBy(() -> RunFolder.prepare(temp.resolve("a"), Existing.OVERWRITE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is no folder");
    }

    @Test
    void anOutputBelowAFileCannotBeWritten() throws IOException {
        write(temp, "a", "text");
        assertThatThrownBy(() -> RunFolder.prepare(temp.resolve("a/b"), Existing.REFUSE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is a file, and no folder can be made in it");
    }

    @Test
    void aLinkIsFollowedAndADanglingOneRefused() throws IOException {
        earlierRun(temp.resolve("real"), "old");
        Path link = Files.createSymbolicLink(temp.resolve("link"), temp.resolve("real"));
        try (RunFolder folder = RunFolder.prepare(link, Existing.OVERWRITE)) {
            write(folder.path(), "report.json", "new");
            folder.publish();
        }
        assertThat(temp.resolve("real/report.json")).hasContent("new");
        assertThat(link).isSymbolicLink();
        Path dangling = Files.createSymbolicLink(temp.resolve("dangling"), temp.resolve("nowhere"));
        assertThatThrownBy(() -> RunFolder.prepare(dangling, Existing.OVERWRITE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("leads nowhere");
    }

    @Test
    void whatCostTooMuchIsKeptWhenSomethingFailsAfterwards() throws IOException {
        try (RunFolder folder = RunFolder.prepare(temp.resolve("a"), Existing.REFUSE)) {
            write(folder.path(), "records.bin", "all of them");
            folder.keep();
            folder.close();
            assertThat(folder.path().resolve("records.bin")).exists();
        }
    }

    @Test
    void closingTwiceIsHarmless() throws IOException {
        RunFolder folder = RunFolder.prepare(temp.resolve("runs/deep/a"), Existing.REFUSE);
        folder.close();
        folder.close();
        assertThat(temp).isEmptyDirectory();
    }

    /** What a run left that was killed after some records. */
    private static void unfinished(Path work, int records) throws IOException {
        Files.createDirectories(work);
        ToyRun run = ToyRun.of(new ToyPlan(4, 2).plan());
        try (RecordStore.Writer store = RecordStore.create(work.resolve(RunFolder.RECORDS), run.description())) {
            run.records().subList(0, records).forEach(store::append);
        }
        write(work, RunFolder.PROVENANCE, "{}");
    }

    @Test
    void whatAMergeLeftThatWasKilledIsNoUnfinishedRun() throws IOException {
        Path work = temp.resolve(".a.unfinished");
        unfinished(work, 2);
        Files.delete(work.resolve(RunFolder.PROVENANCE));
        try (RunFolder folder = RunFolder.prepare(temp.resolve("a"), Existing.REFUSE)) {
            assertThat(folder.path()).isEmptyDirectory();
        }
    }

    @Test
    void whatARunLeftThatWasKilledBeforeItsFirstRecordIsRemovedByTheNext() throws IOException {
        write(temp.resolve(".a.unfinished"), "log.txt", "hardly begun");
        write(temp.resolve(".b.unfinished"), "log.txt", "of another output");
        try (RunFolder folder = RunFolder.prepare(temp.resolve("a"), Existing.REFUSE)) {
            assertThat(folder.path()).isEmptyDirectory();
            assertThat(folder.resumes()).isFalse();
        }
        assertThat(temp.resolve(".a.unfinished")).doesNotExist();
        assertThat(temp.resolve(".b.unfinished/log.txt")).exists();
    }

    @Test
    void anUnfinishedRunIsNeitherForgottenNorGoneOnWithUnlessThatIsAskedFor() throws IOException {
        Path work = temp.resolve(".a.unfinished");
        unfinished(work, 2);
        assertThatThrownBy(() -> RunFolder.prepare(temp.resolve("a"), Existing.REFUSE))
                .isInstanceOf(UserError.class)
                .hasMessage("output: an unfinished run to " + temp.resolve("a") + " has the records of 2 sequences;"
                        + " --resume goes on with it, --overwrite starts anew, or choose another output folder");
        try (RunFolder folder = RunFolder.prepare(temp.resolve("a"), Existing.RESUME)) {
            assertThat(folder.resumes()).isTrue();
            assertThat(folder.path()).isEqualTo(work);
            assertThat(folder.remains())
                    .contains("the records of 2 sequences are kept in " + work
                            + "; the same command with --resume goes on with them");
        }
        assertThat(work.resolve(RunFolder.RECORDS)).exists();
        try (RunFolder folder = RunFolder.prepare(temp.resolve("a"), Existing.OVERWRITE)) {
            assertThat(folder.resumes()).isFalse();
            assertThat(folder.path()).isEmptyDirectory();
        }
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void resumingWhereNothingIsUnfinishedStartsARunUnlessOneIsFinished() throws IOException {
        try (RunFolder folder = RunFolder.prepare(temp.resolve("a"), Existing.RESUME)) {
            assertThat(folder.resumes()).isFalse();
        }
        earlierRun(temp.resolve("a"), "old");
        assertThatThrownBy(() -> RunFolder.prepare(temp.resolve("a"), Existing.RESUME))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds a finished run, and there is nothing to go on with");
        try (RunFolder folder = RunFolder.prepare(temp.resolve("a"), Existing.RESUME_AND_OVERWRITE)) {
            assertThat(folder.resumes()).isFalse();
        }
    }

    @Test
    void anUnfinishedRunBesideAFinishedOneReplacesItOnlyIfThatIsAskedFor() throws IOException {
        earlierRun(temp.resolve("a"), "old");
        unfinished(temp.resolve(".a.unfinished"), 1);
        assertThatThrownBy(() -> RunFolder.prepare(temp.resolve("a"), Existing.RESUME))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("holds an earlier run; --overwrite replaces it");
        try (RunFolder folder = RunFolder.prepare(temp.resolve("a"), Existing.RESUME_AND_OVERWRITE)) {
            assertThat(folder.resumes()).isTrue();
            folder.publish();
        }
        assertThat(temp.resolve("a/report.json")).doesNotExist();
        assertThat(temp.resolve("a").resolve(RunFolder.RECORDS)).exists();
    }

    @Test
    void anotherRunThatIsWritingToTheSameOutputIsNotRacedWith() throws IOException {
        try (RunFolder going = RunFolder.prepare(temp.resolve("a"), Existing.REFUSE)) {
            write(going.path(), "log.txt", "of a run that goes on");
            for (Existing each : Existing.values()) {
                assertThatThrownBy(() -> RunFolder.prepare(temp.resolve("a"), each))
                        .isInstanceOf(UserError.class)
                        .hasMessage("output: another run (process "
                                + ProcessHandle.current().pid() + ") is writing to " + temp.resolve("a")
                                + "; choose another output folder, or wait for it");
            }
            assertThat(going.path().resolve("log.txt")).exists();
        }
        RunFolder.prepare(temp.resolve("a"), Existing.REFUSE).close();
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void aRunOfAnotherProcessIsNamedAndItsLockGoesWithIt() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        temp.resolve("a").toString())
                .redirectErrorStream(true)
                .start();
        assertThat(other.getInputStream().read()).isEqualTo('h');
        assertThatThrownBy(() -> RunFolder.prepare(temp.resolve("a"), Existing.OVERWRITE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("another run (process " + other.pid() + ") is writing to");
        other.destroyForcibly().waitFor();
        assertThat(temp.resolve(".a.lock")).exists();
        RunFolder.prepare(temp.resolve("a"), Existing.REFUSE).close();
        assertThat(temp).isEmptyDirectory();
    }

    /** Holds an output until it is killed. */
    static final class Holder {
        private Holder() {}

        @SuppressWarnings("try")
        public static void main(String[] args) throws Exception {
            try (RunFolder held = RunFolder.prepare(Path.of(args[0]), Existing.REFUSE)) {
                System.out.print('h');
                System.out.flush();
                while (System.in.read() >= 0) {}
            }
        }
    }

    @Test
    void aFileSystemThatTakesNoFilesIsToldBeforeAnythingIsComputed() {
        assumeThat(Path.of("/proc/self")).exists();
        assertThatThrownBy(() -> RunFolder.check(Path.of("/proc/out"), Existing.REFUSE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("/proc lies on a file system that takes no files");
    }

    @Test
    void aFullDiskIsToldWithWhatTheRunTakesAndWhatIsFreeThereAlsoWhenTheFolderIsGone() throws IOException {
        RunFolder folder = RunFolder.prepare(temp.resolve("runs/deep/a"), Existing.REFUSE);
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
