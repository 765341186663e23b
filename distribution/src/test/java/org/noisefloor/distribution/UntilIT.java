package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that ends as soon as an interval is narrow enough. */
class UntilIT {
    private static final Path DEMO = Distribution.shipped().home().resolve("examples/demo");

    @TempDir
    static Path temp;

    private static Path config;

    @BeforeAll
    static void writesAConfig() throws IOException {
        config = Files.writeString(temp.resolve("until.yaml"), """
                model: { backend: onnx, path: '%s/model' }
                corpus: { path: '%s/text.jsonl', sequences: 128, length: 64, calibration: { sequences: 0 } }
                sites: [ blocks.3.hook_resid_post ]
                interventions: [ { type: sae, path: '%s/saes/{site}' } ]
                baselines: [ { type: eps_random, draws: 2 } ]
                metrics: [ kl ]
                until: { figure: kl.ratio.eps_random, width: 40 %% }
                run: { threads: 2, resamples: 500 }
                """.formatted(DEMO, DEMO, DEMO));
    }

    private static JsonNode report(String name, String... more) throws IOException {
        Path output = temp.resolve(name);
        String[] command = new String[4 + more.length];
        command[0] = "run";
        command[1] = config.toString();
        command[2] = "--output";
        command[3] = output.toString();
        System.arraycopy(more, 0, command, 4, more.length);
        var result = Distribution.run(command);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return new ObjectMapper().readTree(output.resolve("report.json").toFile());
    }

    @Test
    void aRunEndsAtTheSameLookWhateverTheBatch() throws IOException {
        JsonNode by8 = report("by8", "--set", "run.batch=8");
        JsonNode by13 = report("by13", "--set", "run.batch=13");
        assertThat(by8.at("/until/reached").asBoolean()).isTrue();
        assertThat(by8.at("/until/widest").asDouble()).isLessThanOrEqualTo(40);
        int sequences = by8.at("/positions/sequences").asInt();
        assertThat(sequences).isLessThan(128).isIn(16, 32, 64);
        assertThat(by13.at("/positions/sequences").asInt()).isEqualTo(sequences);
        assertThat(by13.at("/until/widest").asDouble())
                .isCloseTo(by8.at("/until/widest").asDouble(), within(1e-3));
    }

    @Test
    void aRunThatDoesNotGetThereTakesAllAndSaysHowManyWouldDo() throws IOException {
        JsonNode report = report("all", "--set", "until.width=1 %", "--set", "corpus.sequences=24");
        assertThat(report.at("/until/reached").asBoolean()).isFalse();
        assertThat(report.at("/positions/sequences").asInt()).isEqualTo(24);
    }

    @Test
    void checkEstimatesHowManySequencesItTakes() {
        var result = Distribution.run("check", config.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.stdout()).containsPattern("Until: +kl.ratio.eps_random is .* wide");
    }

    @Test
    void aShardIsRefusedSinceItDoesNotKnowTheOthers() {
        var result = Distribution.run(
                "run",
                config.toString(),
                "--shard",
                "1/2",
                "--output",
                temp.resolve("shard").toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr()).contains("until.yaml:7: until: a shard does not know what the others have found");
        assertThat(temp.resolve("shard")).doesNotExist();
    }
}
