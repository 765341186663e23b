package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.Verdict.Word;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.words.Compared;
import org.noisefloor.files.words.FloorWords;

/** The answer at a glance: a row for each intervention at each site, a column for each floor, a word and a ratio in each cell. */
final class Grid {
    private final Topic topic;
    private final String main;
    private final List<Compared> rows;
    private final Map<String, ArmReport> floors = new LinkedHashMap<>();

    private Grid(Topic topic) {
        this.topic = topic;
        this.main = topic.main();
        this.rows = Compared.all(topic.report());
        for (String floor : Compared.floors(rows)) {
            Compared.anywhere(rows, floor).ifPresent(arm -> floors.put(floor, arm));
        }
    }

    /** Empty if there is nothing to judge, or nothing to judge it by. */
    static Html of(Topic topic) {
        return topic.cases().isEmpty() || topic.main().isEmpty() ? new Html() : new Grid(topic).html();
    }

    private Html html() {
        String measure = topic.mainInWords();
        String unit = Overview.ofUnit(topic.unit(main));
        String caption = measure + " against each kind of noise: a verdict and the multiple";
        Html html = new Html()
                .open("div", "class", "scroll grid", "tabindex", "0", "role", "region", "aria-label", caption)
                .open("table", "style", "--columns: " + (floors.size() + 1))
                .open("thead")
                .open("tr")
                .element("th", "", "scope", "col")
                .element("th", measure + unit, "scope", "col", "title", "mean over positions, with its interval");
        floors.values()
                .forEach(floor -> html.open("th", "scope", "col", "title", FloorWords.named(floor))
                        .text("against " + FloorWords.shortly(floor))
                        .close());
        html.close().close().open("tbody");
        for (Case of : topic.cases()) {
            html.open("tr")
                    .open("th", "scope", "row", "title", of.intervention().name() + " at " + of.site());
            html.text(of.label()).close();
            html.add(cost(of));
            floors.keySet().forEach(floor -> html.add(cell(of, floor)));
            html.closeLine();
        }
        return html.close().close().closeLine().add(notes());
    }

    /** Why there is no value, or no interval, is told to who points at it, and with the site below. */
    private Html cost(Case of) {
        Estimate cost = Arms.figure(of.intervention(), main);
        Html cell = new Html().open("td", "title", Words.missing(cost));
        if (!cost.isDefined()) {
            return cell.text("–").close();
        }
        return cell.add(Words.cell(
                        Estimate.of(cost.value(), cost.low(), cost.high()).withDrawError(cost.drawError()),
                        topic.unit(main)))
                .close();
    }

    private Html cell(Case of, String floor) {
        Optional<FloorContrast> contrast = of.intervention().against(floor, main);
        Verdict verdict = contrast.map(FloorContrast::verdict).orElse(null);
        if (verdict == null) {
            return new Html().element("td", "–", "title", "not compared");
        }
        Estimate ratio = contrast.map(FloorContrast::ratio).orElse(Words.ABSENT);
        Html cell = new Html()
                .open("td", "class", "v " + kind(verdict.word()), "title", inFull(of, floor, verdict))
                .markup(icon(verdict.word()))
                .element("strong", verdict.word().inWords());
        if (ratio.isDefined()) {
            String words = Words.multiple(ratio);
            int interval = words.indexOf(" [");
            cell.text(" ").open("span", "class", "times").text(interval < 0 ? words : words.substring(0, interval));
            if (interval >= 0) {
                cell.text(" ").element("i", words.substring(interval + 1));
            }
            cell.close();
        }
        return cell.close();
    }

    private String inFull(Case of, String floor, Verdict verdict) {
        FloorContrast contrast = of.intervention().against(floor, main).orElseThrow();
        String unit = topic.unit(main);
        String reason = verdict.reason() == null ? "" : " since " + verdict.reason();
        return of.intervention().name() + " at " + of.site() + " against " + floor + ": "
                + verdict.word().inWords() + reason + "; excess "
                + Words.of(contrast.excess(), unit) + Overview.withUnit(unit);
    }

