package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that do in a run what no plugin may: each is named, the run's records or results stand, and the exit code tells. */
class HostilePluginsIT {
    @TempDir
    static Path temp;

    private static Distribution noisefloor;

    @BeforeAll
    static void install() {
        noisefloor = Distribution.shipped().copyTo(temp.resolve("noisefloor"));
        StrangersJar.metric(noisefloor, "exits", "if (++calls > 400) System.exit(0);");
        StrangersJar.metric(noisefloor, "prints", "System.out.println(\"{hello\");");
        StrangersJar.metric(
                noisefloor,
                "exhausts",
                "long[][] all = new long[64][]; for (int i = 0; ; i = (i + 1) % 64) all[i] = new long[1 << 28];");
        StrangersJar.metric(noisefloor, "writes", "c.original()[0] += 1;");
        StrangersJar.metric(
                noisefloor,
                "traces",
                "",
                "static { try { new java.io.FileOutputStream(\""
                        + trace().toString().replace("\\", "/")
                        + "\").close(); } catch (java.io.IOException e) { throw new IllegalStateException(e); } }");
        StrangersJar.metric(
                noisefloor,
                "divides",
                "",
                "public record Options(@Option(doc = \"a number\", orElse = \"0\") int number) { public Options { number = 1 / number; } }");
        StrangersJar.writer(noisefloor, "ends", "System.exit(0);");
        StrangersJar.writer(
                noisefloor,
                "spoils",
                "Path out = Path.of(run.config().lines().filter(l -> l.startsWith(\"output:\")).findFirst().orElseThrow()"
                        + ".substring(8).replace(\"\\\"\", \"\")); Files.writeString(out.resolve(\"report.json\"), \"{}\");"
                        + " throw new IllegalStateException(\"done\");");
    }

    /** A file that is there as soon as the class of the metric {@code traces} was loaded. */
    private static Path trace() {
        return temp.resolve("trace");
    }

    private static Distribution.Result run(String name, String metrics, String reports, String... more)
            throws IOException {
        Path demo = Distribution.repository().resolve("examples/demo");
        Path config = Files.writeString(temp.resolve(name + ".yaml"), """
                model: { backend: onnx, path: '%s' }
                corpus: { path: '%s', sequences: 16, length: 32, calibration: { sequences: 0 } }
                sites: [ blocks.3.hook_resid_post ]
                baselines: [ zero ]
                metrics: %s
                reports: %s
                run: { resamples: 100, batch: 4, threads: 1 }
                output: '%s'
                """.formatted(
                        demo.resolve("model"), demo.resolve("text.jsonl"), metrics, reports, temp.resolve(name)));
        return noisefloor.start(Stream.concat(Stream.of("run", config.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void aPluginThatWasSeenLoadsNoClassUntilAConfigNamesIt() throws IOException {
        assertThat(noisefloor.start("plugins", "list").exitCode()).isZero();
        Files.deleteIfExists(trace());
        assertThat(noisefloor.start("plugins", "list").stdout()).containsPattern("traces +metric");
        assertThat(run("without", "[ kl ]", "[]").exitCode()).isZero();
        assertThat(trace()).doesNotExist();
        assertThat(run("with", "[ kl, traces ]", "[]").exitCode()).isZero();
        assertThat(trace()).exists();
    }

    @Test
    void anExitFromAScorerIsNamedWithItsLineAndTheRecordsAreKept() throws IOException {
        Distribution.Result ended = run("exits", "[ kl, exits ]", "[]");
        assertThat(ended.exitCode()).as(ended.stderr()).isEqualTo(1);
        assertThat(ended.stderr())
                .contains("error: plugin 'exits' (exits.jar) in Scorer.score of metric 'exits' (exits.yaml:5), class"
                        + " hostile.Hostile ended the process (System.exit)")
                .containsPattern(
                        "note: the records? of .* kept in .*; the same command with --resume goes on with them");
    }

    @Test
    void whatAPluginPrintsDoesNotComeBetweenTheJson() throws IOException {
        Distribution.Result ended = run("prints", "[ kl, prints ]", "[]", "--json");
        assertThat(ended.exitCode()).as(ended.stderr()).isZero();
        assertThat(new ObjectMapper().readTree(ended.stdout()).get("version").asInt())
                .isPositive();
        assertThat(ended.stderr()).contains("{hello");
    }

    @Test
    void aMetricThatExhaustsTheMemoryIsNamed() throws IOException {
        Distribution.Result ended = run("exhausts", "[ kl, exhausts ]", "[]");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.stderr())
                .containsPattern(
                        "error: plugin 'exhausts' \\(exhausts.jar\\) failed in Scorer.score of metric 'exhausts'"
                                + " \\(exhausts.yaml:5\\): java.lang.OutOfMemoryError: .*; take a smaller run.batch, or give the JVM more")
                .doesNotContain("\tat ");
    }

    @Test
    void optionsThatFailNameThePluginAndTheLine() throws IOException {
        Distribution.Result ended = run("divides", "[ kl, divides ]", "[]");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.stderr())
                .startsWith(
                        "error: plugin 'divides' (divides.jar) failed in the constructor of hostile.Hostile$Options of metric"
                                + " 'divides' (divides.yaml:5): java.lang.ArithmeticException: / by zero; that is a defect of the"
                                + " plugin, not of your input: please report it to its author, with this:");
        assertThat(temp.resolve("divides")).doesNotExist();
    }

    @Test
    void aMetricThatWritesToTheLogitsIsRefusedInTheFirstBatch() throws IOException {
        Distribution.Result ended = run("writes", "[ kl, writes ]", "[]");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.stderr()).contains("it wrote to Comparison.original(), which it may only read");
    }

    @Test
    void aWriterThatEndsTheProcessLeavesTheRunComplete() throws IOException {
        Distribution.Result ended = run("ends", "[ kl ]", "[ csv, ends ]");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.stderr())
                .contains("error: plugin 'ends' (ends.jar) in ReportWriter.write of report writer 'ends'");
        assertThat(temp.resolve("ends")).isDirectoryContaining(file -> file.endsWith("report.json"));
    }

    @Test
    void aWriterThatSpoilsTheRunIsNamedAndTheRunStands() throws IOException {
        Distribution.Result ended = run("spoils", "[ kl ]", "[ spoils, csv ]", "--json");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.stderr())
                .contains(
                        "failed in ReportWriter.write of report writer 'spoils' (spoils.yaml:6): java.lang.IllegalStateException:"
                                + " done; besides, the report writer 'spoils' changed files of the run itself (report.json)")
                .contains("note: the run itself is complete in ");
        assertThat(new ObjectMapper().readTree(ended.stdout()).has("sites")).isTrue();
        assertThat(Files.readString(temp.resolve("spoils/report.json"))).isEqualTo(ended.stdout());
    }
}
