package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Compares the arms of two reports of the same run on other arithmetic, each figure by its rule in {@link Tolerance}. */
final class ArmsAgree {
    private static final int TAIL_DECADES = 5;
    private static final Tolerance RULE = Tolerance.ARITHMETIC;

    /** Sample size for 80 % power: 2.8 standard errors. */
    private static final double DETECTABLE = 2.8;

    private final JsonNode one;
    private final JsonNode other;
    private final double positions;

    /** @param one a site of one report; {@code other} the same of the other */
    private ArmsAgree(JsonNode one, JsonNode other, double positions) {
        this.one = one;
        this.other = other;
        this.positions = positions;
    }

    /** Fails if a figure is further off than rounding may move it. */
    static void check(JsonNode one, JsonNode other) {
        assertThat(other.get("positions")).isEqualTo(one.get("positions"));
        assertThat(other.get("sites")).hasSameSizeAs(one.get("sites"));
        for (int s = 0; s < one.get("sites").size(); s++) {
            new ArmsAgree(
                            one.get("sites").get(s),
                            other.get("sites").get(s),
                            one.at("/positions/scored").asDouble())
                    .arms();
        }
    }

    private static JsonNode arms(JsonNode site) {
        return site.get("arms");
    }

    private void arms() {
        assertThat(arms(other)).hasSameSizeAs(arms(one));
        for (int i = 0; i < arms(one).size(); i++) {
            JsonNode a = arms(one).get(i);
            JsonNode b = arms(other).get(i);
            String name = a.get("name").asText();
            assertThat(b.get("name").asText()).isEqualTo(name);
            a.get("figures").properties().forEach(figure -> figure(a, b, figure.getKey()));
            a.get("vectors").properties().forEach(vector -> decades(a, b, vector.getKey()));
            floors(a, b);
            classes(a, b);
            recovered(a, b);
            agreement(a, b);
            same(name + "/features", a.path("features"), b.path("features"));
            same(name + "/sinks", a.path("sinks"), b.path("sinks"));
        }
    }

    private static JsonNode arm(JsonNode site, String name) {
        for (JsonNode arm : arms(site)) {
            if (arm.get("name").asText().equals(name)) {
                return arm;
            }
        }
        throw new AssertionError("no arm " + name);
    }

    private static double value(JsonNode arm, String figure) {
        return arm.at("/figures/" + figure + "/value").asDouble();
    }

    private static double sum(JsonNode arm, String quantity, int decades) {
        double sum = 0;
        for (int i = 0; i < decades; i++) {
            sum += arm.at("/vectors/" + quantity + "_by_decade/" + i).asDouble();
        }
        return sum;
    }

    private void figure(JsonNode a, JsonNode b, String figure) {
        String where = a.get("name").asText() + "/" + figure;
        JsonNode estimate = a.at("/figures/" + figure);
        JsonNode found = b.at("/figures/" + figure);
        if (figure.endsWith("_tail_share")) {
            String quantity = figure.substring(0, figure.length() - "_tail_share".length());
            double whole = sum(a, quantity, 9);
            double kl = sum(a, "kl", TAIL_DECADES);
            estimate(where, estimate, found, share -> RULE.tail(quantity, share, kl, whole), Tolerance.END);
            return;
        }
        estimate(where, estimate, found, size -> RULE.of(figure, size, positions), 1);
        for (var each : estimate.path("spread").properties()) {
            String quantile = where + "/" + each.getKey();
            double expected = each.getValue().asDouble();
            double tolerance = each.getKey().equals("top_1_percent")
                    ? RULE.share(figure, expected, estimate.get("value").asDouble(), positions)
                    : RULE.of(figure, expected, 1);
            if (!each.getKey().equals("histogram")) { // its bins have edges
                Tolerance.check(quantile, found.at("/spread/" + each.getKey()).asDouble(), expected, tolerance);
            }
        }
    }

    /**
     * Value, ends of the interval, and standard error over draws, which is no further off than a draw. What is recorded has nine digits.
     *
     * @param ends what an end is given more than the value
     */
    private static void estimate(
            String where, JsonNode expected, JsonNode found, DoubleUnaryOperator tolerance, double ends) {
        for (String key : List.of("value", "low", "high", "draw_error")) {
            JsonNode number = expected.path(key);
            assertThat(found.path(key).getNodeType()).as(where + "/" + key).isEqualTo(number.getNodeType());
            if (number.isNumber()) {
                Tolerance.check(
                        where + "/" + key,
                        found.get(key).asDouble(),
                        number.asDouble(),
                        (key.equals("value") ? 1 : ends) * tolerance.applyAsDouble(largest(expected))
                                + GoldenRun.PRINTED * Math.abs(number.asDouble()));
            }
        }
    }

