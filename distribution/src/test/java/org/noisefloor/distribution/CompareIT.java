package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.core.record.RecordReader;
import org.noisefloor.core.record.RecordStore;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;

/** {@code noisefloor compare} on runs of the demo. */
class CompareIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DEMO = Distribution.repository().resolve("examples/demo");

    @TempDir
    Path temp;

    private Path run(String name, String site, String more) throws IOException {
        Path config = Files.writeString(temp.resolve(name + ".yaml"), """
                model: { backend: onnx, path: '%s' }
                corpus: { path: '%s', sequences: 8, length: 32, calibration: { sequences: 0 } }
                sites: [ %s ]
                %s
                metrics: [ kl, loss ]
                run: { threads: 2, batch: 8, resamples: 100 }
                output: '%s'
                %s
                """.formatted(
                        DEMO.resolve("model"),
                        DEMO.resolve("text.jsonl"),
                        site,
                        more.contains("interventions:")
                                ? ""
                                : "interventions: [ { type: sae, path: '"
                                        + DEMO.resolve("saes").resolve(site) + "' } ]",
                        temp.resolve(name),
                        more));
        var result = Distribution.run("run", config.toString(), "--quiet");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.stdout()).isEmpty();
        return temp.resolve(name);
    }

    private static double kl(Path run) throws IOException {
        return new ObjectMapper()
                .readTree(run.resolve("report.json").toFile())
                .at("/sites/0/arms/0/figures/kl/value")
                .asDouble();
    }

    @Test
    void ranksInterventionsOfSeveralRunsByWhatTheirReportsSay() throws IOException {
        Path early = run("early", "blocks.0.hook_resid_post", "");
        Path late = run("late", "blocks.4.hook_resid_post", "");
        Path out = temp.resolve("comparison");
        var result = Distribution.run("compare", late.toString(), early.toString(), "--output", out.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        JsonNode ranking = new ObjectMapper()
                .readTree(out.resolve("comparison.json").toFile())
                .get("ranking");
        boolean earlyFirst = kl(early) < kl(late);
        assertThat(ranking.get(0).get("run").asText()).isEqualTo(earlyFirst ? "early" : "late");
        assertThat(ranking.get(0).at("/figures/kl/value").asDouble()).isEqualTo(Math.min(kl(early), kl(late)));
        assertThat(ranking.get(0).at("/l0/value").asDouble()).isEqualTo(16);
        assertThat(result.stdout())
                .contains("1. " + (earlyFirst ? "early" : "late") + ": sae at blocks.", "level with");
        assertThat(Files.readString(out.resolve("comparison.md"))).contains("| 1. ");
        assertThat(Files.readString(out.resolve("comparison.html")))
                .contains("<td>1. ")
                .doesNotContain("<script");
    }

    @Test
    void refusesRunsOnOtherTokensOrUnderAnotherMaskAndSaysWhatDiffers() throws IOException {
        String site = "blocks.3.hook_resid_post";
        Path one = run("one", site, "");
        Path masked = run("masked", site, "positions: { skip_first: 2 }");
        Path shifted = run("shifted", site, "seed: 1");
        changeToken(shifted.resolve("records.bin"), 1, 7);
        var result = Distribution.run("compare", one.toString(), masked.toString(), shifted.toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr())
                .contains(masked + " cannot be compared with " + one + ": its mask is")
                .contains(shifted + " cannot be compared with " + one
                        + ": sequence 0 is another one, from token 1 on (id 7");
        var all = Distribution.run(
                "compare",
                one.toString(),
                "--by",
                "kll",
                "--cost",
                "l9",
                "--output",
                temp.resolve("one").toString());
        assertThat(all.exitCode()).isEqualTo(2);
        assertThat(all.stdout()).isEmpty();
        assertThat(all.stderr()).contains("--by: ", "'kll'", "--cost: ", "'l9'", "output: ", "holds an earlier run");
        var nothing = Distribution.run("compare", temp.resolve("on").toString());
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.stderr()).contains("there is no folder", "runs beside it: masked, one, shifted");
    }

    /** In all sequences of a run. */
    private static void changeToken(Path store, int at, int token) {
        List<SequenceRecord> records = new ArrayList<>();
        RunDescription run;
        try (RecordReader reader = RecordReader.open(store)) {
            run = reader.run();
            while (reader.next()) {
                records.add(reader.record());
            }
        }
        try (RecordStore.Writer writer = RecordStore.create(store, run)) {
            records.forEach(record -> {
                record.tokens()[at] = token;
                writer.append(record);
            });
        }
    }

    @Test
    void aGateThatIsViolatedEndsTheRunWithItsOwnExitCodeAfterEverythingIsWritten() throws IOException {
        Path config = temp.resolve("gated.yaml");
        run("plain", "blocks.3.hook_resid_post", "");
        Files.writeString(
                config,
                Files.readString(temp.resolve("plain.yaml"))
                                .replace(temp.resolve("plain").toString(), temp + "/gated")
                        + "gate: [ 'kl < 0.01', 'kl > 0' ]\n");
        var result = Distribution.run("run", config.toString(), "--json");
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.stderr())
                .containsPattern("gate: violated: kl < 0.01: kl is 0\\.\\d+ for sae at blocks.3.hook_resid_post");
        assertThat(new ObjectMapper().readTree(result.stdout()).get("gate")).hasSize(2);
        assertThat(temp.resolve("gated/log.txt")).content().contains("the config with all defaults");
        Files.writeString(config, Files.readString(config).replace("kl > 0", "kl.ratio.nothing > 0"));
        var refused = Distribution.run("check", config.toString(), "--overwrite");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.stderr()).contains("gated.yaml:9: gate: unknown quantity 'kl.ratio.nothing'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"noisefloor", "saelens"})
    void aRunComparedWithItselfAndWithOtherDrawsHasTheFiguresAndWidthsOfItsReport(String conventions)
            throws IOException {
        String more = """
                baselines: [ { type: dose, name: noise, r: [ 0.1 ], draws: %d } ]
                floors: [ noise ]
                conventions: %s
                """;
        String site = "blocks.3.hook_resid_post";
        Path one = run("of " + conventions, site, more.formatted(4, conventions) + noisy(site));
        Path other = run("other of " + conventions, site, more.formatted(2, conventions) + noisy(site));
        Path out = temp.resolve("compared " + conventions);
        var result = Distribution.run(
                "compare", one.toString(), one.toString(), other.toString(), "--output", out.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        JsonNode comparison = JSON.readTree(out.resolve("comparison.json").toFile());
        assertThat(comparison.get("ranking")).hasSize(6);
        for (JsonNode each : comparison.get("ranking")) {
            Path folder = each.get("run").asText().endsWith(other.getFileName().toString()) ? other : one;
            JsonNode figures = arm(folder, each.get("intervention").asText()).get("figures");
            for (String figure : List.of("kl", "ce_delta")) {
                for (String number : List.of("value", "low", "high")) {
                    assertThat(each.at("/figures/" + figure + "/" + number))
                            .as(each.get("run") + " " + figure + " " + number)
                            .isEqualTo(figures.get(figure).get(number));
                }
            }
        }
        for (JsonNode pair : comparison.get("pairs")) {
            JsonNode better = comparison.get("ranking").get(pair.get("better").asInt() - 1);
            JsonNode worse = comparison.get("ranking").get(pair.get("worse").asInt() - 1);
            if (better.get("intervention").equals(worse.get("intervention"))) {
                assertThat(pair.at("/difference/value").asDouble()).isZero();
                assertThat(pair.at("/verdict/word").asText()).isEqualTo("level");
            }
        }
    }

    /** An intervention with draws beside the SAE. */
    private static String noisy(String site) {
        return "interventions: [ { type: sae, path: '" + DEMO.resolve("saes").resolve(site)
                + "' }, { type: dose, name: noisy, r: [ 0.2 ], draws: 3 } ]\n";
    }

    private static JsonNode arm(Path run, String name) throws IOException {
        for (JsonNode arm : JSON.readTree(run.resolve("report.json").toFile()).at("/sites/0/arms")) {
            if (arm.get("name").asText().equals(name)) {
                return arm;
            }
        }
        throw new AssertionError("no arm " + name);
    }
}