    /** What marks, brackets and ids mean, and why a verdict is unknown. */
    private Html notes() {
        Html html = new Html().open("ul", "class", "legend verdicts");
        for (Word word : Word.values()) {
            boolean occurs = topic.cases().stream()
                    .anyMatch(of -> floors.keySet().stream()
                            .flatMap(floor -> of.verdict(floor, main).stream())
                            .anyMatch(verdict -> verdict.word() == word));
            if (occurs) {
                html.open("li", "class", kind(word))
                        .markup(icon(word))
                        .text(meaning(word))
                        .close();
            }
        }
        html.closeLine();
        reasons()
                .forEach((reason, where) -> html.paragraph(
                        Answer.capital(reason.getKey().inWords()) + " for " + String.join(", ", where) + ": "
                                + reason.getValue() + ".",
                        "class",
                        "note"));
        if (!floors.isEmpty()) {
            html.open("p", "class", "note")
                    .text("[ ]: " + topic.level()
                            + " interval (beside a verdict, of the multiple), over "
                            + topic.units() + "; above 1 the intervention does more than the noise. " + together());
            floors.values()
                    .forEach(floor -> html.element("code", floor.name())
                            .text(": " + FloorWords.whole(floor)
                                    + FloorWords.calibration(Compared.everywhere(rows, floor.name()))
                                    + ". "));
            if (floors.size() > 1) {
                html.text("None of them is the right one, each asks another question: a verdict goes with its noise.");
            }
            html.closeLine();
        }
        return html;
    }

    /** Why a verdict is unknown, or not told apart although its own interval would, with where it is so. */
    private Map<Map.Entry<Word, String>, List<String>> reasons() {
        Map<Map.Entry<Word, String>, List<String>> reasons = new LinkedHashMap<>();
        for (Case of : topic.cases()) {
            for (ArmReport floor : floors.values()) {
                Verdict verdict = of.verdict(floor.name(), main).orElse(null);
                if (verdict != null && verdict.reason() != null) {
                    reasons.computeIfAbsent(Map.entry(verdict.word(), verdict.reason()), key -> new ArrayList<>())
                            .add(of.label() + " against " + FloorWords.shortly(floor));
                }
            }
        }
        return reasons;
    }

    /** {@code The 18 verdicts hold together at 95 %}. */
    private String together() {
        RunReport.Bootstrap bootstrap = topic.report().bootstrap();
        return bootstrap.comparisons() < 2
                ? ""
                : "The " + bootstrap.comparisons() + " verdicts by " + topic.mainInWords() + " hold together at "
                        + topic.level() + " (Holm 1979), each interval for itself. ";
    }

    private static String meaning(Word word) {
        return switch (word) {
            case WORSE -> "worse: more damage than that noise";
            case MILDER -> "milder: less damage than that noise";
            case NOT_TOLD_APART -> "not told apart: no difference is shown";
            case LEVEL -> "level within arithmetic: no more than rounding can do";
            case UNKNOWN -> "unknown: no interval to judge by";
        };
    }

    private static String kind(Word word) {
        return switch (word) {
            case WORSE -> "worse";
            case MILDER -> "milder";
            case NOT_TOLD_APART, LEVEL -> "same";
            case UNKNOWN -> "unknown";
        };
    }

    /** Told by its shape as well as by its colour. */
    private static String icon(Word word) {
        String path = switch (word) {
            case WORSE -> "M0-5 5 4H-5Z";
            case MILDER -> "M0 5 5-4H-5Z";
            case NOT_TOLD_APART -> "M-5 0-2-4V-1H2V-4L5 0 2 4V1H-2V4Z";
            case LEVEL -> "M-5-3H5V-1H-5ZM-5 1H5V3H-5Z";
            case UNKNOWN -> "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0ZM-2 0a2 2 0 1 1 4 0a2 2 0 1 1-4 0Z";
        };
        return "<svg viewBox=\"-6 -6 12 12\" aria-hidden=\"true\"><path d=\"" + path
                + "\" fill=\"currentColor\" fill-rule=\"evenodd\"/></svg>";
    }
}
