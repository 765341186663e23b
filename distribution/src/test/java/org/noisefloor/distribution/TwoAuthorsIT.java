package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two authors who know nothing of each other: each has a figure called {@code dissent} and brings a class {@code shared.Overlap}, in versions
 * that do not fit each other. In one run both are right, which figures of ours show, and the entry's name tells them apart wherever they are read.
 *
 * <p>The first author's, at 1.0 in a jar of its own: whether the most probable token is another one, 1 − our {@code top1_agreement}. The
 * second's, at 2.0 within the plugin's jar: the probability that both sides do not share, our {@code tv}.
 */
class TwoAuthorsIT {
    @TempDir
    static Path temp;

    private static Distribution noisefloor;
    private static Distribution.Result run;
    private static JsonNode report;

    @BeforeAll
    static void installBothAndRun() throws IOException {
        noisefloor = Distribution.shipped().copyTo(temp.resolve("noisefloor"));
        Path plugins = noisefloor.home().resolve("plugins");
        Path first = StrangersJar.compiled(
                noisefloor,
                Map.of(
                        "first.Dissent",
                        metric("first", "dissent", "double sum = 1 - Overlap.of(c.top1Original(), c.top1Spliced());"),
                        "shared.Overlap",
                        """
                        package shared;
                        public final class Overlap {
                            public static int of(int a, int b) { return a == b ? 1 : 0; }
                        }
                        """));
        StrangersJar.library(plugins.resolve("first/overlap-1.0.jar"), apart(first, "shared"));
        StrangersJar.plugin(
                plugins.resolve("first/first.jar"), "first", "metric.MetricProvider", "first.Dissent", first);
        StrangersJar.plugin(
                plugins.resolve("second.jar"),
                "second",
                "metric.MetricProvider",
                "second.Dissent",
                StrangersJar.compiled(
                        noisefloor, Map.of("second.Dissent", metric("second", "quarrel", """
                                double sum = 0;
                                for (int v = 0; v < c.vocabulary(); v++) {
                                    sum += Overlap.of(Math.exp(c.logProbOriginal(v)), Math.exp(c.logProbSpliced(v)));
                                }
                                sum = Math.max(1 - sum, 0);
                                """), "shared.Overlap", """
                                package shared;
                                public final class Overlap {
                                    public static double of(double p, double q) { return Math.min(p, q); }
                                }
                                """)));
        Files.writeString(plugins.resolve("broken.jar"), "no jar");
        run = run("together", "[ { type: quarrel, name: shared }, dissent, top1_agreement, tv ]");
        assertThat(run.exitCode()).as(run.stderr()).isZero();
        report =
                new ObjectMapper().readTree(temp.resolve("together/report.json").toFile());
    }

    private static String metric(String author, String id, String score) {
        return """
                package %1$s;
                import org.noisefloor.api.*;
                import org.noisefloor.api.metric.*;
                import shared.Overlap;
                public class Dissent implements MetricProvider<NoOptions> {
                    public String id() { return "%2$s"; }
                    public String summary() { return "what %1$s calls dissent"; }
                    public Class<NoOptions> options() { return NoOptions.class; }
                    public Metric create(NoOptions options, RunContext context) {
                        return Metric.mean("dissent", "", Figure.Kind.DIVERGENCE, summary(), c -> { %3$s return sum; });
                    }
                }
                """.formatted(author, id, score);
    }

    /** Moves a package into a folder of its own. */
    private static Path apart(Path classes, String name) throws IOException {
        Path folder = Files.createTempDirectory(temp, "library");
        Files.move(classes.resolve(name), folder.resolve(name));
        return folder;
    }

    private static Distribution.Result run(String name, String metrics) throws IOException {
        Path demo = Distribution.repository().resolve("examples/demo");
        Path config = Files.writeString(temp.resolve(name + ".yaml"), """
                model: { backend: onnx, path: '%s' }
                corpus: { path: '%s', sequences: 6, length: 32, calibration: { sequences: 0 } }
                sites: [ blocks.3.hook_resid_post ]
                interventions: [ { type: sae, path: '%s' } ]
                baselines: [ identity, { type: eps_random, draws: 2 } ]
                metrics: %s
                stratify: [ correct_token ]
                reports: [ html, markdown, csv ]
                run: { resamples: 100 }
                output: '%s'
                """.formatted(
                        demo.resolve("model"),
                        demo.resolve("text.jsonl"),
                        demo.resolve("saes/blocks.3.hook_resid_post"),
                        metrics,
                        temp.resolve(name)));
        return noisefloor.start("run", "--details", config.toString());
    }

