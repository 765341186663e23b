package org.noisefloor.plugin.report.html;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.text.Numbers;

/** What was run, and how: folded away, since few ask, but whole. */
final class Settings {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Settings() {}

    static Html of(Topic topic, RunResult run) {
        RunReport report = topic.report();
        Html html = new Html();
        html.add(fold("Numeric floor: what arithmetic alone does", numericFloor(topic)));
        html.add(fold("Positions that count", mask(report.positions())));
        html.add(fold("Batch, seed and intervals", batch(report)));
        html.add(fold("Model", pairs("Model", model(report.model()), "model")));
        html.add(features(topic));
        html.add(pairsOfInterventions(topic));
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

    /** Without what differs between two runs of one config: when they were made, and how long they took. */
    private static String provenance(Map<String, Object> provenance) {
        ObjectNode tree = JSON.valueToTree(provenance);
        tree.remove(List.of("started", "finished", "seconds"));
        return tree.toPrettyString().replace("\r\n", "\n");
    }

    /** Names as they stand in {@code report.json}, with their values in words. */
    private static Html pairs(String caption, Map<String, String> values, String prefix) {
        List<List<Html>> rows = new ArrayList<>();
        values.forEach((name, value) -> rows.add(List.of(Html.of(name), Html.of(value))));
        return new Html().table(caption, List.of(prefix, ""), rows);
    }

    private static Html mask(RunReport.Positions positions) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("sequences", Numbers.count(positions.sequences()));
        values.put("tokens", Numbers.count((double) positions.tokens()));
        values.put("intervened", Numbers.count((double) positions.intervened()));
        values.put("scored", Numbers.count((double) positions.scored()));
        values.put("ends", Numbers.count((double) positions.ends()));
        values.put("nonfinite", Numbers.count((double) positions.nonfinite()));
        values.put(
                "special",
                positions.special().stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
        values.put("skip_first", Numbers.count(positions.skipFirst()));
        values.put("vocabulary", Numbers.count(positions.vocabulary()));
        values.put("conventions", positions.conventions());
        values.put("rule", positions.rule());
        return new Html().paragraph(positions.rule()).add(pairs("Positions", values, "positions"));
    }

    private static Html batch(RunReport report) {
        Map<String, String> batch = new LinkedHashMap<>();
        batch.put("sequences", Numbers.count(report.batch().sequences()));
        batch.put("length", Numbers.count(report.batch().length()));
        batch.put("threads", Numbers.count(report.batch().threads()));
        Map<String, String> intervals = new LinkedHashMap<>();
        intervals.put("seed", Numbers.count((double) report.seed()));
        intervals.put("resamples", Numbers.count(report.bootstrap().resamples()));
        intervals.put("level", Double.toString(report.bootstrap().level()));
        intervals.put("unit", report.bootstrap().unit());
        intervals.put("units", Numbers.count(report.bootstrap().units()));
        intervals.put("comparisons", Numbers.count(report.bootstrap().comparisons()));
        return pairs("Settings of the computation", batch, "batch").add(pairs("Intervals", intervals, "bootstrap"));
    }

    private static Map<String, String> model(RunReport.Model model) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("backend", model.backend());
        values.put("architecture", model.architecture());
        values.put("vocabulary", Numbers.count(model.vocabulary()));
        if (model.context() != null) {
            values.put("context", Numbers.count(model.context()));
        }
        return values;
    }

    private static Html numericFloor(Topic topic) {
        RunReport.NumericFloor floor = topic.report().numericFloor();
        Html html = new Html()
                .paragraph(floor.what() + ": " + Numbers.count((double) floor.positions())
                        + " positions, largest difference of a logit "
                        + Numbers.number(floor.largestLogitDifference()) + ".");
        html.add(values(floor.figures(), topic, "Figures of the original against itself"));
        RunReport.Again again = floor.again();
        if (again != null) {
            html.paragraph(again.what() + ", backend " + again.backend() + ":");
            html.add(values(again.larger(), topic, "The larger of both floors"));
        }
        return html;
    }

    private static Html values(Map<String, Double> figures, Topic topic, String caption) {
        List<List<Html>> rows = new ArrayList<>();
        figures.forEach((name, value) ->
                rows.add(List.of(Html.code(name), Html.of(Numbers.number(value)), Html.of(topic.unit(name)))));
        return new Html().table(caption, List.of("figure", "value", "unit"), rows);
    }

    private static Html features(Topic topic) {
        List<List<Html>> rows = new ArrayList<>();
        for (Case of : topic.cases()) {
            ArmReport.Features features = of.intervention().features();
            ArmReport.Sinks sinks = of.intervention().sinks();
            if (features != null || sinks != null) {
                rows.add(List.of(
                        Html.of(of.label()),
                        Html.of(features == null ? "–" : Numbers.count(features.count())),
                        Html.of(features == null ? "–" : Numbers.count(features.alive())),
                        Html.of(features == null ? "–" : Numbers.count(features.dead())),
                        Html.of(features == null ? "" : density(features)),
                        Html.of(sinks == null ? "–" : Numbers.count(sinks.count()))));
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

    private static String density(ArmReport.Features features) {
        return features.density().entrySet().stream()
                .map(decade -> decade.getKey() + ":" + decade.getValue())
                .collect(Collectors.joining(", "));
    }

    private static Html pairsOfInterventions(Topic topic) {
        List<List<Html>> rows = new ArrayList<>();
        for (RunReport.Pair pair : topic.report().pairs()) {
            rows.add(List.of(
                    Html.of(pair.site()),
                    Html.of(pair.one() + " − " + pair.other()),
                    Html.code(pair.figure()),
                    Words.cell(pair.difference(), topic.unit(pair.figure())),
                    Html.of(verdict(pair)),
                    Html.of(Numbers.number(pair.detectableDifference()))));
        }
        return rows.isEmpty()
                ? new Html()
                : fold(
                        "Interventions against each other",
                        new Html()
                                .table(
                                        "Differences at the same positions; verdicts on the first of a pair, which"
                                                + " hold together with those on all others by the same figure (Holm 1979)",
                                        List.of("site", "pair", "figure", "difference", "verdict", "detectable"),
                                        rows));
    }

    private static String verdict(RunReport.Pair pair) {
        Verdict verdict = pair.verdict();
        return verdict == null
                ? "–"
                : verdict.word().inWords() + (verdict.reason() == null ? "" : ": " + verdict.reason());
    }

    private static Html figures(RunReport report) {
        List<List<Html>> rows = new ArrayList<>();
        report.figures()
                .forEach((name, info) -> rows.add(List.of(
                        Html.code(name),
                        Html.of(info.unit()),
                        Html.of(info.kind().name().toLowerCase(Locale.ROOT)),
                        Html.of(info.positions()),
                        Html.of(info.doc()))));
        return new Html().table("Figures", List.of("figure", "unit", "kind", "over positions", "what it is"), rows);
    }
}
