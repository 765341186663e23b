package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped program, on the demo model, against an independent implementation of the specification (float32 forward passes
 * in PyTorch, float64 metrics), whose figures and tolerances are in {@code golden/demo_reference.json}.
 */
class GoldenDemoIT {
    private static final String SITE = "blocks.3.hook_resid_post";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path temp;

    private static JsonNode reference;
    private static JsonNode report;

    @BeforeAll
    static void run() throws IOException {
        reference = JSON.readTree(golden("demo_reference.json"));
        for (String tokens : List.of("demo_tokens.jsonl", "demo_calibration.jsonl")) {
            Files.write(temp.resolve(tokens), golden(tokens));
        }
        Path demo = Distribution.repository().resolve("examples/demo");
        Path config = Files.writeString(temp.resolve("golden.yaml"), """
                model: { backend: onnx, path: '%s' }
                corpus:
                  path: demo_tokens.jsonl
                  sequences: 20
                  length: 64
                  pack: document
                  calibration: { path: demo_calibration.jsonl, sequences: 24 }
                sites: [ %s ]
                interventions:
                  - { type: sae, path: '%s' }
                baselines: [ zero, zero_all, mean, identity, { type: eps_random, draws: 8 }, { type: resample, draws: 4 } ]
                metrics: [ kl, kl_reverse, top1_agreement, loss, reconstruction ]
                stratify: [ correct_token, { type: correct_token, name: correct_token_nats, unit: nats }, original_state ]
                floors: [ eps_random, resample ]
                positions: { special: [ 0 ] }
                output: '%s'
                """.formatted(
                        demo.resolve("model"), SITE, demo.resolve("saes").resolve(SITE), temp.resolve("out")));
        var result = Distribution.run("run", config.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        report = JSON.readTree(temp.resolve("out/report.json").toFile());
    }

    private static byte[] golden(String name) {
        try (InputStream in = GoldenDemoIT.class.getResourceAsStream("/golden/" + name)) {
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static JsonNode arm(String name) {
        for (JsonNode each : report.at("/sites/0/arms")) {
            if (each.get("name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no arm " + name);
    }

    /** A figure of the reference: a number, {mean, se} or {value, se}; NaN for no standard error. */
    private record Expected(double value, double se) {
        static Expected of(JsonNode node) {
            if (node.isNumber()) {
                return new Expected(node.asDouble(), Double.NaN);
            }
            JsonNode value = node.has("mean") ? node.get("mean") : node.get("value");
            return new Expected(
                    value.asDouble(), node.has("se") ? node.get("se").asDouble() : Double.NaN);
        }

        /** @param slack what a count may be off besides */
        void agreesWith(double actual, double slack) {
            double tolerance = Double.isNaN(se)
                    ? 1e-6 + 1e-4 * Math.abs(value)
                    : 4 * Math.sqrt(2) * se + 1e-6 + slack; // both sides have about the same standard error
            assertThat(actual).isCloseTo(value, org.assertj.core.data.Offset.offset(tolerance));
        }
    }

    private static DynamicTest agrees(String name, JsonNode expected, JsonNode actual) {
        return DynamicTest.dynamicTest(name, () -> {
            assertThat(actual.isNumber()).as("%s is a number", actual).isTrue();
            Expected.of(expected).agreesWith(actual.asDouble(), 0);
        });
    }

    @TestFactory
    Stream<DynamicTest> divergencesAndLossesAgree() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : List.of("sae", "zero", "zero_all", "mean", "identity", "eps_random", "resample")) {
            JsonNode expected = reference.at("/interventions/" + name);
            JsonNode figures = arm(name).get("figures");
            for (String figure : List.of("kl", "kl_reverse", "top1_agreement")) {
                if (expected.get("divergences").has(figure)) {
                    tests.add(agrees(
                            name + " " + figure,
                            expected.at("/divergences/" + figure),
                            figures.at("/" + figure + "/value")));
                }
            }
            for (String figure : List.of("ce_spliced", "ce_delta")) {
                tests.add(agrees(
                        name + " " + figure, expected.at("/loss/" + figure), figures.at("/" + figure + "/value")));
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> recoveredSharesAgree() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : List.of("sae", "eps_random")) {
            for (String share : List.of("loss_recovered", "kl_recovered")) {
                for (String ablation : List.of("zero", "zero_all", "mean")) {
                    String path = "/" + share + "/" + ablation;
                    tests.add(agrees(
                            name + path,
                            reference.at("/interventions/" + name + "/loss" + path),
                            arm(name).at("/recovered" + path + "/value")));
                }
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> theOriginalAgrees() {
        JsonNode figures = arm("sae").get("figures");
        return Stream.of(
                agrees("ce", reference.at("/original/ce"), figures.at("/ce/value")),
                agrees("perplexity", reference.at("/original/perplexity"), figures.at("/perplexity/value")),
                agrees(
                        "perplexity of the splice",
                        reference.at("/interventions/sae/loss/perplexity_spliced"),
                        figures.at("/perplexity_spliced/value")));
    }

    @TestFactory
    Stream<DynamicTest> reconstructionAgrees() {
        JsonNode figures = arm("sae").get("figures");
        return Stream.of(
                        "l0",
                        "l1",
                        "mse",
                        "mse_per_dim",
                        "fvu",
                        "explained_variance",
                        "cosine",
                        "l2_ratio",
                        "relative_error")
                .map(figure ->
                        agrees(figure, reference.at("/reconstruction/" + figure), figures.at("/" + figure + "/value")));
    }

    @TestFactory
    Stream<DynamicTest> classesAgree() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String name : List.of("sae", "eps_random")) {
            for (String stratifier : List.of("correct_token", "correct_token_nats", "original_state")) {
                JsonNode classes = reference.at("/interventions/" + name + "/classes/" + stratifier);
                for (Map.Entry<String, JsonNode> each : classes.properties()) {
                    JsonNode actual = arm(name).at("/classes/" + stratifier + "/" + each.getKey());
                    String of = name + " " + stratifier + " " + each.getKey();
                    Expected n = Expected.of(each.getValue().get("n"));
                    tests.add(DynamicTest.dynamicTest(
                            of + " n", () -> n.agreesWith(actual.get("n").asDouble(), 1)));
                    for (String figure : List.of("kl", "ce_delta")) {
                        if (n.value() >= 20 && each.getValue().has(figure)) {
                            tests.add(agrees(
                                    of + " " + figure, each.getValue().get(figure), actual.at("/figures/" + figure)));
                        }
                    }
                }
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> theFloorsAgreeWithTheirIntervals() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String floor : List.of("eps_random", "resample")) {
            for (String figure : List.of("kl", "ce_delta")) {
                JsonNode expected = reference.at("/floor/" + floor + "/" + figure);
                JsonNode actual = arm("sae").at("/floors/" + floor + "/" + figure);
                tests.add(agrees(floor + " " + figure, expected.get("floor"), actual.at("/floor/value")));
                tests.add(interval(
                        floor + " " + figure + " excess", expected.get("excess_interval"), actual.get("excess")));
                if (expected.has("ratio")) {
                    tests.add(interval(
                            floor + " " + figure + " ratio", expected.get("ratio_interval"), actual.get("ratio")));
                }
            }
        }
        return tests.stream();
    }

    /**
     * Ends of intervals agree within 15 % of their width where nothing but the bootstrap differs; here the draws differ too, so
     * the value itself may move: by a quarter of the width.
     */
    private static DynamicTest interval(String name, JsonNode expected, JsonNode actual) {
        return DynamicTest.dynamicTest(name, () -> {
            double low = expected.get(0).asDouble();
            double high = expected.get(1).asDouble();
            var near = org.assertj.core.data.Offset.offset(0.25 * (high - low));
            assertThat(actual.get("low").asDouble()).isCloseTo(low, near);
            assertThat(actual.get("high").asDouble()).isCloseTo(high, near);
        });
    }

    @Test
    void theIdentityCostsNothingToTheLastBit() {
        JsonNode figures = arm("identity").get("figures");
        assertThat(figures.at("/kl/value").asDouble()).isZero();
        assertThat(figures.at("/ce_delta/value").asDouble()).isZero();
        assertThat(figures.at("/top1_agreement/value").asDouble()).isEqualTo(1);
    }

    @Test
    void thePositionsAreThoseOfTheReference() {
        assertThat(report.at("/positions/scored").asInt())
                .isEqualTo(reference.at("/positions/scored").asInt());
        assertThat(report.at("/positions/intervened").asInt())
                .isEqualTo(reference.at("/positions/intervened").asInt());
    }

    @Test
    void thePerSequenceSumsAgreeWithTheRecords() throws IOException {
        List<String> lines = Files.readAllLines(temp.resolve("out/records.jsonl"));
        JsonNode layout = JSON.readTree(lines.get(0));
        assertThat(layout.at("/scored/0/metric").asText()).isEqualTo("kl");
        JsonNode expected = reference.at("/interventions/sae/per_sequence_sum/kl");
        for (int s = 0; s < expected.size(); s++) {
            double actual =
                    JSON.readTree(lines.get(s + 1)).at("/arms/0/0/scored/0").asDouble();
            double value = expected.get(s).asDouble();
            assertThat(actual).isCloseTo(value, org.assertj.core.data.Offset.offset(1e-4 * value + 62e-6));
        }
    }
}