    /** An end moves as a figure of its own size, and the standard error as the draws, so all as the largest may. */
    private static double largest(JsonNode estimate) {
        double largest = 0;
        for (String key : List.of("value", "low", "high")) {
            largest = Math.max(largest, Math.abs(estimate.path(key).asDouble()));
        }
        return largest;
    }

    private static void decades(JsonNode a, JsonNode b, String vector) {
        String quantity = vector.substring(0, vector.length() - "_by_decade".length());
        JsonNode sums = a.at("/vectors/" + vector);
        for (int i = 0; i < sums.size(); i++) {
            double beside = Math.max(
                    Math.abs(sums.path(i - 1).asDouble()),
                    Math.abs(sums.path(i + 1).asDouble()));
            double mass = Math.min(1, Tolerance.VOCABULARY * Math.pow(10, i - 8.0));
            double kl = a.at("/vectors/kl_by_decade/" + i).asDouble();
            double expected = sums.get(i).asDouble();
            Tolerance.check(
                    a.get("name").asText() + "/" + vector + "/" + i,
                    b.at("/vectors/" + vector + "/" + i).asDouble(),
                    expected,
                    RULE.sum(quantity, expected, kl, mass, beside));
        }
    }

    private void floors(JsonNode a, JsonNode b) {
        for (var floor : a.get("floors").properties()) {
            for (var figure : floor.getValue().properties()) {
                String name = figure.getKey();
                String path = "/floors/" + floor.getKey() + "/" + name;
                String where = a.get("name").asText() + path;
                JsonNode expected = figure.getValue();
                JsonNode found = b.at(path);
                double below = expected.at("/floor/value").asDouble();
                double ofFloor = RULE.of(name, below, positions);
                double both = RULE.of(name, value(a, name), positions) + ofFloor;
                estimate(
                        where + "/floor",
                        expected.get("floor"),
                        found.get("floor"),
                        size -> RULE.of(name, size, positions),
                        1);
                against(where, expected, found, both, ofFloor, below);
                if (expected.path("detectable_excess").isNumber()) {
                    Tolerance.check(
                            where + "/detectable_excess",
                            found.get("detectable_excess").asDouble(),
                            expected.get("detectable_excess").asDouble(),
                            DETECTABLE * both);
                }
                for (var rank : expected.path("ranks").properties()) {
                    if (rank.getValue().isObject()) {
                        estimate(
                                where + "/ranks/" + rank.getKey(),
                                rank.getValue(),
                                found.at("/ranks/" + rank.getKey()),
                                size -> Tolerance.FLIPS_AMONG_SEVERAL / positions,
                                1);
                    } else {
                        JsonNode share = found.at("/ranks/" + rank.getKey());
                        assertThat(share.getNodeType())
                                .as(where + "/ranks/" + rank.getKey())
                                .isEqualTo(rank.getValue().getNodeType());
                        // a quotient of whole numbers; a recorded one has nine digits
                        assertThat(share.asDouble()).isCloseTo(rank.getValue().asDouble(), within(1e-9));
                    }
                }
            }
        }
    }

    /** Excess over a floor, which is a difference, and ratio to it. */
    private static void against(
            String where, JsonNode expected, JsonNode found, double both, double ofFloor, double floor) {
        estimate(where + "/excess", expected.path("excess"), found.path("excess"), size -> both, Tolerance.END);
        if (expected.at("/ratio/value").isNumber()) {
            estimate(
                    where + "/ratio",
                    expected.get("ratio"),
                    found.path("ratio"),
                    ratio -> Tolerance.quotient(ratio, both, ofFloor, floor),
                    Tolerance.END);
        }
    }

