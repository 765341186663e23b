package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code conventions: saelens} gives what SAELens itself says of the same model, SAE and tokens ({@code golden/saelens_metrics.json},
 * which SAELens' own code printed).
 */
class SaelensConventionsIT {
    private static final String SITE = "blocks.3.hook_resid_post";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path temp;

    /**
     * By the rule of the figure, and SAELens' float32 means of float32 terms besides: some sixteen roundings. Its scores are quotients
     * by the figure of the zero ablation.
     */
    private static double tolerance(String key, double value, JsonNode golden) {
        Tolerance rule = Tolerance.ARITHMETIC;
        double means = 16 * 0x1p-24 * Math.abs(value);
        return means
                + switch (key) {
                    case "kl_div_with_sae", "kl_div_with_ablation" -> rule.of("kl", value, 1);
                    case "ce_loss_with_sae", "ce_loss_without_sae", "ce_loss_with_ablation" -> rule.of("ce", value, 1);
                    case "kl_div_score" -> score("kl", value, golden, "kl_div_with_ablation", 0);
                    case "ce_loss_score" ->
                        score(
                                "ce_delta",
                                value,
                                golden,
                                "ce_loss_with_ablation",
                                golden.findValue("ce_loss_without_sae").asDouble());
                    default -> rule.of(key, value, 1);
                };
    }

    private static double score(String figure, double score, JsonNode golden, String ablation, double without) {
        double whole = golden.findValue(ablation).asDouble() - without;
        double moved = Tolerance.ARITHMETIC.of(figure, whole, 1);
        return Tolerance.quotient(1 - score, moved, moved, whole);
    }

    private static JsonNode golden(String name) throws IOException {
        try (InputStream in = resource("saelens_metrics.json")) {
            return JSON.readTree(in).get(name);
        }
    }

    private static InputStream resource(String file) {
        return SaelensConventionsIT.class.getResourceAsStream("/golden/" + file);
    }

    private Path run(String more) throws IOException {
        try (InputStream tokens = resource("demo_tokens.jsonl")) {
            Files.write(temp.resolve("demo_tokens.jsonl"), tokens.readAllBytes());
        }
        Path demo = Distribution.repository().resolve("examples/demo");
        Path config = Files.writeString(temp.resolve("saelens.yaml"), """
                model: { backend: onnx, path: '%s' }
                corpus:
                  path: demo_tokens.jsonl
                  length: 64
                  pack: document
                  calibration: { sequences: 0 }
                sites: [ %s ]
                interventions: [ { type: sae, path: '%s' } ]
                conventions: saelens
                run: { batch: 20, resamples: 100 }
                output: '%s'
                %s
                """.formatted(
                        demo.resolve("model"), SITE, demo.resolve("saes").resolve(SITE), temp.resolve("out"), more));
        var result = Distribution.run("run", config.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        assertThat(result.stdout().replaceAll("\\s+", " "))
                .contains("as in SAELens, divergences between predictions are taken at the last position");
        return temp.resolve("out");
    }

    @TestFactory
    Stream<DynamicTest> theFiguresAreThoseOfSaelens() throws IOException {
        return compared("", "special_by_tokenizer");
    }

    @TestFactory
    Stream<DynamicTest> theFiguresAreThoseOfSaelensWithOtherSpecialTokens() throws IOException {
        return compared("positions: { special: [ 0, 270 ] }", "special_0_270");
    }

    private Stream<DynamicTest> compared(String more, String golden) throws IOException {
        JsonNode results = JSON.readTree(run(more).resolve("metrics.json").toFile());
        assertThat(results).hasSize(1);
        JsonNode ours = results.at("/0/metrics");
        JsonNode expected = golden(golden);
        List<Map.Entry<String, JsonNode>> groups =
                expected.properties().stream().toList();
        assertThat(ours).hasSize(groups.size());
        return groups.stream()
                .flatMap(group -> group.getValue().properties().stream()
                        .map(figure -> DynamicTest.dynamicTest(
                                figure.getKey(),
                                () -> agrees(
                                        figure.getKey(),
                                        figure.getValue().asDouble(),
                                        ours.get(group.getKey()).get(figure.getKey()),
                                        expected))));
    }

    private static void agrees(String key, double saelens, JsonNode ours, JsonNode golden) {
        assertThat(ours).as(key).isNotNull();
        Tolerance.check(key, ours.asDouble(Double.NaN), saelens, tolerance(key, saelens, golden));
    }

    /** Otherwise the agreement of KL would show nothing. With the SAE it moves KL by 5e-6 alone, so the ablation shows it. */
    @Test
    void theLastPositionMattersMoreThanTheTolerance() throws IOException {
        JsonNode golden = golden("special_by_tokenizer");
        double saelens =
                golden.at("/model_behavior_preservation/kl_div_with_ablation").asDouble();
        try (InputStream reference = resource("demo_reference.json")) {
            double withoutLast = JSON.readTree(reference)
                    .at("/interventions/zero_all/divergences/kl/mean")
                    .asDouble();
            assertThat(Math.abs(withoutLast - saelens))
                    .isGreaterThan(3 * tolerance("kl_div_with_ablation", saelens, golden));
        }
    }
}
