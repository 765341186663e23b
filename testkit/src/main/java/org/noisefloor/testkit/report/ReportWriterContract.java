package org.noisefloor.testkit.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Context;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.testkit.ProviderContract;
import org.noisefloor.testkit.Scratch;
import org.noisefloor.testkit.Surroundings;
import org.noisefloor.testkit.TestContext;

/** What the host relies on in every report writer. A test class implements it and inherits all its cases. */
public interface ReportWriterContract<O extends Record> extends ProviderContract {

    @Override
    ReportWriter<O> provider();

    /** Options under which it is tested. */
    O reportOptions();

    default Context context() {
        return TestContext.builder().build();
    }

    @Test
    default void writesFilesIntoItsFolderAndNowhereElse() throws IOException {
        try (Scratch around = new Scratch()) {
            Path folder = Files.createDirectory(around.folder().resolve("own"));
            provider().write(SampleRun.small(), folder, reportOptions(), context());
            assertThat(files(folder)).as("what was written").isNotEmpty();
            assertThat(links(folder)).as("links, which no report holds").isEmpty();
            assertThat(files(around.folder()).keySet())
                    .as("what was written beside the folder")
                    .allMatch(name -> name.startsWith("own"));
        }
    }

    /** The host's own files stand in the folder that they are moved to. */
    @Test
    default void writesNoFileOfTheHostsOwnName() throws IOException {
        assertThat(written(SampleRun.small()).keySet())
                .doesNotContain("report.json", "provenance.json", "config.yaml", "records.bin");
    }

    @Test
    default void writesTheSameAgain() throws IOException {
        assertThat(written(SampleRun.small())).isEqualTo(written(SampleRun.small()));
    }

    @Test
    default void writesTheSameInEveryCountry() throws IOException {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        try {
            Locale.setDefault(Locale.ROOT);
            Map<String, List<Byte>> here = written(SampleRun.small());
            Locale.setDefault(Locale.GERMANY);
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
            assertThat(written(SampleRun.small()))
                    .as("what it writes elsewhere")
                    .isEqualTo(here);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    /** They are read from disk. */
    @Test
    default void closesThePositionsThatItReads() throws IOException {
        SampleRun run = SampleRun.small();
        written(run);
        assertThat(run.openPositions())
                .as("streams of positions that are still open")
                .isZero();
    }

    @Test
    default void leavesTheProcessAsItIs() {
        assertThat(Surroundings.changedBy(() -> {
                    try {
                        written(SampleRun.small());
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    }
                }))
                .as("what it changes that a process has one of")
                .isEmpty();
    }

    /** What was not measured is left empty, with the reason: a report must not fail a run that is finished. */
    @Test
    default void aRunThatMeasuredNothingIsWrittenToo() throws IOException {
        written(SampleRun.empty());
    }

    private Map<String, List<Byte>> written(RunResult run) throws IOException {
        try (Scratch scratch = new Scratch()) {
            provider().write(run, scratch.folder(), reportOptions(), context());
            return files(scratch.folder());
        }
    }

    private static List<Path> links(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isSymbolicLink).toList();
        }
    }

    private static Map<String, List<Byte>> files(Path folder) throws IOException {
        Map<String, List<Byte>> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(each);
                List<Byte> content = new ArrayList<>(bytes.length);
                for (byte b : bytes) {
                    content.add(b);
                }
                files.put(folder.relativize(each).toString().replace('\\', '/'), content);
            }
        }
        return files;
    }
}
