package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All six SAEs of the demo in one pass, against {@code examples/joint-splice}: SAELens' SAEs in a Hugging Face model by forward hooks. */
class TogetherIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double ALLOWED = 1e-5;

    @TempDir
    static Path temp;

    private static JsonNode reference;
    private static JsonNode report;
    private static String console;

    @BeforeAll
    static void run() throws IOException {
        reference = JSON.readTree(golden("joint_splice.json"));
        Path demo = Distribution.repository().resolve("examples/demo");
        Files.write(temp.resolve("tokens.jsonl"), sequencesWithoutNearTies());
        Path config = Files.writeString(temp.resolve("together.yaml"), """
                model: { backend: onnx, path: '%s' }
                corpus: { path: tokens.jsonl, length: 64, pack: document, calibration: { sequences: 0 } }
                sites: [ "blocks.*.hook_resid_post" ]
                splice: together
                interventions: [ { type: sae, path: '%s/{site}' } ]
                baselines: [ identity, { type: eps_random, draws: 2 } ]
                floors: [ eps_random ]
                metrics: [ kl, loss, reconstruction ]
                gate: [ "sae@together: kl.ratio.eps_random > 0" ]
                reports: [ html, markdown, saelens, saebench, csv ]
                positions: { special: [ 0 ] }
                run: { threads: %d, resamples: 200 }
                output: '%s'
                """.formatted(
                        demo.resolve("model"), demo.resolve("saes"), Distribution.threads(), temp.resolve("out")));
        var result = Distribution.run("run", "--details", config.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        console = result.stdout();
        report = JSON.readTree(temp.resolve("out/report.json").toFile());
    }

    private static String golden(String name) throws IOException {
        try (var in = Objects.requireNonNull(TogetherIT.class.getResourceAsStream("/golden/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> sequencesWithoutNearTies() throws IOException {
        Set<Integer> left = new HashSet<>();
        reference.get("near_ties").forEach(each -> left.add(each.asInt()));
        List<String> all = golden("demo_tokens.jsonl").lines().toList();
        List<String> kept = new ArrayList<>();
        for (int s = 0; s < all.size(); s++) {
            if (!left.contains(s)) {
                kept.add(all.get(s));
            }
        }
        return kept;
    }

    private static JsonNode site(String name) {
        for (JsonNode each : report.get("sites")) {
            if (each.get("name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no site " + name);
    }

    private static double figure(String site, String arm, String figure) {
        for (JsonNode each : site(site).get("arms")) {
            if (each.get("name").asText().equals(arm)) {
                return each.at("/figures/" + figure + "/value").asDouble();
            }
        }
        throw new AssertionError("no arm " + arm + " at " + site);
    }

    private static JsonNode cost(String arm, String figure) {
        for (JsonNode each : report.get("together")) {
            if (each.get("arm").asText().equals(arm)
                    && each.get("figure").asText().equals(figure)) {
                return each;
            }
        }
        throw new AssertionError("no joint " + figure + " of " + arm);
    }

    @Test
    void theJointSpliceAgreesWithPyTorch() {
        assertThat(report.at("/positions/scored").asInt())
                .isEqualTo(reference.get("positions").asInt());
        for (String figure : List.of("kl", "ce_delta")) {
            assertThat(figure("together", "sae", figure))
                    .isCloseTo(reference.at("/together/" + figure).asDouble(), within(ALLOWED));
        }
    }

    @Test
    void eachSiteAloneAgreesToo() {
        reference
                .get("alone")
                .properties()
                .forEach(site -> site.getValue()
                        .properties()
                        .forEach(each -> assertThat(figure(site.getKey(), "sae", each.getKey()))
                                .isCloseTo(each.getValue().asDouble(), within(ALLOWED))));
    }

    @Test
    void theDifferenceIsThatOfTheJointCostAndTheSum() {
        for (String figure : List.of("kl", "ce_delta")) {
            JsonNode cost = cost("sae", figure);
            double sum = reference.at("/sum/" + figure).asDouble();
            double joint = reference.at("/together/" + figure).asDouble();
            assertThat(cost.at("/joint/value").asDouble()).isCloseTo(joint, within(ALLOWED));
            assertThat(cost.at("/sum/value").asDouble()).isCloseTo(sum, within(6 * ALLOWED));
            assertThat(cost.at("/difference/value").asDouble()).isCloseTo(joint - sum, within(7 * ALLOWED));
            assertThat(cost.at("/difference/low").asDouble())
                    .isPositive()
                    .isLessThan(cost.at("/difference/value").asDouble());
        }
    }

    @Test
    void identitiesAtAllSitesCostNothingToTheLastBit() {
        assertThat(figure("together", "identity", "kl")).isZero();
        assertThat(cost("identity", "ce_delta").at("/difference/value").asDouble())
                .isZero();
    }

    @Test
    void theJointArmStandsAgainstNoiseThatCopiesItsErrors() {
        JsonNode against = site("together").at("/arms/0/floors/eps_random/kl");
        assertThat(against.at("/verdict/word").asText()).isIn("worse", "milder", "not_told_apart");
        assertThat(against.at("/floor/value").asDouble()).isPositive();
        assertThat(report.at("/gate/0/holds").asBoolean()).isTrue();
        assertThat(site("together").get("together")).hasSize(6);
        assertThat(site("together").at("/arms/0/figures").has("fvu")).isFalse();
    }

    @Test
    void consoleAndFurtherFormsTellIt() throws IOException {
        assertThat(console).contains("Several at once", "sae at together: ");
        Path out = temp.resolve("out");
        assertThat(Files.readString(out.resolve("report.html"))).contains("Several at once", "all sites together");
        assertThat(Files.readString(out.resolve("summary.md"))).contains("## Several at once", "| sae | kl | ");
        // peers know one hook point at a time
        assertThat(JSON.readTree(out.resolve("metrics.json").toFile())).hasSize(6);
        assertThat(out.resolve("sae_together_eval_results.json")).doesNotExist();
    }

    @Test
    void summingUpAgainGivesTheSameReport() throws IOException {
        var result = Distribution.run(
                "summarize",
                temp.resolve("out").toString(),
                "--output",
                temp.resolve("again").toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(Files.readString(temp.resolve("again/report.json")))
                .isEqualTo(Files.readString(temp.resolve("out/report.json")));
    }

    @Test
    void runsCanBeComparedByTheirJointSplices() {
        var result = Distribution.run(
                "compare", temp.resolve("out").toString(), temp.resolve("out").toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.stdout()).contains("together");
    }
}
