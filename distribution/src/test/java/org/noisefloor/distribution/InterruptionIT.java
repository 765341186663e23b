package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that is told to stop stops at once, says so, and leaves nothing behind that is of no use. */
@DisabledOnOs(OS.WINDOWS)
class InterruptionIT {
    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void aSignalBeforeTheFirstRecordsLeavesNothing(String signal, int exitCode) throws Exception {
        Path inputs = Files.createDirectories(temp.resolve("inputs"));
        Path examples = Distribution.shipped().home().resolve("examples");
        Path config = Files.writeString(
                inputs.resolve("demo.yaml"),
                Files.readString(examples.resolve("demo.yaml"))
                        .replaceAll("demo/(model|text|saes)", examples + "/demo/$1"));
        Process run = Distribution.shipped()
                .process(
                        "run",
                        config.toString(),
                        "--output",
                        temp.resolve("runs/deep").toString());
        List<String> after;
        try (BufferedReader stderr = run.errorReader()) {
            String line = stderr.readLine();
            while (line != null && !line.startsWith("scoring")) {
                line = stderr.readLine();
            }
            assertThat(line).as("the line that says that scoring has begun").isNotNull();
            assertThat(children(temp.resolve("runs"))).containsExactlyInAnyOrder(".deep.lock", ".deep.unfinished");
            new ProcessBuilder("kill", "-" + signal, Long.toString(run.pid())).start();
            after = stderr.lines().toList();
        }
        assertThat(run.waitFor()).isEqualTo(exitCode);
        assertThat(after).endsWith("interrupted; nothing is left of this run").noneMatch(line -> line.contains("rror"));
        assertThat(children(temp)).containsExactly("inputs");
    }

    private static List<String> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
