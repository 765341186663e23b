package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same question put to two engines: {@code backend: djl} in place of {@code backend: onnx}, and both in one run. */
class EnginesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DEMO = Distribution.repository().resolve("examples/demo");
    private static final String SITE = "blocks.3.hook_resid_post";
    private static final double FOUR_DIGITS = 1e-4;

    /** Two engines' arithmetic alone: differences of differences go down to this. */
    private static final double ROUNDING = 1e-7;

    /** A favourite that is level with the next token may change between engines: one position of 1,008, a tenth of which a class may have. */
    private static final double ONE_FAVOURITE = 1.0 / 1_008;

    /** A mean of signed numbers of either engine's rounding, which cancel. */
    private static final double CANCELLED = 1e-6;

    @TempDir
    Path temp;

    private JsonNode run(String name, String backend, String interventions, String more) throws IOException {
        Path config = Files.writeString(temp.resolve(name + ".yaml"), """
                model: { backend: %s, path: '%s' }
                corpus: { path: '%s', sequences: 16, length: 64, calibration: { sequences: 4 } }
                sites: [ %s ]
                interventions: [ %s ]
                metrics: [ kl, kl_split, js, logprob_l2, top1_agreement, loss, reconstruction ]
                stratify: [ correct_token, original_state ]
                run: { threads: 2, batch: 4, resamples: 100 }
                output: '%s'
                %s
                """.formatted(
                        backend,
                        DEMO.resolve("model"),
                        DEMO.resolve("text.jsonl"),
                        SITE,
                        interventions,
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
    void everyFigureAgreesToFourDigits() throws IOException {
        String noise = "baselines: [ zero, { type: eps_random, draws: 2 } ]\nfloors: [ eps_random ]";
        JsonNode onnx = run("onnx", "onnx", sae(), noise);
        JsonNode djl = run("djl", "djl", sae(), noise);
        assertThat(onnx.get("positions")).isEqualTo(djl.get("positions"));
        compare(
                "",
                onnx.get("sites").get(0).get("arms"),
                djl.get("sites").get(0).get("arms"));
    }

    /**
     * All but histograms, whose bins have edges, and the count of features that are about to flip, which is of that kind. Four digits are
     * those of the largest number of an estimate: an interval may reach to 0.
     */
    private static void compare(String where, JsonNode one, JsonNode other) {
        if (one.isNumber()) {
            near(where, one, other, Math.abs(one.asDouble()));
        } else if (one.isArray()) {
            for (int i = 0; i < one.size(); i++) {
                compare(where + "/" + one.get(i).path("name").asText(String.valueOf(i)), one.get(i), other.get(i));
            }
        } else if (one.isObject()) {
            double largest = 0;
            for (String number : List.of("value", "low", "high")) {
                largest = Math.max(largest, Math.abs(one.path(number).asDouble(0)));
            }
            for (Iterator<String> keys = one.fieldNames(); keys.hasNext(); ) {
                String key = keys.next();
                assertThat(other.has(key)).as(where + "/" + key).isTrue();
                if (one.get(key).isNumber()) {
                    near(
                            where + "/" + key,
                            one.get(key),
                            other.get(key),
                            Math.max(largest, one.get(key).asDouble()));
                } else if (!List.of("spread", "near_ties").contains(key)) {
                    compare(where + "/" + key, one.get(key), other.get(key));
                }
            }
        } else {
            assertThat(other).as(where).isEqualTo(one);
        }
    }

    private static void near(String where, JsonNode one, JsonNode other, double size) {
        double least = where.contains("top1_agreement")
                ? (where.contains("/classes/") ? 10 : 1) * ONE_FAVOURITE
                : where.contains("ce_delta") ? CANCELLED : ROUNDING;
        assertThat(other.asDouble()).as(where).isCloseTo(one.asDouble(), within(FOUR_DIGITS * size + least));
    }

    @Test
    void theOtherEngineIsTheNumericFloorOfARun() throws IOException {
        JsonNode report = run("both", "djl", "identity", "floor: { numeric: { backend: onnx } }");
        JsonNode floor = arm(report, "numeric");
        assertThat(floor.get("role").asText()).isEqualTo("numeric_floor");
        assertThat(value(floor, "kl")).isPositive().isLessThan(1e-9);
        assertThat(Math.abs(value(floor, "ce_delta"))).isPositive().isLessThan(1e-6);
        assertThat(value(floor, "logprob_l2")).isPositive().isLessThan(0.01);
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
