package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.noisefloor.distribution.GoldenRun.agrees;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Classes of positions, flips and confident mistakes against the independent implementation. */
class GoldenClassesIT {
    private static final GoldenRun RUN = GoldenRun.get();

    /** Class means of fewer positions are not compared, as the reference says. */
    private static final int FEW = 20;

    private static List<String> arms() {
        return RUN.reference().get("interventions").properties().stream()
                .filter(each -> each.getValue().has("classes"))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isRandom(String arm) {
        return RUN.expected(arm).get("draws").asInt() > 1;
    }

    private static double number(JsonNode node) {
        return node.isNumber() ? node.asDouble() : node.get("value").asDouble();
    }

    @TestFactory
    Stream<DynamicTest> classesAgree() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String arm : arms()) {
            for (var stratifier : RUN.expected(arm).get("classes").properties()) {
                for (var each : stratifier.getValue().properties()) {
                    JsonNode actual = RUN.arm(arm)
                            .path("classes")
                            .path(stratifier.getKey())
                            .path(each.getKey());
                    String name = arm + " " + stratifier.getKey() + " " + each.getKey();
                    JsonNode n = each.getValue().get("n");
                    if (isRandom(arm) && number(n) <= 1 && actual.isMissingNode()) {
                        continue; // a class into which one draw or another puts a position
                    }
                    tests.add(agrees(name + " n", arm, n, actual.path("n"), 1, 1, isRandom(arm) ? 1 : 0));
                    if (number(n) >= FEW) {
                        tests.addAll(means(name, arm, each.getValue(), actual));
                    }
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(1_000);
        return tests.stream();
    }

    private static List<DynamicTest> means(String name, String arm, JsonNode expected, JsonNode actual) {
        List<DynamicTest> tests = new ArrayList<>();
        for (String figure :
                List.of("kl", "kl_reverse", "js", "tv", "logprob_l2", "ce_delta", "delta_p", "kl_correct")) {
            if (expected.has(figure)) {
                tests.add(agrees(
                        name + " " + figure,
                        arm,
                        expected.get(figure),
                        actual.at("/figures/" + figure),
                        1,
                        number(expected.get("n")),
                        0));
            }
        }
        if (expected.has("share_of_kl") && !arm.equals("identity")) {
            tests.add(agrees(name + " of kl", arm, expected.get("share_of_kl"), actual.at("/figures/kl/of_total")));
        }
        JsonNode ofLoss = actual.at("/figures/ce_delta/of_total");
        if (expected.has("share_of_ce_delta") && ofLoss.path("value").isNumber()) {
            tests.add(agrees(name + " of ce_delta", arm, expected.get("share_of_ce_delta"), ofLoss));
        }
        return tests;
    }

    @Test
    void everyPositionIsInOneClassOfEachStratifier() {
        for (String arm : arms()) {
            for (var stratifier : RUN.arm(arm).get("classes").properties()) {
                double n = stratifier.getValue().properties().stream()
                        .mapToDouble(each -> each.getValue().at("/n/value").asDouble())
                        .sum();
                assertThat(n).as("%s %s", arm, stratifier.getKey()).isCloseTo(RUN.scored(), Offset.offset(1e-6));
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> flipsAgree() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String arm : arms()) {
            Map.of("right_to_wrong", "right_to_wrong", "wrong_to_right", "wrong_to_right", "net", "flips_net")
                    .forEach((name, figure) -> tests.add(agrees(
                            arm + " " + name,
                            arm,
                            RUN.expected(arm).at("/flips/" + name),
                            RUN.arm(arm).at("/figures/" + figure),
                            RUN.scored(),
                            1,
                            isRandom(arm) ? 1 : 0)));
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> confidentMistakesAgree() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String arm : arms()) {
            JsonNode expected = RUN.expected(arm).get("confidently_wrong");
            JsonNode figures = RUN.arm(arm).get("figures");
            JsonNode state = RUN.arm(arm).at("/classes/original_state/wrong_confident");
            int n = expected.get("n").asInt();
            int slack = isRandom(arm) ? 1 : 0;
            tests.add(agrees(arm + " n", arm, expected.get("n"), state.get("n")));
            for (var outcome : expected.get("outcome").properties()) {
                tests.add(agrees(
                        arm + " " + outcome.getKey(),
                        arm,
                        outcome.getValue(),
                        figures.get("confidently_wrong_" + outcome.getKey()),
                        n,
                        1,
                        slack));
            }
            tests.add(agrees(
                    arm + " newly confidently wrong",
                    arm,
                    expected.get("newly_confidently_wrong"),
                    figures.get("newly_confidently_wrong"),
                    RUN.scored(),
                    1,
                    slack));
            tests.add(agrees(arm + " delta_w", arm, expected.get("delta_w"), figures.get("confidently_wrong_delta_w")));
            tests.add(agrees(
                    arm + " ce_delta",
                    arm,
                    expected.get("ce_delta"),
                    figures.get("confidently_wrong_ce_delta"),
                    1,
                    n,
                    0));
            for (String figure : List.of("kl", "kl_wrong_token", "kl_rest")) {
                tests.add(agrees(arm + " " + figure, arm, expected.get(figure), state.at("/figures/" + figure)));
            }
        }
        return tests.stream();
    }
}
