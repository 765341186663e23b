package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.text.Numbers;
import org.noisefloor.files.words.SurenessWords;

/** What was run, in a few lines: model, interventions, text, when, and what came of the gate. */
final class Ran {
    /** More would push the answer off the screen. */
    private static final int FEW_WARNINGS = 2;

    private final RunReport report;
    private final Map<String, Object> provenance;

    private Ran(RunResult run) {
        this.report = run.report();
        this.provenance = run.provenance();
    }

    static Html of(RunResult run) {
        Ran ran = new Ran(run);
        Html html = new Html().open("dl", "class", "ran");
        ran.lines()
                .forEach((name, text) ->
                        html.open("div").element("dt", name).element("dd", text).close());
        return html.closeLine().add(ran.gate()).add(ran.warnings());
    }

    private Map<String, String> lines() {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put(
                "Model",
                joined(
                        report.model().architecture(),
                        text("model", "path"),
                        "run by " + report.model().backend()));
        String interventions = interventions();
        if (!interventions.isEmpty()) {
            lines.put("What replaces an activation", interventions);
        }
        lines.put(
                "Text",
                joined(
                        text("corpus", "path"),
                        Numbers.count(report.positions().sequences()) + " sequences of "
                                + Numbers.count(report.bootstrap().units()) + " "
                                + report.bootstrap().unit()
                                + (report.bootstrap().units() == 1 ? "" : "s"),
                        Numbers.count((double) report.positions().scored()) + " positions"));
        if (report.until() != null) {
            lines.put(
                    "How sure",
                    SurenessWords.of(report.until(), report.positions().sequences()));
        }
        String date = provenance.getOrDefault("started", "").toString();
        if (date.length() >= "2026-01-31T12:00".length()) {
            lines.put(
                    "When",
                    joined(
                            date.substring(0, 16).replace('T', ' ') + " UTC",
                            "noisefloor " + provenance.get("noisefloor")));
        }
        return lines;
    }

    private static String joined(String... parts) {
        return String.join(
                " · ", Stream.of(parts).filter(part -> !part.isEmpty()).toList());
    }

    private String text(String section, String key) {
        return provenance.get(section) instanceof Map<?, ?> of && of.get(key) != null
                ? of.get(key).toString()
                : "";
    }

    /** Each intervention once, with what it is as far as its files say. */
    private String interventions() {
        Set<String> all = new LinkedHashSet<>();
        report.sites()
                .forEach(site -> site.interventions()
                        .forEach(arm -> all.add(arm.name() + details(arm.name() + " at " + site.name()))));
        return String.join(", ", all);
    }

    private String details(String arm) {
        if (provenance.get("interventions") instanceof List<?> made) {
            for (Object each : made) {
                if (each instanceof Map<?, ?> one
                        && arm.equals(one.get("arm"))
                        && one.get("made_from") instanceof Map<?, ?> from) {
                    List<String> parts = new ArrayList<>();
                    Stream.of("layout", "architecture")
                            .filter(from::containsKey)
                            .forEach(key -> parts.add(String.valueOf(from.get(key))));
                    if (from.get("d_sae") instanceof Number features) {
                        parts.add(Numbers.count(features.doubleValue()) + " features");
                    }
                    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
                }
            }
        }
        return "";
    }

    private Html gate() {
        List<RunReport.GateOutcome> gate = report.gate();
        if (gate == null || gate.isEmpty()) {
            return new Html();
        }
        List<RunReport.GateOutcome> violated =
                gate.stream().filter(outcome -> !outcome.holds()).toList();
        if (violated.isEmpty()) {
            return new Html().paragraph("✓ Gate: all " + gate.size() + " conditions hold.", "class", "gate holds");
        }
        Html html = new Html()
                .open("div", "class", "gate violated")
                .element("strong", "✗ Gate: " + violated.size() + " of " + gate.size() + " conditions do not hold.")
                .open("ul");
        violated.forEach(outcome -> html.element(
                "li",
                outcome.condition() + ", for " + outcome.intervention() + " at " + outcome.site() + ": "
                        + (outcome.missing() == null
                                ? "it is " + Numbers.number(outcome.value())
                                : "no value, since " + outcome.missing())));
        return html.close().closeLine();
    }

    private Html warnings() {
        List<String> warnings = report.warnings();
        Html list = new Html();
        warnings.forEach(warning -> list.paragraph("Warning: " + warning + ".", "class", "warning"));
        return warnings.size() <= FEW_WARNINGS
                ? list
                : new Html()
                        .open("details", "class", "warnings")
                        .element("summary", "⚠ " + warnings.size() + " warnings", "class", "warning")
                        .add(list)
                        .closeLine();
    }
}
