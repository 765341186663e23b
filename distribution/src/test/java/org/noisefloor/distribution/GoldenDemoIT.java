package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.noisefloor.distribution.GoldenRun.agrees;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The figures of every intervention and baseline against the independent implementation. */
class GoldenDemoIT {
    private static final GoldenRun RUN = GoldenRun.get();

    private static Stream<Map.Entry<String, JsonNode>> interventions() {
        return RUN.reference().get("interventions").properties().stream();
    }

    private static JsonNode figure(String arm, String name) {
        return RUN.arm(arm).at("/figures/" + name);
    }

    /** {@code renyi_0.5} is {@code renyi_0_5} in the report. */
    private static String inReport(String figure) {
        return figure.replace('.', '_');
    }

    @TestFactory
    Stream<DynamicTest> divergencesAgree() {
        return interventions()
                .flatMap(each -> each.getValue().get("divergences").properties().stream()
                        .map(divergence -> agrees(
                                each.getKey() + " " + divergence.getKey(),
                                each.getKey(),
                                divergence.getValue(),
                                figure(each.getKey(), inReport(divergence.getKey())),
                                () -> RUN.rounding(
                                        each.getKey(), inReport(divergence.getKey()), divergence.getValue()))));
    }

    @TestFactory
    Stream<DynamicTest> figuresAtTheCorrectTokenAgree() {
        List<DynamicTest> tests = new ArrayList<>();
        interventions().forEach(each -> {
            for (String name : List.of(
                    "ce_spliced",
                    "ce_delta",
                    "perplexity_spliced",
                    "delta_p",
                    "delta_p_rms",
                    "rank_spliced",
                    "kl_correct",
                    "kl_others")) {
                JsonNode expected = each.getValue().get("loss").get(name);
                tests.add(agrees(
                        each.getKey() + " " + name,
                        each.getKey(),
                        expected,
                        figure(each.getKey(), name),
                        () -> RUN.rounding(each.getKey(), name, expected)));
            }
        });
        return tests.stream();
    }

    /** Undefined, with the reason, where all of KL is less than 32 nats. */
    @TestFactory
    Stream<DynamicTest> theLossPaidForKlAgrees() {
        return interventions().map(each -> {
            JsonNode actual = figure(each.getKey(), "ce_per_kl");
            JsonNode kl = each.getValue().at("/divergences/kl");
            double nats = kl.get("mean").asDouble() * RUN.scored();
            return nats >= 32
                    ? agrees(
                            each.getKey() + " ce_per_kl",
                            each.getKey(),
                            each.getValue().at("/loss/ce_per_kl"),
                            actual,
                            () -> ofQuotient(each.getKey(), each.getValue().at("/loss/ce_per_kl")))
                    : DynamicTest.dynamicTest(each.getKey() + " has too little KL", () -> {
                        assertThat(actual.get("value").isNull()).isTrue();
                        assertThat(actual.get("missing").asText()).containsAnyOf("32 are needed", "nothing changed");
                    });
        });
    }

    @TestFactory
    Stream<DynamicTest> recoveredSharesAgree() {
        List<DynamicTest> tests = new ArrayList<>();
        interventions()
                .filter(each -> !List.of("zero", "zero_all", "mean").contains(each.getKey()))
                .forEach(each -> {
                    for (String share : List.of("loss_recovered", "kl_recovered")) {
                        for (String ablation : List.of("zero", "zero_all", "mean")) {
                            String path = "/" + share + "/" + ablation;
                            String figure = share.equals("kl_recovered") ? "kl" : "ce_delta";
                            tests.add(agrees(
                                    each.getKey() + path,
                                    each.getKey(),
                                    each.getValue().at("/loss" + path),
                                    RUN.arm(each.getKey()).at("/recovered" + path),
                                    () -> ofRecovered(
                                            each.getKey(), each.getValue().at("/loss" + path), ablation, figure)));
                        }
                    }
                });
        return tests.stream();
    }

    /** What rounding may do to loss paid for KL. */
    private static double ofQuotient(String arm, JsonNode expected) {
        double kl = mean(arm, "kl");
        Tolerance rule = RUN.rule(arm, RUN.scored());
        return Tolerance.quotient(
                GoldenRun.value(expected), rule.of("ce_delta", 0, RUN.scored()), rule.divergence(kl), kl);
    }