    private void classes(JsonNode a, JsonNode b) {
        String arm = a.get("name").asText();
        for (var stratifier : a.get("classes").properties()) {
            for (var each : stratifier.getValue().properties()) {
                String path = "/classes/" + stratifier.getKey() + "/" + each.getKey();
                JsonNode expected = each.getValue();
                JsonNode found = b.at(path);
                int mayFlip = arm.equals("sae") ? 0 : Tolerance.FLIPS;
                estimate(arm + path + "/n", expected.get("n"), found.path("n"), size -> mayFlip, 1);
                estimate(
                        arm + path + "/share",
                        expected.get("share"),
                        found.path("share"),
                        size -> mayFlip / positions,
                        1);
                double n = expected.at("/n/value").asDouble();
                double flips = flips(arm, path);
                for (var figure : expected.get("figures").properties()) {
                    String where = arm + path + "/" + figure.getKey();
                    JsonNode of = found.at("/figures/" + figure.getKey());
                    estimate(
                            where,
                            figure.getValue(),
                            of,
                            size -> RULE.of(figure.getKey(), size, n) + Tolerance.moved(size, flips, n),
                            1);
                    double whole = value(a, figure.getKey());
                    if (figure.getValue().at("/of_total/value").isNumber()) {
                        estimate(
                                where + "/of_total",
                                figure.getValue().get("of_total"),
                                of.path("of_total"),
                                share -> RULE.share(figure.getKey(), share, whole, positions)
                                        + Tolerance.moved(share, flips, n),
                                Tolerance.END);
                    }
                }
                for (var floor : expected.path("floors").properties()) {
                    classAgainst(arm + path, path, expected, found, floor.getKey());
                }
            }
        }
    }

    private void classAgainst(String where, String path, JsonNode expected, JsonNode found, String floor) {
        double n = Math.max(1, arm(one, floor).at(path + "/n/value").asDouble());
        double flips = flips(floor, path);
        JsonNode excess = expected.at("/floors/" + floor);
        estimate(
                where + "/" + floor + "/share/excess",
                excess.at("/share/excess"),
                found.at("/floors/" + floor + "/share/excess"),
                size -> Tolerance.FLIPS / positions,
                1);
        for (var figure : excess.get("figures").properties()) {
            String name = figure.getKey();
            double above = expected.at("/figures/" + name + "/value").asDouble();
            double below =
                    arm(one, floor).at(path + "/figures/" + name + "/value").asDouble();
            double ofFloor = RULE.of(name, below, n) + Tolerance.moved(below, flips, n);
            double both = RULE.of(name, above, n) + ofFloor;
            against(
                    where + "/" + floor + "/" + name,
                    figure.getValue(),
                    found.at("/floors/" + floor + "/figures/" + name),
                    both,
                    ofFloor,
                    above - figure.getValue().at("/excess/value").asDouble());
        }
    }

    /** Positions that are in a class in one report alone. */
    private double flips(String arm, String path) {
        return Math.abs(arm(one, arm).at(path + "/n/value").asDouble()
                - arm(other, arm).at(path + "/n/value").asDouble());
    }

    private void recovered(JsonNode a, JsonNode b) {
        for (var share : a.get("recovered").properties()) {
            String figure = share.getKey().equals("kl_recovered") ? "kl" : "ce_delta";
            for (var ablation : share.getValue().properties()) {
                double whole = value(arm(one, ablation.getKey()), figure);
                double above = RULE.of(figure, value(a, figure), positions);
                double below = RULE.of(figure, whole, positions);
                String path = "/recovered/" + share.getKey() + "/" + ablation.getKey();
                estimate(
                        a.get("name").asText() + path,
                        ablation.getValue(),
                        b.at(path),
                        recovered -> Tolerance.quotient(1 - recovered, above, below, whole),
                        Tolerance.END);
            }
        }
    }

    private void agreement(JsonNode a, JsonNode b) {
        JsonNode expected = a.path("agreement").path("spearman");
        for (int i = 0; i < expected.size(); i++) {
            for (int j = 0; j < expected.size(); j++) {
                Tolerance.check(
                        a.get("name").asText() + "/spearman/" + i + "/" + j,
                        b.at("/agreement/spearman/" + i + "/" + j).asDouble(),
                        expected.get(i).get(j).asDouble(),
                        Tolerance.spearman(positions));
            }
        }
    }

    /** Counts and what is no figure: the same, but for the norms of activations. */
    private static void same(String where, JsonNode expected, JsonNode found) {
        if (expected.isNumber()) {
            Tolerance.check(
                    where,
                    found.asDouble(),
                    expected.asDouble(),
                    expected.isIntegralNumber() ? 0 : Tolerance.RECONSTRUCTION * Math.abs(expected.asDouble()));
        } else if (expected.isContainerNode()) {
            List<String> keys = new ArrayList<>();
            expected.fieldNames().forEachRemaining(keys::add);
            assertThat(found.size()).as(where).isEqualTo(expected.size());
            keys.forEach(key -> same(where + "/" + key, expected.get(key), found.path(key)));
        } else {
            assertThat(found).as(where).isEqualTo(expected);
        }
    }
}
