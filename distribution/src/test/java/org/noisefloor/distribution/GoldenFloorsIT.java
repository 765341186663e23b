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

/** The intervention against each noise floor, equivalent noise and rank correlations, against the independent implementation. */
class GoldenFloorsIT {
    private static final GoldenRun RUN = GoldenRun.get();

    private static String inReport(String figure) {
        return figure.replace('.', '_');
    }

    private static Stream<Map.Entry<String, JsonNode>> floors() {
        return RUN.reference().get("floor").properties().stream();
    }

    @TestFactory
    Stream<DynamicTest> floorsAgreeWithTheirIntervals() {
        List<DynamicTest> tests = new ArrayList<>();
        floors().forEach(floor -> {
            for (var figure : floor.getValue().properties()) {
                JsonNode expected = figure.getValue();
                JsonNode actual = RUN.arm("sae").at("/floors/" + floor.getKey() + "/" + inReport(figure.getKey()));
                String name = floor.getKey() + " " + figure.getKey();
                double rounding = RUN.rounding(floor.getKey(), inReport(figure.getKey()), expected.get("floor"));
                tests.add(agrees(name, floor.getKey(), expected.get("floor"), actual.get("floor"), () -> rounding));
                double draws = GoldenRun.standardErrors(floor.getKey())
                                * Math.hypot(
                                        expected.at("/floor/se").asDouble(),
                                        actual.at("/floor/draw_error").asDouble())
                        + 2 * rounding;
                tests.add(interval(name + " excess", expected.get("excess_interval"), actual.get("excess"), draws));
                if (expected.has("ratio")) {
                    double relative = draws / expected.at("/floor/value").asDouble();
                    tests.add(interval(
                            name + " ratio",
                            expected.get("ratio_interval"),
                            actual.get("ratio"),
                            relative * expected.get("ratio").asDouble()));
                }
            }
        });
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> ranksAmongTheDrawsAgree() {
        List<DynamicTest> tests = new ArrayList<>();
        floors().forEach(floor -> {
            for (var figure : floor.getValue().properties()) {
                JsonNode ranks =
                        RUN.arm("sae").at("/floors/" + floor.getKey() + "/" + inReport(figure.getKey()) + "/ranks");
                for (String name : List.of("above", "below", "tied", "mid_rank")) {
                    tests.add(DynamicTest.dynamicTest(
                            floor.getKey() + " " + figure.getKey() + " " + name,
                            () -> assertThat(ranks.at("/" + name + "/value").asDouble())
                                    .isCloseTo(figure.getValue().get(name).asDouble(), Offset.offset(0.04))));
                }
            }
        });
        return tests.stream();
    }

    @Test
    void oneMoreDrawWouldBeAboveAllOthersInOnePositionOfNine() {
        assertThat(RUN.arm("sae")
                        .at("/floors/eps_random/kl/ranks/expected_above")
                        .asDouble())
                .isEqualTo(1.0 / 9);
        assertThat(RUN.arm("sae")
                        .at("/floors/eps_random/top1_agreement/ranks/expected_above")
                        .isNull())
                .isTrue();
    }

    @TestFactory
    Stream<DynamicTest> equivalentNoiseAgrees() {
        List<DynamicTest> tests = new ArrayList<>();
        for (String curve : List.of("dose", "dose_relative")) {
            for (var figure : RUN.reference()
                    .at("/equivalent_noise/" + curve + "/solution")
                    .properties()) {
                JsonNode actual = RUN.arm("sae").at("/equivalent_noise/" + curve + "/" + inReport(figure.getKey()));
                tests.add(DynamicTest.dynamicTest(curve + " " + figure.getKey(), () -> {
                    double expected = figure.getValue().get("equivalent_noise").asDouble();
                    assertThat(actual.get("bound").asText())
                            .isEqualTo(figure.getValue().get("bound").asText());
                    assertThat(actual.get("value").asDouble()).isCloseTo(expected, Offset.offset(0.05 * expected));
                }));
            }
        }
        return tests.stream();
    }

    @Test
    void measuresAgreeWithEachOtherAsInTheReference() {
        JsonNode order = RUN.reference().at("/spearman/order");
        JsonNode names = RUN.arm("sae").at("/agreement/figures");
        List<String> figures = new ArrayList<>();
        names.forEach(each -> figures.add(each.asText()));
        for (int i = 0; i < order.size(); i++) {
            for (int j = 0; j < order.size(); j++) {
                int a = figures.indexOf(inReport(order.get(i).asText()));
                int b = figures.indexOf(inReport(order.get(j).asText()));
                assertThat(RUN.arm("sae")
                                .at("/agreement/spearman/" + a + "/" + b)
                                .asDouble())
                        .as("%s and %s", order.get(i), order.get(j))
                        .isCloseTo(
                                RUN.reference()
                                        .at("/spearman/matrix/" + i + "/" + j)
                                        .asDouble(),
                                Offset.offset(Tolerance.spearman(RUN.scored()) + 5e-6)); // printed to five places
            }
        }
    }

    /**
     * Ends of intervals agree within 15 % of their width where nothing but the bootstrap differs; here the draws differ too.
     *
     * @param draws what the value may move by, since the draws are others, and by rounding
     */
    private static DynamicTest interval(String name, JsonNode expected, JsonNode actual, double draws) {
        return DynamicTest.dynamicTest(name, () -> {
            double low = expected.get(0).asDouble();
            double high = expected.get(1).asDouble();
            Offset<Double> near = Offset.offset(0.15 * (high - low) + draws);
            assertThat(actual.get("low").asDouble()).isCloseTo(low, near);
            assertThat(actual.get("high").asDouble()).isCloseTo(high, near);
        });
    }
}
