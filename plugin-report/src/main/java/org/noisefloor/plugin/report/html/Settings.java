package org.noisefloor.plugin.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.RunResult;

/** What was run, and how: folded away, since few ask, but whole. */
final class Settings {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Settings() {}

    static Html of(Report report, RunResult run) {
        JsonNode root = report.root();
        Html html = new Html();
        html.add(fold("Numeric floor: what arithmetic alone does", numericFloor(report)));
        html.add(fold("Positions that count", mask(root.path("positions"))));
        html.add(fold(
                "Batch, seed and intervals",
                pairs("Settings of the computation", root.path("batch"), "batch")
                        .add(pairs(
                                "Intervals",
                                ((ObjectNode) JSON.createObjectNode().set("seed", root.path("seed")))
                                        .setAll(object(root.path("bootstrap"))),
                                "bootstrap"))));
        html.add(fold("Model", pairs("Model", root.path("model"), "model")));
        html.add(features(report));
        html.add(pairsOfInterventions(report));
        html.add(fold("Every figure and what it is", figures(report)));
        html.add(fold("Config, with every default", pre(run.config())));
        html.add(fold(
                "Provenance: versions and digests (times are in provenance.json)", pre(provenance(run.provenance()))));
        return html;
    }

    private static Html fold(String summary, Html content) {
        return new Html()
                .open("details")
                .element("summary", summary)
                .add(content)
                .closeLine();
    }

    private static Html pre(String text) {
        return new Html().element("pre", text.isEmpty() ? "none" : text, "tabindex", "0");
    }

    private static ObjectNode object(JsonNode node) {
        return node instanceof ObjectNode object ? object : JSON.createObjectNode();
    }

    /** Without what differs between two runs of one config: when they were made, and how long they took. */
    private static String provenance(Map<String, Object> provenance) {
        ObjectNode tree = JSON.valueToTree(provenance);
        tree.remove(List.of("started", "finished", "seconds"));
        return tree.toPrettyString().replace("\r\n", "\n");
    }

    private static Html pairs(String caption, JsonNode object, String prefix) {
        List<List<Html>> rows = new ArrayList<>();
        object.properties().forEach(each -> rows.add(List.of(Html.of(each.getKey()), Html.of(words(each.getValue())))));
        return new Html().table(caption, List.of(prefix, ""), rows);
    }

    private static String words(JsonNode value) {
        return value.isNumber() && value.isIntegralNumber()
                ? Numbers.count(value.asDouble())
                : value.isValueNode() ? value.asText() : value.toString();
    }

    private static Html mask(JsonNode positions) {
        Html html = new Html().paragraph(positions.path("rule").asText("The report states no rule."));
        return html.add(pairs("Positions", positions, "positions"));
    }

    private static Html numericFloor(Report report) {
        JsonNode floor = report.root().path("numeric_floor");
        Html html = new Html()
                .paragraph(floor.path("what").asText("not measured") + ": "
                        + Numbers.count(floor.path("positions").asDouble())
                        + " positions, largest difference of a logit "
                        + Numbers.number(Estimate.number(floor.path("largest_logit_difference"))) + ".");
        html.add(values(floor.path("figures"), report, "Figures of the original against itself"));
        JsonNode again = floor.path("again");
        if (again.isObject()) {
            html.paragraph(again.path("what").asText() + ", backend "
                    + again.path("backend").asText() + ":");
            html.add(values(again.path("larger"), report, "The larger of both floors"));
        }
        return html;
    }

    private static Html values(JsonNode figures, Report report, String caption) {
        List<List<Html>> rows = new ArrayList<>();
        figures.properties()
                .forEach(each -> rows.add(List.of(
                        Html.code(each.getKey()),
                        Html.of(Numbers.number(Estimate.number(each.getValue()))),
                        Html.of(report.unit(each.getKey())))));
        return new Html().table(caption, List.of("figure", "value", "unit"), rows);
    }

    private static Html features(Report report) {
        List<List<Html>> rows = new ArrayList<>();
        for (Case of : report.cases()) {
            JsonNode features = of.intervention().node().path("features");
            JsonNode sinks = of.intervention().node().path("sinks");
            if (features.isObject() || sinks.isObject()) {
                rows.add(List.of(
                        Html.of(of.label()),
                        Html.of(Numbers.count(Estimate.number(features.path("count")))),
                        Html.of(Numbers.count(Estimate.number(features.path("alive")))),
                        Html.of(Numbers.count(Estimate.number(features.path("dead")))),
                        Html.of(features.path("density")
                                .toString()
                                .replaceAll("[{}\"]", "")
                                .replace(",", ", ")),
                        Html.of(Numbers.count(Estimate.number(sinks.path("count"))))));
            }
        }
        return rows.isEmpty()
                ? new Html()
                : fold(
                        "Features and attention sinks",
                        new Html()
                                .table(
                                        "Features by decade of the share of positions at which they are active",
                                        List.of("site", "features", "alive", "dead", "by decade of activity", "sinks"),
                                        rows));
    }

    private static Html pairsOfInterventions(Report report) {
        List<List<Html>> rows = new ArrayList<>();
        for (JsonNode pair : report.root().path("pairs")) {
            String figure = pair.path("figure").asText();
            rows.add(List.of(
                    Html.of(pair.path("site").asText()),
                    Html.of(pair.path("one").asText() + " − "
                            + pair.path("other").asText()),
                    Html.code(figure),
                    Estimate.of(pair.path("difference")).cell(report.unit(figure)),
                    Html.of(Numbers.number(Estimate.number(pair.path("detectable_difference"))))));
        }
        return rows.isEmpty()
                ? new Html()
                : fold(
                        "Interventions against each other",
                        new Html()
                                .table(
                                        "Differences at the same positions",
                                        List.of("site", "pair", "figure", "difference", "detectable"),
                                        rows));
    }

    private static Html figures(Report report) {
        List<List<Html>> rows = new ArrayList<>();
        report.root()
                .path("figures")
                .properties()
                .forEach(each -> rows.add(List.of(
                        Html.code(each.getKey()),
                        Html.of(each.getValue().path("unit").asText()),
                        Html.of(each.getValue().path("kind").asText()),
                        Html.of(each.getValue().path("positions").asText()),
                        Html.of(each.getValue().path("doc").asText()))));
        return new Html().table("Figures", List.of("figure", "unit", "kind", "over positions", "what it is"), rows);
    }
}
