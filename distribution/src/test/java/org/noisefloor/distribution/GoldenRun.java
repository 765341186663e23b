package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.DynamicTest;

/**
 * The shipped program on the demo model with every measure, baseline and stratifier, beside the figures that an independent
 * implementation of the specification found (float32 forward passes in PyTorch, float64 metrics). Run once for all tests.
 *
 * @param reference {@code golden/demo_reference.json}, whose {@code about} tells the layout
 * @param report what the program wrote
 */
record GoldenRun(JsonNode reference, JsonNode report, Path folder) {
    private static final String SITE = "blocks.3.hook_resid_post";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The reference has nine digits. */
    static final double PRINTED = 5e-9;

    /** Holds the one run, made when it is first asked for. */
    private static final class Once {
        private static final GoldenRun RUN = run();
    }

    static GoldenRun get() {
        return Once.RUN;
    }

    private static GoldenRun run() {
        try {
            Path temp = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "golden");
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
                    baselines:
                      - zero
                      - zero_all
                      - mean
                      - identity
                      - norm_corrected
                      - interpolated
                      - rounded
                      - { type: eps_random, draws: 8 }
                      - { type: cov_random, draws: 8 }
                      - { type: error_shuffled, draws: 8 }
                      - { type: tangent_random, draws: 8 }
                      - { type: toward_other, draws: 4 }
                      - { type: error_rotated, draws: 4 }
                      - { type: eps_random_norm, draws: 4 }
                      - { type: theta_random, draws: 4 }
                      - { type: resample, draws: 4 }
                      - { type: dose, draws: 4 }
                      - { type: dose_relative, draws: 4 }
                    metrics:
                      [ kl, kl_reverse, js, tv, hellinger, logprob_l2, logit_l2, top1_agreement, topk_overlap, renyi, kl_split,
                        ce_per_kl, tail, loss, delta_p, rank, flips, confidently_wrong, entropy, reconstruction ]
                    stratify:
                      - correct_token
                      - { type: correct_token, name: correct_token_nats, unit: nats }
                      - original_state
                      - transitions
                      - position
                      - confidence
                      - entropy
                    floors:
                      [ eps_random, cov_random, error_shuffled, tangent_random, toward_other, error_rotated, eps_random_norm,
                        theta_random, resample ]
                    positions: { special: [ 0 ] }
                    run: { threads: %d }
                    output: '%s'
                    """.formatted(
                            demo.resolve("model"),
                            SITE,
                            demo.resolve("saes").resolve(SITE),
                            Distribution.threads(),
                            temp.resolve("out")));
            var result = Distribution.run("run", config.toString());
            assertThat(result.exitCode()).as(result.stderr()).isZero();
            return new GoldenRun(
                    JSON.readTree(golden("demo_reference.json")),
                    JSON.readTree(temp.resolve("out/report.json").toFile()),
                    temp.resolve("out"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = GoldenRun.class.getResourceAsStream("/golden/" + name)) {
            return in.readAllBytes();
        }
    }

    /** An arm of the report. */
    JsonNode arm(String name) {
        for (JsonNode each : report.at("/sites/0/arms")) {
            if (each.get("name").asText().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("no arm " + name);
    }

    /** An intervention or baseline of the reference. */
    JsonNode expected(String arm) {
        JsonNode expected = reference.get("interventions").get(arm);
        assertThat(expected).as("%s in the reference", arm).isNotNull();
        return expected;
    }

    int scored() {
        return reference.at("/positions/scored").asInt();
    }

    /** The standard errors that a random figure may be off by: the draws of {@code error_rotated} are few, and shared by all. */
    static double standardErrors(String arm) {
        return arm.equals("error_rotated") ? 10 : 4;
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
    }

    /** What rounding may do to the means of an arm over so many positions. */
    Tolerance rule(String arm, double positions) {
        double kl = expected(arm).at("/divergences/kl/mean").asDouble();
        return arm.startsWith("rounded_") ? Tolerance.rounded(arm, kl, positions) : Tolerance.ARITHMETIC;
    }

    /** What rounding may do to a figure of an arm that is a mean over all scored positions. */
    double rounding(String arm, String figure, JsonNode expected) {
        return rule(arm, scored()).of(figure, value(expected), scored());
    }

    /** A figure of the reference without its standard error. */
    static double value(JsonNode expected) {
        return Expected.of(expected).value();
    }

    /**
     * A test that a figure agrees: a deterministic one up to rounding, a random one within some standard errors of both sides besides,
     * since its draws are of another generator; where the reference gives none, both are taken for equal.
     *
     * @param actual {value, draw_error}
     * @param scale what the actual figure is multiplied by first
     * @param rounding what it may be off without draws, see {@link Tolerance}
     */
    static DynamicTest agrees(
            String name, String arm, JsonNode expected, JsonNode actual, double scale, DoubleSupplier rounding) {
        return DynamicTest.dynamicTest(name, () -> {
            assertThat(actual.path("value").isNumber())
                    .as("%s is {value: a number}", actual)
                    .isTrue();
            Expected wanted = Expected.of(expected);
            double ours = scale * actual.path("draw_error").asDouble(Double.NaN);
            double theirs = Double.isNaN(wanted.se()) ? ours : wanted.se();
            double draws = Double.isNaN(theirs)
                    ? 0
                    : standardErrors(arm) * Math.hypot(theirs, Double.isNaN(ours) ? theirs : ours);
            double found = scale * actual.get("value").asDouble();
            double digits = PRINTED * Math.abs(wanted.value());
            if (draws == 0) {
                Tolerance.check(name, found, wanted.value(), rounding.getAsDouble() + digits);
            } else {
                assertThat(found).isCloseTo(wanted.value(), within(draws + rounding.getAsDouble() + digits));
            }
        });
    }

    static DynamicTest agrees(String name, String arm, JsonNode expected, JsonNode actual, DoubleSupplier rounding) {
        return agrees(name, arm, expected, actual, 1, rounding);
    }
}
