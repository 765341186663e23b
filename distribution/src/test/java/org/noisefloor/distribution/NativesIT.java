package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime's native libraries lie in the cache, once, and nothing of them stays in the temporary folder. */
@DisabledOnOs(OS.WINDOWS)
class NativesIT {
    @TempDir
    Path temp;

    private Path cache;
    private Path scratch;

    @BeforeEach
    void makeFolders() throws IOException {
        cache = Files.createDirectory(temp.toRealPath().resolve("cache"));
        scratch = Files.createDirectory(temp.resolve("tmp"));
    }

    private Distribution program() {
        return Distribution.shipped()
                .with("NOISEFLOOR_CACHE", cache.toString())
                .with("NOISEFLOOR_JAVA_OPTS", "-Djava.io.tmpdir=" + scratch);
    }

    private Process runKilledWhileScoring() throws Exception {
        Path demo = Distribution.shipped().home().resolve("examples/demo");
        Path config = Files.writeString(temp.resolve("killed.yaml"), """
                model: '%s/model'
                corpus: { path: '%s/text.jsonl', sequences: 16, length: 64 }
                sites: [ blocks.4.hook_resid_post ]
                interventions: [ { type: sae, path: '%s/saes/{site}' } ]
                baselines: [ zero ]
                metrics: [ kl ]
                output: killed
                """.formatted(demo, demo, demo));
        Process run = program().in(temp).process("run", config.toString());
        try (BufferedReader stderr = run.errorReader()) {
            String line = stderr.readLine();
            while (line != null && !line.startsWith("scoring")) {
                line = stderr.readLine();
            }
            assertThat(line).isNotNull();
            run.destroyForcibly().waitFor();
        }
        return run;
    }

    @Test
    void aRunThatIsKilledLeavesNothingInTheTemporaryFolder() throws Exception {
        assertThat(runKilledWhileScoring().exitValue()).isEqualTo(128 + 9);
        assertThat(scratch).isEmptyDirectory();
        assertThat(natives()).allMatch(name -> name.matches("\\.lock|libonnxruntime.*"));
    }

    @Test
    void aCacheThatOthersMayWriteToIsNotUsed() throws Exception {
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(runKilledWhileScoring().exitValue()).isEqualTo(128 + 9);
        assertThat(scratch).isEmptyDirectory();
        assertThat(natives()).isEmpty();

        var doctor = program().start("doctor");
        assertThat(doctor.exitCode()).isEqualTo(2);
        assertThat(doctor.stdout())
                .contains("cache: " + cache + System.lineSeparator() + "  everybody may write to " + cache
                        + ", and native libraries are loaded from there; ")
                .containsPattern("ONNX Runtime \\S+, loaded from \\Q" + scratch + "\\E")
                .contains("unpacked there for this process alone, and not into the cache: everybody may write to "
                        + cache);
    }

    private List<String> natives() throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(
                            file -> file.getParent().getFileName().toString().startsWith("onnxruntime-"))
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }
}