    private static double value(String arm, String figure) {
        for (JsonNode each : report.at("/sites/0/arms")) {
            if (each.get("name").asText().equals(arm)) {
                return each.at("/figures/" + figure + "/value").asDouble(Double.NaN);
            }
        }
        throw new AssertionError("no arm " + arm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sae", "identity", "eps_random"})
    void bothAreRightThoughTheirLibrariesDoNotFitEachOther(String arm) {
        assertThat(value(arm, "dissent")).isCloseTo(1 - value(arm, "top1_agreement"), within(1e-12));
        assertThat(value(arm, "shared_dissent")).isCloseTo(value(arm, "tv"), within(1e-6));
    }

    @Test
    void eachIsSaidToBeTheOneThatItsAuthorMeans() {
        assertThat(report.at("/figures/dissent/metric").asText()).isEqualTo("dissent");
        assertThat(report.at("/figures/dissent/doc").asText()).isEqualTo("what first calls dissent");
        assertThat(report.at("/figures/shared_dissent/metric").asText()).isEqualTo("shared");
        assertThat(report.at("/figures/shared_dissent/doc").asText()).isEqualTo("what second calls dissent");
    }

    @Test
    void bothAreComparedWithTheFloorAndCrossedWithTheClasses() {
        for (JsonNode arm : report.at("/sites/0/arms")) {
            if (arm.get("name").asText().equals("sae")) {
                for (String figure : new String[] {"dissent", "shared_dissent"}) {
                    assertThat(arm.at("/floors/eps_random/" + figure).isObject())
                            .as(figure)
                            .isTrue();
                    assertThat(arm.at("/classes/correct_token"))
                            .isNotEmpty()
                            .allSatisfy(each -> assertThat(each.get("figures").has(figure))
                                    .as(figure)
                                    .isTrue());
                }
            }
        }
    }

    @Test
    void consoleMarkdownPageAndTablesTellThemApart() throws IOException {
        assertThat(run.stdout()).containsPattern("(?m)^dissent +").containsPattern("(?m)^shared_dissent +");
        assertThat(temp.resolve("together/summary.md"))
                .content()
                .contains("| intervention | shared_dissent |", "by shared_dissent")
                .doesNotContain("| dissent |", "by dissent");
        assertThat(temp.resolve("together/report.html")).content().contains("shared_dissent");
        try (Stream<Path> files = Files.walk(temp.resolve("together"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".csv"))
                            .findFirst()
                            .orElseThrow())
                    .content()
                    .contains("dissent", "shared_dissent");
        }
    }

    @Test
    void theyAreToldApartWhenTheRunIsSummedUpAnew() {
        Distribution.Result again = noisefloor.start(
                "summarize",
                temp.resolve("together").toString(),
                "--output",
                temp.resolve("again").toString());
        assertThat(again.exitCode()).as(again.stderr()).isZero();
        assertThat(temp.resolve("again/summary.md")).content().contains("shared_dissent");
    }

    @Test
    void withoutANameTheRunIsRefusedWithTheWayOutBeforeAnythingIsComputed() throws IOException {
        Distribution.Result refused = run("nameless", "[ kl, dissent, quarrel ]");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.stderr())
                .contains(
                        "'dissent' and 'quarrel' both report a figure named 'dissent'; give a metric among them a name of"
                                + " its own, {type: …, name: …}, which its columns and figures are named after");
        assertThat(temp.resolve("nameless")).doesNotExist();
    }

    @Test
    void aBrokenJarThatNoConfigNamesIsNotToldOf() {
        assertThat(run.stdout() + run.stderr()).doesNotContain("broken.jar");
        assertThat(noisefloor.start("plugins", "list").stdout()).contains("broken.jar is not a readable jar");
    }
}
