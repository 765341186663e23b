package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.noisefloor.distribution.GoldenRun.agrees;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
                    tests.add(agrees(name + " n", arm, n, actual.path("n"), () -> flips(arm)));
                    if (number(n) >= FEW) {
                        tests.addAll(means(name, arm, each.getValue(), actual));
                    }
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(1_000);
        return tests.stream();
    }

    /** Positions that may be in another class: none where the reference tells the margins, see {@link Tolerance}. */
    private static double flips(String arm) {
        return List.of("sae", "identity").contains(arm) ? 0 : Tolerance.FLIPS;
    }

    private static List<DynamicTest> means(String name, String arm, JsonNode expected, JsonNode actual) {
        List<DynamicTest> tests = new ArrayList<>();
        double n = number(expected.get("n"));
        double flips = isRandom(arm)
                ? 0 // its standard errors are larger
                : Math.abs(actual.at("/n/value").asDouble() - n);
        for (String figure :
                List.of("kl", "kl_reverse", "js", "tv", "logprob_l2", "ce_delta", "delta_p", "kl_correct")) {
            if (expected.has(figure)) {
                double mean = GoldenRun.value(expected.get(figure));
                tests.add(agrees(
                        name + " " + figure,
                        arm,
                        expected.get(figure),
                        actual.at("/figures/" + figure),
                        () -> RUN.rule(arm, n).of(figure, mean, n) + Tolerance.moved(mean, flips, n)));
            }
        }
        if (expected.has("share_of_kl") && !arm.equals("identity")) {
            tests.add(agrees(
                    name + " of kl",
                    arm,
                    expected.get("share_of_kl"),
                    actual.at("/figures/kl/of_total"),
                    () -> ofTotal(arm, "kl", expected.get("share_of_kl"), flips, n)));
        }
        JsonNode ofLoss = actual.at("/figures/ce_delta/of_total");
        if (expected.has("share_of_ce_delta") && ofLoss.path("value").isNumber()) {
            tests.add(agrees(
                    name + " of ce_delta",
                    arm,
                    expected.get("share_of_ce_delta"),
                    ofLoss,
                    () -> ofTotal(arm, "ce_delta", expected.get("share_of_ce_delta"), flips, n)));
        }
        return tests;
    }

    /** What rounding may do to a class's share of a figure's total, which for a signed one may be small. */
    private static double ofTotal(String arm, String figure, JsonNode share, double flips, double n) {
        String path = figure.equals("kl") ? "/divergences/kl" : "/loss/ce_delta";
        double whole = GoldenRun.value(RUN.expected(arm).at(path));
        double expected = GoldenRun.value(share);
        return RUN.rule(arm, RUN.scored()).share(figure, expected, whole, RUN.scored())
                + Tolerance.moved(expected, flips, n);
    }

    @Test
    void everyPositionIsInOneClassOfEachStratifier() {
        for (String arm : arms()) {
            for (var stratifier : RUN.arm(arm).get("classes").properties()) {
                double n = stratifier.getValue().properties().stream()
                        .mapToDouble(each -> each.getValue().at("/n/value").asDouble())
                        .sum();
                assertThat(n)
                        .as("%s %s", arm, stratifier.getKey())
                        .isCloseTo(RUN.scored(), within(1e-15 * RUN.scored() * RUN.scored()));
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
                            () -> Tolerance.FLIPS)));
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
            // whom the original put there, whatever the arm
            tests.add(agrees(arm + " n", arm, expected.get("n"), state.get("n"), () -> 0));
            for (var outcome : expected.get("outcome").properties()) {
                tests.add(agrees(
                        arm + " " + outcome.getKey(),
                        arm,
                        outcome.getValue(),
                        figures.get("confidently_wrong_" + outcome.getKey()),
                        n,
                        () -> Tolerance.FLIPS));
            }
            tests.add(agrees(
                    arm + " newly confidently wrong",
                    arm,
                    expected.get("newly_confidently_wrong"),
                    figures.get("newly_confidently_wrong"),
                    RUN.scored(),
                    () -> Tolerance.FLIPS));
            for (String figure : List.of("delta_w", "ce_delta")) {
                String name = "confidently_wrong_" + figure;
                tests.add(of(arm, n, name, expected.get(figure), figures.get(name)));
            }
            for (String figure : List.of("kl", "kl_wrong_token", "kl_rest")) {
                tests.add(of(arm, n, figure, expected.get(figure), state.at("/figures/" + figure)));
            }
        }
        return tests.stream();
    }

    private static DynamicTest of(String arm, int n, String figure, JsonNode expected, JsonNode actual) {
        double mean = GoldenRun.value(expected);
        return agrees(
                arm + " " + figure,
                arm,
                expected,
                actual,
                () -> RUN.rule(arm, n).of(figure, mean, n));
    }
}
