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
import org.assertj.core.data.Offset;
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

    /** Float32 forward passes in two engines, and SAELens' float32 means. */
    private static double tolerance(double value) {
        return 1e-7 + 1e-5 * Math.abs(value);
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
        List<Map.Entry<String, JsonNode>> groups =
                golden(golden).properties().stream().toList();
        assertThat(ours).hasSize(groups.size());
        return groups.stream()
                .flatMap(group -> group.getValue().properties().stream()
                        .map(figure -> DynamicTest.dynamicTest(
                                figure.getKey(),
                                () -> agrees(
                                        figure.getKey(),
                                        figure.getValue().asDouble(),
                                        ours.get(group.getKey()).get(figure.getKey())))));
    }

    private static void agrees(String key, double saelens, JsonNode ours) {
        assertThat(ours).as(key).isNotNull();
        assertThat(ours.asDouble(Double.NaN)).isCloseTo(saelens, Offset.offset(tolerance(saelens)));
    }

    /** Otherwise the agreement of KL would show nothing. */
    @Test
    void theLastPositionMattersMoreThanTheTolerance() throws IOException {
        double saelens = golden("special_by_tokenizer")
                .at("/model_behavior_preservation/kl_div_with_sae")
                .asDouble();
        try (InputStream reference = resource("demo_reference.json")) {
            double withoutLast = JSON.readTree(reference)
                    .at("/interventions/sae/divergences/kl/mean")
                    .asDouble();
            assertThat(Math.abs(withoutLast - saelens)).isGreaterThan(3 * tolerance(saelens));
        }
    }
}
