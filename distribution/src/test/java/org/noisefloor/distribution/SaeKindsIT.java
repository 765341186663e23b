package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * An SAE of each kind on the demo gives the KL and the cross-entropy that SAELens' own evaluation says ({@code golden/saelens_kinds.json},
 * which SAELens' own code printed), by both engines.
 */
class SaeKindsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of KL and cross-entropy, in nats: both sides compute in float32, and a feature near its threshold may go either way. */
    private static final double NATS = 1e-5;
    /** What another last feature may cost at one position, in nats; one position of these made 0.03. */
    private static final double OTHER_FEATURE = 0.1;

    @TempDir
    Path temp;

    private static InputStream resource(String file) {
        return SaeKindsIT.class.getResourceAsStream("/golden/" + file);
    }

    @TestFactory
    Stream<DynamicTest> agreeInOnnxRuntime() throws IOException {
        return compared("onnx");
    }

    @TestFactory
    Stream<DynamicTest> agreeInPyTorch() throws IOException {
        return compared("djl");
    }

    private Stream<DynamicTest> compared(String backend) throws IOException {
        JsonNode kinds;
        try (InputStream in = resource("saelens_kinds.json")) {
            kinds = JSON.readTree(in).get("kinds");
        }
        Map<String, Map<String, JsonNode>> bySite = new TreeMap<>();
        for (Map.Entry<String, JsonNode> kind : kinds.properties()) {
            bySite.computeIfAbsent(kind.getValue().get("site").asText(), site -> new LinkedHashMap<>())
                    .put(kind.getKey(), kind.getValue());
        }
        Stream.Builder<DynamicTest> tests = Stream.builder();
        for (Map.Entry<String, Map<String, JsonNode>> site : bySite.entrySet()) {
            JsonNode arms = run(backend, site.getKey(), site.getValue());
            site.getValue()
                    .forEach((name, golden) -> tests.add(
                            DynamicTest.dynamicTest(name + " in " + backend, () -> agrees(arm(arms, name), golden))));
        }
        return tests.build();
    }

    /** All SAEs of a site in one run. */
    private JsonNode run(String backend, String site, Map<String, JsonNode> kinds) throws IOException {
        try (InputStream tokens = resource("demo_tokens.jsonl")) {
            Files.write(temp.resolve("demo_tokens.jsonl"), tokens.readAllBytes());
        }
        Path repository = Distribution.repository();
        Path files = repository.resolve("distribution/src/test/resources/golden/kinds");
        StringBuilder entries = new StringBuilder();
        kinds.forEach((name, golden) -> entries.append("  - { type: sae, name: ")
                .append(name.replace('-', '_'))
                .append(", path: '")
                .append(files.resolve(name))
                .append('\'')
                .append(
                        golden.get("norm_scaling_factor").isNull()
                                ? ""
                                : ", scale: " + golden.get("norm_scaling_factor"))
                .append(" }\n"));
        Path out = temp.resolve("out-" + backend + "-" + site);
        Path config = Files.writeString(temp.resolve("kinds.yaml"), """
                model: { backend: %s, path: '%s' }
                corpus: { path: demo_tokens.jsonl, length: 64, pack: document, calibration: { sequences: 0 } }
                sites: [ %s ]
                interventions:
                %s
                conventions: saelens
                metrics: [ kl, loss ]
                baselines: []
                positions: { special: [ 0 ] }
                run: { batch: 20, resamples: 100 }
                output: '%s'
                """.formatted(
                        backend,
                        repository.resolve("examples/demo/model"),
                        site,
                        entries.toString().indent(0).stripTrailing(),
                        out));
        var result = Distribution.run("run", config.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return JSON.readTree(out.resolve("report.json").toFile()).at("/sites/0/arms");
    }

    private static JsonNode arm(JsonNode arms, String name) {
        List<JsonNode> found = new java.util.ArrayList<>();
        arms.forEach(arm -> {
            if (arm.get("name").asText().equals(name.replace('-', '_'))) {
                found.add(arm);
            }
        });
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static void agrees(JsonNode arm, JsonNode golden) {
        // where the k-th feature and the next are nearly equal, another rounding takes the other one
        double ties = arm.at("/figures/near_ties/value").asDouble(0);
        assertThat(ties).isLessThan(0.01);
        double slack = NATS + ties * OTHER_FEATURE;
        assertThat(value(arm, "kl")).isCloseTo(golden.get("kl_div_with_sae").asDouble(), within(slack));
        assertThat(value(arm, "ce_spliced"))
                .isCloseTo(golden.get("ce_loss_with_sae").asDouble(), within(slack));
        double l0 = golden.get("l0").asDouble();
        assertThat(value(arm, "l0")).isCloseTo(l0, within(1e-3 * l0));
    }

    private static double value(JsonNode arm, String figure) {
        return arm.at("/figures/" + figure + "/value").asDouble(Double.NaN);
    }
}
