package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code noisefloor summarize}: a run's report made anew from its records, without the model. */
class SummarizeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DEMO = Distribution.repository().resolve("examples/demo");
    private static final List<String> FORMS =
            List.of("report.json", "report.html", "summary.md", "figures.csv", "metrics.json");

    @TempDir
    static Path temp;

    private static Path run;

    @BeforeAll
    static void aRun() throws IOException {
        Path config = Files.writeString(temp.resolve("small.yaml"), """
                model: { backend: onnx, path: '%s' }
                corpus: { path: '%s', sequences: 8, length: 32, calibration: { sequences: 2 } }
                sites: [ blocks.1.hook_resid_post, blocks.3.hook_resid_post ]
                interventions: [ { type: sae, path: '%s/{site}' } ]
                baselines: [ zero, { type: eps_random, draws: 3 }, { type: dose, r: [ 0.1, 0.3 ], draws: 2 } ]
                metrics: [ kl, tail, { type: kl, name: again }, loss, reconstruction ]
                stratify: [ correct_token ]
                floors: [ eps_random ]
                gate: [ "kl < 100" ]
                reports: [ html, markdown, csv, saelens ]
                run: { threads: 2, batch: 4, resamples: 200 }
                output: '%s'
                """.formatted(
                        DEMO.resolve("model"), DEMO.resolve("text.jsonl"), DEMO.resolve("saes"), temp.resolve("run")));
        var result = Distribution.run("run", config.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        run = temp.resolve("run");
    }

    private static JsonNode report(Path folder) throws IOException {
        return JSON.readTree(folder.resolve("report.json").toFile());
    }

    private static Path summarized(String name, String... options) {
        Path out = temp.resolve(name);
        List<String> command =
                new java.util.ArrayList<>(List.of("summarize", run.toString(), "--output", out.toString()));
        command.addAll(List.of(options));
        var result = Distribution.run(command.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return out;
    }

    @Test
    void givesTheBytesThatTheRunWrote() throws IOException {
        Path out = summarized("again");
        for (String name : FORMS) {
            if (Files.exists(run.resolve(name))) {
                assertThat(out.resolve(name)).hasSameBinaryContentAs(run.resolve(name));
            }
        }
        assertThat(out.resolve("report.json")).exists();
        assertThat(out.resolve("report.html")).exists();
        assertThat(out.resolve("summary.md")).exists();
    }

    @Test
    void aPageOfTheReportReadBackIsThatOfTheRun() throws IOException {
        byte[] page = Files.readAllBytes(run.resolve("report.html"));
        var result = Distribution.run("report", run.toString(), "--as", "html", "--overwrite");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(run.resolve("report.html")).hasBinaryContent(page);
    }

    @Test
    void needsTheRecordsAlone() throws IOException {
        Path kept = Files.createDirectory(temp.resolve("kept"));
        Files.copy(run.resolve("records.bin"), kept.resolve("records.bin"));
        var result = Distribution.run("summarize", kept.toString(), "--as", "markdown");
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(kept.resolve("report.json")).hasSameBinaryContentAs(run.resolve("report.json"));
        assertThat(kept.resolve("summary.md")).hasSameBinaryContentAs(run.resolve("summary.md"));
        assertThat(result.stdout()).contains("kl as a multiple of that of the noise", "Written to");
    }

    @Test
    void takesOtherResamplesAndLeavesOutWhatIsNotWanted() throws IOException {
        JsonNode whole = report(run);
        JsonNode less = report(
                summarized("less", "--resamples", "100", "--no-class-intervals", "--without", "kl_tail_share,again"));
        assertThat(less.at("/bootstrap/resamples").asInt()).isEqualTo(100);
        assertThat(less.get("figures").has("kl_tail_share")).isFalse();
        assertThat(less.get("figures").has("again")).isFalse();
        String kl = "/sites/0/arms/0/figures/kl/value";
        assertThat(less.at(kl)).isEqualTo(whole.at(kl));
        assertThat(less.at("/sites/0/arms/0/figures/kl/low")).isNotEqualTo(whole.at("/sites/0/arms/0/figures/kl/low"));
        JsonNode inClass = less.at("/sites/0/arms/0/classes/correct_token/rest");
        assertThat(inClass.at("/n/missing").asText()).isEqualTo("no interval: those within classes were left out");
        assertThat(inClass.at("/figures/kl/value"))
                .isEqualTo(whole.at("/sites/0/arms/0/classes/correct_token/rest/figures/kl/value"));
    }

    @Test
    void aMetricThatStandsThereTwiceHasItsFiguresUnderBothNames() throws IOException {
        JsonNode arm = report(run).at("/sites/0/arms/0");
        assertThat(arm.at("/figures/again")).isEqualTo(arm.at("/figures/kl"));
        assertThat(arm.at("/figures/again_tail_share/value")).isEqualTo(arm.at("/figures/kl_tail_share/value"));
        assertThat(arm.at("/floors/eps_random/again/ratio")).isEqualTo(arm.at("/floors/eps_random/kl/ratio"));
    }

    @Test
    void consolePageAndMarkdownWordTheVerdictOfTheReport() throws IOException {
        JsonNode report = report(run);
        String words = switch (report.at("/sites/0/arms/0/floors/eps_random/kl/verdict/word")
                .asText()) {
            case "worse" -> "worse than";
            case "milder" -> "milder than";
            case "not_told_apart" -> "not told apart from";
            default -> "unknown";
        };
        var console = Distribution.run(
                "summarize",
                run.toString(),
                "--details",
                "--output",
                temp.resolve("words").toString());
        assertThat(console.stdout()).contains("sae at blocks.1.hook_resid_post: " + words);
        assertThat(run.resolve("summary.md")).content().contains(words);
        assertThat(run.resolve("report.html")).content().contains(words);
    }

    @Test
    void wrongInputIsOneSentenceEach() throws IOException {
        String folder = run.toString();
        assertRefused("is there already; --overwrite replaces it, --output writes to another folder", folder);
        String there = Files.createDirectory(temp.resolve("there")).toString();
        Files.writeString(Path.of(there, "report.json"), "{}");
        assertRefused("holds a report that was made from records already", folder, "--output", there, "--overwrite");
        assertRefused("expected a whole number from 100 to 100000, found '5'", folder, "--resamples", "5");
        assertRefused("--without: unknown figure 'kll'; did you mean 'kl'?", folder, "--overwrite", "--without", "kll");
        assertRefused("there is no folder", temp.resolve("nowhere").toString());
        Path torn = Files.createDirectory(temp.resolve("torn"));
        byte[] records = Files.readAllBytes(run.resolve("records.bin"));
        Files.write(torn.resolve("records.bin"), Arrays.copyOf(records, records.length - 100));
        assertRefused("cannot be read: it ends too early; was the file cut short?", torn.toString());
        Path old = Files.createDirectory(temp.resolve("old"));
        Files.writeString(old.resolve("records.jsonl"), "{\"arms\": [], \"scored\": []}\n");
        assertRefused("an older version of noisefloor", old.toString());
    }

    /** Before anything is summed up. */
    @Test
    void allThatIsWrongIsToldAtOnce() {
        var result = Distribution.run(
                "summarize",
                run.toString(),
                "--resamples",
                "5",
                "--as",
                "htlm",
                "--without",
                "kll,foo",
                "--output",
                run.toString());
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.stderr().lines())
                .satisfiesExactly(
                        resamples -> assertThat(resamples).contains("--resamples: expected a whole number"),
                        output -> assertThat(output).endsWith("holds an earlier run; choose another output folder"),
                        form -> assertThat(form).contains("--as: unknown report writer 'htlm'"),
                        figure -> assertThat(figure).contains("--without: unknown figure 'kll'"),
                        figure -> assertThat(figure).contains("--without: unknown figure 'foo'"));
    }

    private static void assertRefused(String sentence, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("summarize"));
        command.addAll(List.of(arguments));
        var result = Distribution.run(command.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.stderr()).isEqualTo(2);
        assertThat(result.stderr()).contains(sentence).doesNotContain("\tat ");
    }
}
