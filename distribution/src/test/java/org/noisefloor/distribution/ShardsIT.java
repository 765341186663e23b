package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in shards: merged in any order they are the run, to the byte. */
class ShardsIT {
    private static final Path DEMO = Distribution.shipped().home().resolve("examples/demo");

    @TempDir
    static Path temp;

    private static Path config;
    private static Path whole;

    @BeforeAll
    static void runWholeAndInShards() throws IOException {
        config = Files.writeString(temp.resolve("shards.yaml"), """
                model: { backend: onnx, path: '%s/model' }
                corpus: { path: '%s/text.jsonl', sequences: 13, length: 64, calibration: { sequences: 4 } }
                sites: [ blocks.1.hook_resid_post, blocks.4.hook_resid_post ]
                interventions: [ { type: sae, path: '%s/saes/{site}' } ]
                baselines: [ zero, mean, { type: eps_random, draws: 4 }, { type: error_shuffled, draws: 4 } ]
                metrics: [ kl, loss, reconstruction ]
                stratify: [ original_state ]
                reports: [ markdown ]
                run: { batch: 2, threads: 2, resamples: 200 }
                output: '%s'
                """.formatted(DEMO, DEMO, DEMO, temp.resolve("run")));
        succeeds("run", config.toString());
        whole = Files.move(temp.resolve("run"), temp.resolve("whole"));
        for (int number = 3; number >= 1; number--) {
            assertThat(succeeds("run", config.toString(), "--shard", number + "/3"))
                    .contains("Shard " + number + " of 3 is done: ");
        }
    }

    private static String succeeds(String... command) {
        var result = Distribution.run(command);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return result.stdout();
    }

    private static List<String> refused(String... command) {
        List<String> all = new ArrayList<>(List.of("merge"));
        all.addAll(List.of(command));
        var result = Distribution.run(all.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.stderr()).isEqualTo(2);
        assertThat(result.stderr()).doesNotContain("\tat ");
        return result.stderr().lines().toList();
    }

    private static Path shard(int number) {
        return temp.resolve("run.shards").resolve(number + "-of-3");
    }

    @Test
    void mergedShardsAreTheRunToTheByte() throws IOException {
        String answer = succeeds("merge", temp.resolve("run.shards").toString());
        assertThat(answer).contains("Merged 3 shards to ");
        for (String file : List.of("report.json", "records.bin", "tokens.json", "config.yaml", "summary.md")) {
            assertThat(temp.resolve("run").resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
        Path other = temp.resolve("other");
        succeeds("merge", shard(3).toString(), shard(1).toString(), shard(2).toString(), "--output", other.toString());
        assertThat(other.resolve("report.json")).hasSameBinaryContentAs(whole.resolve("report.json"));
        assertThat(succeeds("report", other.toString(), "--as", "csv")).contains("csv");
        assertThat(other.resolve("provenance.json")).content().contains("\"shards\"", "\"number\" : 3");
    }

    @Test
    void aMissingShardIsNamedWithTheCommandThatMakesIt() {
        assertThat(refused(
                        shard(1).toString(),
                        shard(3).toString(),
                        "--output",
                        temp.resolve("none").toString()))
                .singleElement()
                .asString()
                .startsWith("error: shard 2 of 3 is missing; this makes it: noisefloor run ")
                .endsWith("config.yaml --shard 2/3 --output " + shard(2));
        assertThat(temp.resolve("none")).doesNotExist();
    }

    @Test
    void aShardThatIsThereTwiceOrOfAnotherRunOrNoneIsToldAllAtOnce() {
        Path other = temp.resolve("other-seed");
        succeeds("run", config.toString(), "--shard", "2/3", "--set", "seed=5", "--output", other.toString());
        assertThat(refused(shard(1).toString(), shard(1).toString(), shard(2).toString(), shard(3).toString()))
                .singleElement()
                .asString()
                .contains("are the same shard, 1 of 3; name one of them");
        assertThat(refused(shard(1).toString(), other.toString(), shard(3).toString()))
                .first()
                .asString()
                .isEqualTo("error: " + other + " is no shard of the same run as " + shard(1) + ": seed was 0 and is 5");
        assertThat(refused(
                        whole.toString(),
                        DEMO.toString(),
                        temp.resolve("nowhere").toString()))
                .containsExactly(
                        "error: " + whole + " holds a whole run, and shards are what is merged",
                        "error: " + DEMO
                                + " is not the folder of a shard; 'noisefloor run CONFIG --shard 1/2' makes one",
                        "error: there is no folder " + temp.resolve("nowhere"));
    }

    @Test
    void aShardIsNoFinishedRun() {
        var result = Distribution.run("report", shard(1).toString(), "--as", "csv");
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr()).contains("is shard 1 of 3 of a run; 'noisefloor merge' puts shards together");
    }

    @Test
    void aShardThatNoBatchIsLeftForIsRefused() {
        var result = Distribution.run(
                "run",
                config.toString(),
                "--shard",
                "8/8",
                "--output",
                temp.resolve("empty").toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr()).contains("take at most 7 shards, or a smaller run.batch");
        assertThat(temp.resolve("empty")).doesNotExist();
    }
}