    /** What rounding may do to 1 − a/b. */
    private static double ofRecovered(String arm, JsonNode expected, String ablation, String figure) {
        double whole = mean(ablation, figure);
        return Tolerance.quotient(
                1 - GoldenRun.value(expected),
                RUN.rule(arm, RUN.scored()).of(figure, mean(arm, figure), RUN.scored()),
                Tolerance.ARITHMETIC.of(figure, whole, RUN.scored()),
                whole);
    }

    private static double mean(String arm, String figure) {
        String path = figure.equals("ce_delta") ? "/loss/ce_delta" : "/divergences/" + figure;
        return GoldenRun.value(RUN.expected(arm).at(path));
    }

    /** A quantity of the reference in its first decades of p, as a mean over positions. */
    private static double decades(String arm, String quantity, int decades) {
        double sum = 0;
        for (int i = 0; i < decades; i++) {
            sum += RUN.expected(arm).at("/tail/" + quantity + "/by_decade/" + i).asDouble();
        }
        return sum / RUN.scored();
    }

    @TestFactory
    Stream<DynamicTest> tailSharesAgree() {
        List<DynamicTest> tests = new ArrayList<>();
        interventions().filter(each -> !each.getKey().equals("identity")).forEach(each -> {
            for (var tail : each.getValue().get("tail").properties()) {
                String arm = each.getKey();
                String quantity = tail.getKey();
                JsonNode expected = tail.getValue().get("tail_share");
                tests.add(agrees(
                        arm + " " + quantity + " in the tail",
                        arm,
                        expected,
                        figure(arm, quantity + "_tail_share"),
                        () -> RUN.rule(arm, RUN.scored())
                                .tail(
                                        quantity,
                                        GoldenRun.value(expected),
                                        decades(arm, "kl", 5),
                                        decades(arm, quantity, 9))));
            }
        });
        return tests.stream();
    }

    /** Sums of the reference over positions; ours are means. Single decades of random arms have no standard error there. */
    @TestFactory
    Stream<DynamicTest> decadesAgreeWhereNothingIsRandom() {
        List<DynamicTest> tests = new ArrayList<>();
        interventions()
                .filter(each -> each.getValue().get("draws").asInt() == 1)
                .forEach(each -> {
                    for (var tail : each.getValue().get("tail").properties()) {
                        String name = each.getKey() + " " + tail.getKey() + " by decade";
                        JsonNode actual = RUN.arm(each.getKey()).at("/vectors/" + tail.getKey() + "_by_decade");
                        tests.add(DynamicTest.dynamicTest(name, () -> {
                            assertThat(actual.size()).isEqualTo(9);
                            for (int i = 0; i < 9; i++) {
                                decadeAgrees(
                                        name,
                                        each.getKey(),
                                        tail.getKey(),
                                        i,
                                        actual.get(i).asDouble());
                            }
                        }));
                    }
                });
        return tests.stream();
    }

    private static void decadeAgrees(String name, String arm, String quantity, int decade, double actual) {
        JsonNode tail = RUN.expected(arm).get("tail");
        JsonNode sums = tail.get(quantity).get("by_decade");
        double n = RUN.scored();
        double expected = sums.get(decade).asDouble() / n;
        double beside = Math.max(
                        Math.abs(sums.path(decade - 1).asDouble()),
                        Math.abs(sums.path(decade + 1).asDouble()))
                / n;
        double kl = tail.at("/kl/by_decade/" + decade).asDouble() / n;
        double mass = tail.at("/mass_p/by_decade/" + decade).asDouble() / n;
        double tolerance = RUN.rule(arm, n).sum(quantity, expected, kl, mass, beside);
        Tolerance.check(name, actual, expected, tolerance + GoldenRun.PRINTED * Math.abs(expected));
    }

