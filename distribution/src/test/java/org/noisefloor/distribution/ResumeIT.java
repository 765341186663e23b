package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was killed goes on where it was, and ends with the bytes of one that was not. */
@DisabledOnOs(OS.WINDOWS)
class ResumeIT {
    private static final Path DEMO = Distribution.shipped().home().resolve("examples/demo");
    /** What a run ends with, whenever and where it was made. */
    private static final List<String> FILES = List.of("report.json", "tokens.json", "summary.md");

    @TempDir
    static Path temp;

    private static Path undisturbed;

    @BeforeAll
    static void runOnce() throws IOException {
        undisturbed = output("undisturbed");
        var result = Distribution.run("run", config().toString(), "--output", undisturbed.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
    }

    private static Path output(String name) {
        return temp.resolve(name).resolve("run");
    }

    private static Path config(String... changes) throws IOException {
        String config = """
                model: { backend: onnx, path: '%s/model' }
                corpus: { path: '%s/text.jsonl', sequences: 13, length: 64, calibration: { sequences: 4 } }
                sites: [ blocks.1.hook_resid_post, blocks.4.hook_resid_post ]
                interventions: [ { type: sae, path: '%s/saes/{site}' } ]
                baselines: [ zero, mean, { type: eps_random, draws: 4 }, { type: error_shuffled, draws: 4 } ]
                metrics: [ kl, loss, reconstruction ]
                stratify: [ original_state ]
                reports: [ markdown ]
                run: { batch: 2, threads: 2, resamples: 200 }
                """.formatted(DEMO, DEMO, DEMO);
        for (int c = 0; c < changes.length; c += 2) {
            assertThat(config).contains(changes[c]);
            config = config.replace(changes[c], changes[c + 1]);
        }
        return Files.writeString(Files.createTempFile(temp, "resume", ".yaml"), config);
    }

    private List<String> command(Path output, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of("run", config().toString(), "--output", output.toString()));
        command.addAll(List.of(more));
        return command;
    }

    /** Starts a run and sends it a signal as soon as it prints such a line. */
    private List<String> stoppedAt(String like, String signal, Path output, String... more) throws Exception {
        Process run = Distribution.shipped().process(command(output, more).toArray(String[]::new));
        try (BufferedReader stderr = run.errorReader()) {
            String line = stderr.readLine();
            while (line != null && !line.matches(like)) {
                line = stderr.readLine();
            }
            assertThat(line).as("a line like '" + like + "'").isNotNull();
            new ProcessBuilder("kill", "-" + signal, Long.toString(run.pid()))
                    .start()
                    .waitFor();
            List<String> rest = stderr.lines().toList();
            assertThat(run.waitFor()).isNotZero();
            return rest;
        }
    }

    private void finish(Path output) throws IOException {
        var result = Distribution.run(command(output, "--resume").toArray(String[]::new));
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        for (String file : FILES) {
            assertThat(output.resolve(file)).hasSameBinaryContentAs(undisturbed.resolve(file));
        }
        // the description in front of them names the output
        assertThat(records(output)).isEqualTo(records(undisturbed));
        var again = Distribution.run(command(output, "--resume").toArray(String[]::new));
        assertThat(again.exitCode()).as(again.stderr()).isZero();
        assertThat(again.stdout()).startsWith("Nothing to go on with: ");
        try (Stream<Path> beside = Files.list(output.getParent())) {
            assertThat(beside).as("nothing but the run").containsExactly(output);
        }
    }

    private static List<String> records(Path run) {
        List<String> lines = Distribution.records(run);
        return lines.subList(1, lines.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"calibrating", "scoring.*replacements", "scoring.*: 3. %.*", "scoring.*: 9. %.*", "summing up"})
    void aRunThatWasKilledEndsAsIfItHadNotBeen(String when) throws Exception {
        Path output = output("killed at " + when.replaceAll("[^a-z0-9]", ""));
        stoppedAt(when, "KILL", output);
        finish(output);
    }

    @Test
    void aRunThatWasKilledWithAllFilesWrittenEndsAsIfItHadNotBeen() throws Exception {
        Path output = output("last");
        assertThat(Distribution.run(command(output).toArray(String[]::new)).exitCode())
                .isZero();
        Files.delete(output.resolve("summary.md")); // forms are written where the run is complete
        Files.move(output, output.resolveSibling(".run.unfinished"));
        finish(output);
    }

    @Test
    void aRunThatWasKilledAgainAndAgainEndsAsIfItHadNotBeen() throws Exception {
        Path output = output("again");
        stoppedAt("scoring.*: 3. %.*", "KILL", output);
        stoppedAt("scoring.*: 4. %.*", "KILL", output, "--resume");
        stoppedAt("scoring.*", "KILL", output, "--resume");
        finish(output);
        assertThat(output.resolve("provenance.json")).content().contains("\"behind_sequences\"");
    }

    @Test
    void anInterruptedRunSaysHowItGoesOnAndSoDoesTheNext() throws Exception {
        Path output = output("interrupted");
        Path work = output.resolveSibling(".run.unfinished");
        assertThat(stoppedAt("scoring.*: 5. %.*", "TERM", output))
                .anyMatch(line -> line.matches("interrupted; the records of [0-9]+ sequences are kept in \\Q" + work
                        + "\\E; the same command with --resume goes on with them"));
        var plain = Distribution.run(command(output).toArray(String[]::new));
        assertThat(plain.exitCode()).isEqualTo(2);
        assertThat(plain.stderr())
                .contains("output: an unfinished run to " + output + " has the records of ")
                .contains("--resume goes on with it, --overwrite starts anew");
        var summarized = Distribution.run(
                "summarize", work.toString(), "--output", temp.resolve("so far").toString());
        assertThat(summarized.exitCode()).as(summarized.stderr()).isZero();
        finish(output);
    }

    @Test
    void anotherConfigDoesNotGoOnAndIsToldWithWhatDiffers() throws Exception {
        Path output = output("changed");
        stoppedAt("scoring.*: 5. %.*", "KILL", output);
        Path changed = config("length: 64", "length: 32");
        var result = Distribution.run("run", changed.toString(), "--output", output.toString(), "--resume");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr())
                .contains("had another config: corpus.length was 64 and is 32")
                .contains("put back what it had, or start anew with --overwrite");
        finish(output);
    }

    @Test
    void anotherSaeDoesNotGoOnAndIsToldByItsDigest() throws Exception {
        Path output = output("other sae");
        Path saes = temp.resolve("saes");
        copy(DEMO.resolve("saes"), saes);
        Path config = config("'" + DEMO + "/saes", "'" + saes);
        Process run = Distribution.shipped().process("run", config.toString(), "--output", output.toString());
        try (BufferedReader stderr = run.errorReader()) {
            String line = stderr.readLine();
            while (line != null && !line.matches("scoring.*: 5. %.*")) {
                line = stderr.readLine();
            }
            run.destroyForcibly().waitFor();
        }
        Path one = saes.resolve("blocks.1.hook_resid_post");
        Path other = saes.resolve("blocks.4.hook_resid_post");
        Files.copy(
                other.resolve("sae_weights.safetensors"),
                one.resolve("sae_weights.safetensors"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        var result = Distribution.run("run", config.toString(), "--output", output.toString(), "--resume");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr())
                .contains("had other files or versions: interventions.sae at blocks.1.hook_resid_post.");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
