package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code noisefloor selftest} with few repetitions. */
class SelftestIT {
    private static final Path DEMO = Distribution.repository().resolve("examples/demo");

    @TempDir
    Path temp;

    @Test
    void theShippedDemoKeepsItsWord() throws IOException {
        Path csv = temp.resolve("repetitions.csv");
        var result =
                Distribution.run("selftest", "--repetitions", "12", "--documents", "8", "--output", csv.toString());
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
        assertThat(result.stdout())
                .contains(
                        "Noise of 0.3 times the activation's norm at blocks.3.hook_resid_post",
                        "12 repetitions of 8 documents",
                        "eps_random kl",
                        "Against noise a fifth smaller, kl is told apart in",
                        "Reports keep their word here.");
        assertThat(result.stderr()).contains("left").doesNotContain("warning");
        // two floors and two figures, of which the smaller one has no ranks to be uniform
        assertThat(Files.readAllLines(csv))
                .hasSize(1 + 12 * 4)
                .first()
                .asString()
                .startsWith("repetition,floor,figure");
    }

    @Test
    void anInterventionThatIsNoDrawOfItsFloorIsFound() {
        var result = Distribution.run(
                "selftest",
                "--repetitions",
                "12",
                "--documents",
                "8",
                "--set",
                "baselines=[{type: dose_relative, name: half, s: [0.5], draws: 4}]",
                "--set",
                "floors=[half]",
                "--set",
                "metrics=[kl]");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stdout())
                .contains(
                        "Reports do NOT keep their word here:",
                        "- kl against half: the interval holds the truth in 0 of 12",
                        "- kl against half: ranks are not uniform");
    }

    @Test
    void documentsOfAFinishedRunAreDrawnWithoutItsModel() throws IOException {
        Path run = temp.resolve("run");
        Path config = Files.writeString(temp.resolve("run.yaml"), """
                model: '%s'
                corpus: { path: '%s', sequences: 30, length: 32, calibration: { sequences: 0 } }
                sites: [ blocks.4.hook_resid_post ]
                interventions: [ { type: sae, path: '%s/{site}' } ]
                baselines: [ { type: eps_random, draws: 2 } ]
                metrics: [ kl, loss ]
                output: '%s'
                """.formatted(
                        DEMO.resolve("model"), DEMO.resolve("text.jsonl"), DEMO.resolve("saes"), run));
        assertThat(Distribution.run("run", config.toString(), "--quiet").exitCode())
                .isZero();
        var result = Distribution.run("selftest", "--of", run.toString(), "--repetitions", "40");
        assertThat(result.exitCode()).as(result.stdout() + result.stderr()).isZero();
        assertThat(result.stdout())
                .contains(
                        "all 30 documents of " + run,
                        "sae at blocks.4.hook_resid_post: kl / eps_random",
                        "sae at blocks.4.hook_resid_post: ce_delta − eps_random");
    }

    @Test
    void wrongArgumentsAreRefusedInOneSentence() throws IOException {
        assertRefused("--documents: expected a whole number of at least 6, found '3'", "--documents", "3");
        assertRefused("--draws: expected a whole number of at least 1, found '0'", "--draws", "0");
        assertRefused("--of takes a finished run as it is; leave out the config a.yaml", "a.yaml", "--of", "b");
        assertRefused("--figures belongs to --of", "--figures", "kl");
        Path there = Files.createFile(temp.resolve("there.csv"));
        assertRefused("--output: " + there + " is there already; name another file", "--output", there.toString());
        assertRefused("there is no folder", "--of", temp.resolve("none").toString());
        assertRefused("blocks.9.hook_resid_post", "--site", "blocks.9.hook_resid_post");
    }

    private static void assertRefused(String sentence, String... arguments) {
        var command = new java.util.ArrayList<>(java.util.List.of("selftest"));
        command.addAll(java.util.List.of(arguments));
        var result = Distribution.run(command.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.stderr()).isEqualTo(2);
        assertThat(result.stderr()).contains("error: ").contains(sentence);
        assertThat(result.stdout()).isEmpty();
    }
}