    @TestFactory
    Stream<DynamicTest> quantilesOfWhatIsNotRandomAgree() {
        List<DynamicTest> tests = new ArrayList<>();
        interventions()
                .filter(each -> each.getValue().get("draws").asInt() == 1)
                .forEach(each -> {
                    for (var divergence : each.getValue().get("divergences").properties()) {
                        if (!divergence.getValue().has("quantiles")
                                || each.getKey().equals("identity")) {
                            continue;
                        }
                        JsonNode spread = figure(each.getKey(), inReport(divergence.getKey()))
                                .get("spread");
                        String arm = each.getKey();
                        String name = inReport(divergence.getKey());
                        Map.of("50", "median", "90", "q90", "99", "q99")
                                .forEach((percent, quantile) -> tests.add(close(
                                        arm + " " + name + " " + quantile,
                                        divergence.getValue().at("/quantiles/" + percent),
                                        spread.get(quantile),
                                        size -> RUN.rule(arm, 1).of(name, size, 1))));
                        tests.add(close(
                                arm + " " + name + " in its largest positions",
                                divergence.getValue().get("top_1_percent"),
                                spread.get("top_1_percent"),
                                share -> RUN.rule(arm, 1).share(name, share, mean(arm, divergence.getKey()), 1)));
                    }
                });
        return tests.stream();
    }

    /** A quantile is the figure of one position, or of two. */
    private static DynamicTest close(String name, JsonNode expected, JsonNode actual, DoubleUnaryOperator rounding) {
        return DynamicTest.dynamicTest(name, () -> {
            double wanted = expected.asDouble();
            Tolerance.check(
                    name,
                    actual.asDouble(),
                    wanted,
                    rounding.applyAsDouble(wanted) + GoldenRun.PRINTED * Math.abs(wanted));
        });
    }

    @Test
    void theHistogramOfKlAgrees() {
        JsonNode actual = figure("sae", "kl").at("/spread/histogram");
        RUN.expected("sae").get("kl_histogram").properties().stream()
                .filter(bin -> bin.getValue().asInt() > 0)
                .forEach(bin -> assertThat(actual.path(bin.getKey()).asInt())
                        .as("bin %s", bin.getKey())
                        // bins are a quarter of a nat wide and hold a hundred values, that move by 1e-4 of their size
                        .isCloseTo(bin.getValue().asInt(), within(Tolerance.FLIPS)));
    }

    @TestFactory
    Stream<DynamicTest> theOriginalAgrees() {
        return Map.of("ce", "ce", "perplexity", "perplexity", "entropy", "entropy", "rank", "rank_original")
                .entrySet()
                .stream()
                .map(each -> ofSae(RUN.reference().at("/original/" + each.getKey()), each.getValue()));
    }

    @TestFactory
    Stream<DynamicTest> reconstructionAgrees() {
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
                .map(name -> ofSae(RUN.reference().at("/reconstruction/" + name), name));
    }

    private static DynamicTest ofSae(JsonNode expected, String figure) {
        return agrees(figure, "sae", expected, figure("sae", figure), () -> RUN.rounding("sae", figure, expected));
    }

    @Test
    void theShareOfFeaturesThatAreAliveAgrees() {
        assertThat(RUN.arm("sae").at("/features/alive_share").asDouble())
                .isEqualTo(RUN.reference().at("/reconstruction/alive_share").asDouble());
    }

    @Test
    void theIdentityCostsNothingToTheLastBit() {
        assertThat(figure("identity", "kl").get("value").asDouble()).isZero();
        assertThat(figure("identity", "ce_delta").get("value").asDouble()).isZero();
        assertThat(figure("identity", "logprob_l2").get("value").asDouble()).isZero();
        assertThat(figure("identity", "top1_agreement").get("value").asDouble()).isEqualTo(1);
    }

    @Test
    void thePositionsAreThoseOfTheReference() {
        assertThat(RUN.report().at("/positions/scored").asInt()).isEqualTo(RUN.scored());
        assertThat(RUN.report().at("/positions/intervened").asInt())
                .isEqualTo(RUN.reference().at("/positions/intervened").asInt());
    }

    @Test
    void thePerSequenceSumsAgreeWithTheRecords() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> lines = Distribution.records(RUN.folder());
        JsonNode run = json.readTree(lines.get(0));
        assertThat(run.at("/layout/scored/0/metric").asText()).isEqualTo("kl");
        JsonNode expected = RUN.expected("sae").at("/per_sequence_sum/kl");
        for (int s = 0; s < expected.size(); s++) {
            double actual = json.readTree(lines.get(s + 1))
                    .at("/arms/0/0/scored/sums/0")
                    .asDouble();
            double value = expected.get(s).asDouble();
            int n = json.readTree(lines.get(s + 1)).get("scored").asInt();
            Tolerance.check(
                    "kl of sequence " + s,
                    actual,
                    value,
                    n * Tolerance.ARITHMETIC.divergence(value / n) + GoldenRun.PRINTED * value);
        }
    }
}
