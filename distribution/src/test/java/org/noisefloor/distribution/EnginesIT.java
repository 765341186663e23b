package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same question put to two engines: {@code backend: djl} in place of {@code backend: onnx}, and both in one run. */
class EnginesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DEMO = Distribution.repository().resolve("examples/demo");
    /** Texts without a position that may choose another feature, see {@link Tolerance}. */
    private static final Path GOLDEN = Distribution.repository().resolve("distribution/src/test/resources/golden");

    private static final String SITE = "blocks.3.hook_resid_post";

    @TempDir
    Path temp;

    private JsonNode run(String name, String backend, String interventions, String more) throws IOException {
        Path config = Files.writeString(temp.resolve(name + ".yaml"), """
                model: { backend: %s, path: '%s' }
                corpus: { path: '%s', sequences: 20, length: 64, pack: document, calibration: { path: '%s', sequences: 24 } }
                positions: { special: [ 0 ] }
                sites: [ %s ]
                interventions: [ %s ]
                metrics: [ kl, kl_split, js, logprob_l2, top1_agreement, loss, reconstruction ]
                stratify: [ correct_token, original_state ]
                run: { threads: %d, batch: 4, resamples: 100 }
                output: '%s'
                %s
                """.formatted(
                        backend,
                        DEMO.resolve("model"),
                        GOLDEN.resolve("demo_tokens.jsonl"),
                        GOLDEN.resolve("demo_calibration.jsonl"),
                        SITE,
                        interventions,
                        Distribution.threads(),
                        temp.resolve(name),
                        more));
        var result = Distribution.run("run", config.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return JSON.readTree(temp.resolve(name).resolve("report.json").toFile());
    }

    private static String sae() {
        return "{ type: sae, path: '" + DEMO.resolve("saes").resolve(SITE) + "' }";
    }

    private static JsonNode arm(JsonNode report, String name) {
        for (JsonNode arm : report.get("sites").get(0).get("arms")) {
            if (arm.get("name").asText().equals(name)) {
                return arm;
            }
        }
        throw new AssertionError("no arm " + name);
    }

    private static double value(JsonNode arm, String figure) {
        return arm.get("figures").get(figure).get("value").asDouble();
    }

    @Test
    void everyFigureAgreesUpToRounding() throws IOException {
        String noise = "baselines: [ zero, { type: eps_random, draws: 2 } ]\nfloors: [ eps_random ]";
        JsonNode onnx = run("onnx", "onnx", sae(), noise);
        ArmsAgree.check(onnx, run("djl", "djl", sae(), noise));
        seesFaults(onnx);
    }

    @Test
    void everySiteOfABlockAgreesUpToRounding() throws IOException {
        JsonNode onnx = everySite("onnx");
        JsonNode djl = everySite("djl");
        assertThat(onnx.get("sites")).hasSize(15);
        for (int s = 0; s < 15; s++) {
            JsonNode site = onnx.get("sites").get(s);
            JsonNode same = djl.get("sites").get(s);
            assertThat(same.get("name")).isEqualTo(site.get("name"));
            double kl = site.at("/arms/0/figures/kl/value").asDouble();
            assertThat(same.at("/arms/0/figures/kl/value").asDouble())
                    .as(site.get("name").asText())
                    .isPositive()
                    .isCloseTo(kl, within(Tolerance.ARITHMETIC.of("kl", kl, 4 * 63)));
        }
    }

    private JsonNode everySite(String backend) throws IOException {
        Path output = temp.resolve("sites-" + backend);
        Path config = Files.writeString(temp.resolve(backend + "-sites.yaml"), """
                model: { backend: %s, path: '%s' }
                corpus: { path: '%s', sequences: 4, length: 64, pack: document, calibration: { sequences: 4 } }
                sites: [ "blocks.3.*" ]
                interventions: [ { type: zero, name: nothing } ]
                metrics: [ kl ]
                run: { threads: %d, batch: 4, resamples: 100 }
                output: '%s'
                """.formatted(
                backend, DEMO.resolve("model"), GOLDEN.resolve("demo_tokens.jsonl"), Distribution.threads(), output));
        var result = Distribution.run("run", config.toString());
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return JSON.readTree(output.resolve("report.json").toFile());
    }

    /** What {@link ArmsAgree} is for: a fault much smaller than one that matters fails. */
    private static void seesFaults(JsonNode report) {
        for (String figure : List.of("kl", "js", "ce_delta", "kl_correct", "logprob_l2", "fvu")) {
            fails(report, "/figures/" + figure, "value", value -> 1.001 * value);
            fails(report, "/figures/" + figure, "high", value -> 1.001 * value);
        }
        fails(report, "/figures/kl_tail_share", "value", value -> 1.01 * value);
        fails(report, "/figures/kl_signed_tail_share", "high", value -> 1.01 * value);
        fails(report, "/figures/top1_agreement", "value", value -> value - 2 / 1_240.0);
        fails(report, "/floors/eps_random/kl/ratio", "value", value -> 1.001 * value);
        fails(report, "/recovered/loss_recovered/zero", "value", value -> value + 0.001);
        fails(report, "/classes/correct_token/lost/n", "value", value -> value + 1);
        fails(report, "/classes/correct_token/lost/figures/kl", "value", value -> 1.001 * value);
        fails(report, "/classes/correct_token/lost/figures/ce_delta/of_total", "value", value -> 1.01 * value);
    }

    private static void fails(JsonNode report, String path, String key, DoubleUnaryOperator fault) {
        JsonNode wrong = report.deepCopy();
        ObjectNode estimate = (ObjectNode) arm(wrong, "sae").at(path);
        estimate.put(key, fault.applyAsDouble(estimate.get(key).asDouble()));
        assertThatThrownBy(() -> ArmsAgree.check(report, wrong))
                .as(path + "/" + key)
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void theOtherEngineIsTheNumericFloorOfARun() throws IOException {
        JsonNode report = run("both", "djl", "identity", "floor: { numeric: { backend: onnx } }");
        JsonNode floor = arm(report, "numeric");
        assertThat(floor.get("role").asText()).isEqualTo("numeric_floor");
        // what a figure that is 0 may move by is what the other engine does to it
        for (String figure : List.of("kl", "ce_delta", "logprob_l2")) {
            assertThat(Math.abs(value(floor, figure)))
                    .as(figure)
                    .isPositive()
                    .isLessThan(Tolerance.ARITHMETIC.of(figure, 0, 1));
        }
        assertThat(value(arm(report, "identity"), "kl")).isZero();
        assertThat(report.get("numeric_floor")
                        .get("again")
                        .get("larger")
                        .get("kl")
                        .asDouble())
                .isEqualTo(value(floor, "kl"));
    }

    @Test
    void aLowerPrecisionIsMeasuredInUnitsOfNoise() throws IOException {
        JsonNode report = run(
                "precision",
                "djl",
                "{ type: model, name: half, dtype: bfloat16 }, { type: model, name: other, backend: onnx }",
                "baselines: [ { type: dose, r: [ 0.001, 0.003, 0.01, 0.03, 0.1 ], draws: 2 } ]");
        assertThat(value(arm(report, "half"), "kl")).isBetween(1e-7, 1e-2);
        JsonNode noise = arm(report, "half").get("equivalent_noise").get("dose").get("kl");
        assertThat(noise.get("bound").asText()).isEqualTo("=");
        assertThat(noise.get("value").asDouble()).isBetween(0.001, 0.1);
        assertThat(arm(report, "half").get("figures").has("fvu")).isFalse();
        JsonNode other =
                arm(report, "other").get("equivalent_noise").get("dose").get("kl");
        assertThat(other.get("bound").asText()).isEqualTo("<");
    }
}
