package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of many lengths with {@code run.buckets}, on real engines: killed or in shards they are the run, and they are what they are without. */
@DisabledOnOs(OS.WINDOWS)
class BucketsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DEMO = Distribution.repository().resolve("examples/demo");
    /** Texts without a position that may choose another feature, see {@link Tolerance}; so is the beginning of each. */
    private static final Path GOLDEN = Distribution.repository().resolve("distribution/src/test/resources/golden");

    private static final String SITE = "blocks.3.hook_resid_post";
    private static final int TEXTS = 12;
    /** Beside whole texts what fits into an eighth, a quarter and a half. */
    private static final List<Integer> LENGTHS = List.of(64, 7, 30, 15);
    /** Three windows of eight batches. */
    private static final int SEQUENCES = TEXTS * LENGTHS.size();

    @TempDir
    Path temp;

    private Path config(String backend, boolean buckets) throws IOException {
        return Files.writeString(temp.resolve(backend + "-" + buckets + ".yaml"), """
                model: { backend: %s, path: '%s' }
                corpus: { path: '%s', sequences: %d, length: 64, pack: document, calibration: { path: '%s', sequences: 4 } }
                positions: { special: [ 0 ] }
                sites: [ %s ]
                interventions: [ { type: sae, path: '%s' } ]
                baselines: [ zero, mean, { type: eps_random, draws: 2 } ]
                metrics: [ kl, loss, reconstruction ]
                stratify: [ original_state ]
                reports: [ markdown ]
                run: { threads: %d, batch: 2, buckets: %s, resamples: 200 }
                output: '%s'
                """.formatted(
                        backend,
                        DEMO.resolve("model"),
                        texts(),
                        SEQUENCES,
                        GOLDEN.resolve("demo_calibration.jsonl"),
                        SITE,
                        DEMO.resolve("saes").resolve(SITE),
                        Distribution.threads(),
                        buckets,
                        temp.resolve("run")));
    }

    private Path texts() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line :
                Files.readAllLines(GOLDEN.resolve("demo_tokens.jsonl")).subList(0, TEXTS)) {
            JsonNode tokens = JSON.readTree(line).get("tokens");
            for (int length : LENGTHS) {
                lines.add(IntStream.range(0, length)
                        .mapToObj(t -> tokens.get(t).asText())
                        .collect(Collectors.joining(", ", "{\"tokens\": [", "]}")));
            }
        }
        return Files.write(temp.resolve("texts.jsonl"), lines);
    }

    private static Distribution.Result succeeds(String... command) {
        var result = Distribution.run(command);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return result;
    }

    /** A run to the config's output, out of the way of the next. */
    private Path undisturbed(Path config, String name) throws IOException {
        succeeds("run", config.toString());
        return Files.move(temp.resolve("run"), temp.resolve(name));
    }

    private void endsAs(Path whole) {
        for (String file : List.of("report.json", "records.bin", "tokens.json", "config.yaml", "summary.md")) {
            assertThat(temp.resolve("run").resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnx", "djl"})
    void aRunThatWasKilledOrIsInShardsIsTheRunToTheByte(String backend) throws Exception {
        Path config = config(backend, true);
        Path whole = undisturbed(config, "whole");
        assertThat(whole.resolve("provenance.json"))
                .content()
                .contains("batches of 2 × 64 (padded to 8, 16, 32 where no sequence is longer)");
        killedInTheSecondWindow(config);
        assertThat(succeeds("run", config.toString(), "--resume").stderr())
                .contains("going on behind the 16 sequences whose records are there");
        endsAs(whole);
        Files.move(temp.resolve("run"), temp.resolve("resumed"));
        for (int number = 3; number >= 1; number--) {
            succeeds("run", config.toString(), "--shard", number + "/3");
        }
        succeeds("merge", temp.resolve("run.shards").toString());
        endsAs(whole);
    }

    private static void killedInTheSecondWindow(Path config) throws Exception {
        Process run = Distribution.shipped().process("run", config.toString());
        try (BufferedReader stderr = run.errorReader()) {
            String line = stderr.readLine();
            while (line != null && !line.matches("scoring.*: [45]. %.*")) {
                line = stderr.readLine();
            }
            assertThat(line).as("a line of the second window").isNotNull();
            run.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnx", "djl"})
    void everyFigureIsThatOfARunWithoutUpToRounding(String backend) throws IOException {
        ArmsAgree.check(report(backend, false), report(backend, true));
    }

    private JsonNode report(String backend, boolean buckets) throws IOException {
        Path run = undisturbed(config(backend, buckets), backend + "-" + buckets);
        return JSON.readTree(run.resolve("report.json").toFile());
    }
}
