package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.noisefloor.distribution.GoldenRun.agrees;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
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
                                figure(each.getKey(), inReport(divergence.getKey())))));
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
                tests.add(agrees(
                        each.getKey() + " " + name,
                        each.getKey(),
                        each.getValue().get("loss").get(name),
                        figure(each.getKey(), name)));
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
                            actual)
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
                            tests.add(agrees(
                                    each.getKey() + path,
                                    each.getKey(),
                                    each.getValue().at("/loss" + path),
                                    RUN.arm(each.getKey()).at("/recovered" + path)));
                        }
                    }
                });
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> tailSharesAgree() {
        List<DynamicTest> tests = new ArrayList<>();
        interventions().filter(each -> !each.getKey().equals("identity")).forEach(each -> {
            for (var tail : each.getValue().get("tail").properties()) {
                if (isCancelled(each.getKey(), tail.getKey())) {
                    continue;
                }
                tests.add(agrees(
                        each.getKey() + " " + tail.getKey() + " in the tail",
                        each.getKey(),
                        tail.getValue().get("tail_share"),
                        figure(each.getKey(), tail.getKey() + "_tail_share")));
            }
        });
        return tests.stream();
    }

    /** Terms of both signs that are a thousand times their sum, so that it is mostly the last bits of the backend. */
    private static boolean isCancelled(String arm, String quantity) {
        return arm.startsWith("rounded_") && quantity.equals("kl_signed");
    }

    /** Sums of the reference over positions; ours are means. Single decades of random arms have no standard error there. */
    @TestFactory
    Stream<DynamicTest> decadesAgreeWhereNothingIsRandom() {
        List<DynamicTest> tests = new ArrayList<>();
        interventions()
                .filter(each -> each.getValue().get("draws").asInt() == 1)
                .forEach(each -> {
                    for (var tail : each.getValue().get("tail").properties()) {
                        if (isCancelled(each.getKey(), tail.getKey())) {
                            continue;
                        }
                        JsonNode actual = RUN.arm(each.getKey()).at("/vectors/" + tail.getKey() + "_by_decade");
                        tests.add(DynamicTest.dynamicTest(each.getKey() + " " + tail.getKey() + " by decade", () -> {
                            JsonNode expected = tail.getValue().get("by_decade");
                            assertThat(actual.size()).isEqualTo(9);
                            for (int i = 0; i < 9; i++) {
                                double sum = actual.get(i).asDouble() * RUN.scored();
                                double wanted = expected.get(i).asDouble();
                                // a token within 1e-5 of an edge may fall to either side of it
                                double edge = tail.getKey().equals("tokens") ? 40 : 0;
                                // what little rounding does to the tail is mostly the last bits of the backend
                                double relative = each.getKey().startsWith("rounded_") ? 2e-2 : 1e-3;
                                assertThat(sum)
                                        .isCloseTo(wanted, Offset.offset(relative * Math.abs(wanted) + 1e-5 + edge));
                            }
                        }));
                    }
                });
        return tests.stream();
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
                        Map.of("50", "median", "90", "q90", "99", "q99")
                                .forEach((percent, name) -> tests.add(close(
                                        each.getKey() + " " + divergence.getKey() + " " + name,
                                        divergence.getValue().at("/quantiles/" + percent),
                                        spread.get(name))));
                        tests.add(close(
                                each.getKey() + " " + divergence.getKey() + " in its largest positions",
                                divergence.getValue().get("top_1_percent"),
                                spread.get("top_1_percent")));
                    }
                });
        return tests.stream();
    }

    private static DynamicTest close(String name, JsonNode expected, JsonNode actual) {
        return DynamicTest.dynamicTest(
                name,
                () -> assertThat(actual.asDouble())
                        .isCloseTo(expected.asDouble(), Offset.offset(2e-3 * Math.abs(expected.asDouble()) + 1e-6)));
    }

    @Test
    void theHistogramOfKlAgrees() {
        JsonNode actual = figure("sae", "kl").at("/spread/histogram");
        RUN.expected("sae").get("kl_histogram").properties().stream()
                .filter(bin -> bin.getValue().asInt() > 0)
                .forEach(bin -> assertThat(actual.path(bin.getKey()).asInt())
                        .as("bin %s", bin.getKey())
                        // a value within 1e-4 of an edge may fall to either side of it
                        .isCloseTo(bin.getValue().asInt(), Offset.offset(1)));
    }

    @TestFactory
    Stream<DynamicTest> theOriginalAgrees() {
        return Stream.of(
                agrees("ce", "sae", RUN.reference().at("/original/ce"), figure("sae", "ce")),
                agrees("perplexity", "sae", RUN.reference().at("/original/perplexity"), figure("sae", "perplexity")),
                agrees("entropy", "sae", RUN.reference().at("/original/entropy"), figure("sae", "entropy")),
                agrees("rank", "sae", RUN.reference().at("/original/rank"), figure("sae", "rank_original")));
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
                .map(name -> agrees(name, "sae", RUN.reference().at("/reconstruction/" + name), figure("sae", name)));
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
        List<String> lines = Files.readAllLines(RUN.folder().resolve("records.jsonl"));
        JsonNode layout = json.readTree(lines.get(0));
        assertThat(layout.at("/scored/0/metric").asText()).isEqualTo("kl");
        JsonNode expected = RUN.expected("sae").at("/per_sequence_sum/kl");
        for (int s = 0; s < expected.size(); s++) {
            double actual =
                    json.readTree(lines.get(s + 1)).at("/arms/0/0/scored/0").asDouble();
            double value = expected.get(s).asDouble();
            assertThat(actual).isCloseTo(value, Offset.offset(1e-4 * value + 62e-6));
        }
    }
}
