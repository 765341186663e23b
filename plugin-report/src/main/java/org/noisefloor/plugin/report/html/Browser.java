package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.ScoredPosition;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.text.HtmlText;
import org.noisefloor.files.text.Numbers;
import org.noisefloor.plugin.report.html.Selection.Chosen;
import org.noisefloor.plugin.report.html.Selection.Ranking;

/** Single positions in their text, with what the model expected before and after. */
final class Browser {
    private final Topic topic;
    private final RunResult run;
    private final int context;
    private final Selection selection;
    private final List<String> classes;

    Browser(Topic topic, RunResult run, HtmlOptions options) {
        this.topic = topic;
        this.run = run;
        this.context = options.context();
        try (Stream<ScoredPosition> positions = run.positions()) {
            this.selection = Selection.of(positions, options.positions(), topic.main());
        }
        Set<String> names = new TreeSet<>();
        for (Case of : topic.cases()) {
            selection
                    .chosen(of.site(), of.intervention().name())
                    .forEach(chosen -> chosen.position()
                            .classes()
                            .forEach((stratifier, name) -> names.add(Selection.inClass(stratifier, name))));
        }
        this.classes = List.copyOf(names);
    }

    Html html() {
        Html html = new Html();
        if (selection.isEmpty()) {
            return html.paragraph("The run left no single positions.", "class", "absent");
        }
        html.paragraph(
                "Each position stands in its text: the tokens before it, the position itself, and the correct token that"
                        + " follows. Tokens are shown with ␣ for a leading space and ↵ for a line feed; what cannot be seen is written as its code.");
        html.paragraph(
                "They were selected for what happened at them, so they are no sample: their figures say nothing of other positions,"
                        + " and noise too has its worst positions.",
                "class",
                "note");
        html.open("dl", "class", "lists");
        for (Ranking ranking : Ranking.values()) {
            html.element("dt", ranking.title).element("dd", ranking.order);
        }
        html.closeLine().add(filters());
        for (Case of : topic.cases()) {
            html.add(list(of));
        }
        return html.paragraph("No position is in this list and class.", "class", "none", "hidden", "");
    }

    private Html filters() {
        Html form =
                new Html().open("form", "class", "filters", "hidden", "", "aria-label", "Which positions are shown");
        List<String> sites = topic.cases().stream().map(Case::site).distinct().toList();
        List<String> interventions = topic.cases().stream()
                .map(of -> of.intervention().name())
                .distinct()
                .toList();
        select(form, "site", "Site", sites, sites);
        select(form, "arm", "Intervention", interventions, interventions);
        Ranking[] rankings = Ranking.values();
        form.open("label").text("List ").open("select", "name", "list");
        for (Ranking each : rankings) {
            form.element("option", each.title, "value", Integer.toString(each.ordinal()), "data-of", each.ofThem);
        }
        form.close().close();
        List<String> values = new ArrayList<>(List.of("all"));
        List<String> titles = new ArrayList<>(List.of("all"));
        for (int i = 0; i < classes.size(); i++) {
            values.add(Integer.toString(i));
            titles.add(classes.get(i));
        }
        select(form, "class", "Class", values, titles);
        form.element("output", "", "aria-live", "polite");
        return form.closeLine();
    }

    private static void select(Html form, String name, String label, List<String> values, List<String> titles) {
        form.open("label").text(label + " ").open("select", "name", name);
        for (int i = 0; i < values.size(); i++) {
            form.element("option", titles.get(i), "value", values.get(i));
        }
        form.close().close();
    }

    private Html list(Case of) {
        String site = of.site();
        String name = of.intervention().name();
        List<Chosen> chosen = selection.chosen(site, name);
        String counts = Stream.of(Ranking.values())
                .map(ranking -> ranking.title + " "
                        + chosen.stream()
                                .filter(each -> each.ranks().containsKey(ranking))
                                .count() + " of "
                        + Numbers.count((double) selection.eligible(site, name, ranking))
                        + (ranking == Ranking.ABOVE ? stillAbove(chosen) : ""))
                .collect(Collectors.joining("; "));
        Html html = new Html()
                .open(
                        "details",
                        "class",
                        "positions",
                        "data-site",
                        site,
                        "data-arm",
                        name,
                        "data-all",
                        inAll(site, name))
                .element("summary", of.label() + ": " + chosen.size() + " positions")
                .paragraph(Answer.capital(counts) + ".", "class", "note")
                .open("ol");
        chosen.forEach(each -> html.add(entry(each)));
        return html.close().closeLine();
    }

    /** How many were picked by more than luck. */
    private String stillAbove(List<Chosen> chosen) {
        List<Chosen> picked = chosen.stream()
                .filter(each -> each.ranks().containsKey(Ranking.ABOVE))
                .toList();
        return picked.isEmpty()
                ? ""
                : ", of which "
                        + picked.stream()
                                .filter(each -> selection.isStillAbove(each.position()))
                                .count()
                        + " are above it by the other half of the draws too";
    }

    /** How many positions could have been in each list, in all and by class, as JSON for the filters. */
    private String inAll(String site, String name) {
        List<String> lists = new ArrayList<>();
        for (Ranking ranking : Ranking.values()) {
            Map<String, Long> byClass = selection.eligibleByClass(site, name, ranking);
            StringBuilder counts = new StringBuilder("{\"all\":").append(selection.eligible(site, name, ranking));
            for (int i = 0; i < classes.size(); i++) {
                counts.append(",\"").append(i).append("\":").append(byClass.getOrDefault(classes.get(i), 0L));
            }
            lists.add(counts.append('}').toString());
        }
        return lists.stream().collect(Collectors.joining(",", "[", "]"));
    }

    private Html entry(Chosen chosen) {
        ScoredPosition at = chosen.position();
        String lists = chosen.ranks().entrySet().stream()
                .map(each -> each.getKey().ordinal() + ":" + each.getValue())
                .collect(Collectors.joining(" "));
        String in = at.classes().entrySet().stream()
                .map(each -> Integer.toString(classes.indexOf(Selection.inClass(each.getKey(), each.getValue()))))
                .sorted()
                .collect(Collectors.joining(" "));
        Html html = new Html().open("li", "data-l", lists, "data-k", in).open("p", "class", "x", "dir", "ltr");
        int[] tokens = run.tokens(at.sequence());
        int from = Math.max(0, at.position() - context);
        StringBuilder before = new StringBuilder(from > 0 ? "…" : "");
        for (int i = from; i < at.position(); i++) {
            before.append(run.text(tokens[i]));
        }
        html.open("bdi", "dir", HtmlText.direction(before.toString()))
                .markup(HtmlText.token(before.toString()))
                .close();
        html.markup("<mark><bdi>" + HtmlText.token(run.text(at.token())) + "</bdi></mark>");
        html.markup("<ins><bdi>" + HtmlText.token(run.text(at.target())) + "</bdi></ins>")
                .close();
        html.element("p", facts(at, chosen.ranks().containsKey(Ranking.ABOVE)), "class", "f");
        html.add(likely("before", at.before(), at.target())).add(likely("after", at.after(), at.target()));
        html.element("p", places(chosen.ranks()), "class", "r");
        return html.closeLine();
    }

    /** @param picked whether it is here for standing out against half of a floor's draws, so that the other half is told */
    private String facts(ScoredPosition at, boolean picked) {
        StringBuilder facts = new StringBuilder();
        double own = at.values().getOrDefault(topic.main(), Double.NaN);
        if (!Double.isNaN(own)) {
            facts.append(topic.mainInWords()).append(' ').append(Numbers.number(own));
            ScoredPosition.Draws floor = selection.floor(at);
            if (!Double.isNaN(floor.mean())) {
                facts.append(", ")
                        .append(at.floors().keySet().iterator().next())
                        .append(' ');
                selection
                        .halves(at)
                        .filter(halves -> picked)
                        .ifPresentOrElse(
                                halves -> facts.append(Numbers.number(halves.telling()))
                                        .append(" (above ")
                                        .append(halves.below())
                                        .append(" of the ")
                                        .append(halves.draws())
                                        .append(" draws that did not pick it)"),
                                () -> facts.append(Numbers.number(floor.mean()))
                                        .append(" (above ")
                                        .append(floor.below())
                                        .append(" of ")
                                        .append(floor.draws())
                                        .append(" draws)"));
            }
            facts.append(" · ");
        }
        facts.append("correct token ")
                .append(probability(at.probabilityBefore()))
                .append(" → ")
                .append(probability(at.probabilityAfter()));
        at.classes().values().stream()
                .distinct()
                .forEach(name -> facts.append(" · ").append(name));
        return facts.append(" · sequence ")
                .append(at.sequence())
                .append(", position ")
                .append(at.position())
                .toString();
    }

    private Html likely(String title, List<ScoredPosition.Likely> tokens, int correct) {
        Html html = new Html().open("p", "class", "t").element("b", title);
        for (ScoredPosition.Likely each : tokens) {
            String shown = run.text(each.token());
            String token = shown.startsWith(" ") ? "␣" + shown.substring(1) : shown;
            html.markup(each.token() == correct ? " <bdi class=\"y\">" : " <bdi>")
                    .markup(HtmlText.token(token))
                    .markup("</bdi> ")
                    .text(probability(each.probability()));
        }
        return html.close();
    }

    /** Three decimals at most: a probability of 0.9996 is not 1. */
    private static String probability(double p) {
        return p >= 0.0005 && p < 0.9995 ? Numbers.fixed(p, 3) : p >= 0.9995 ? "> 0.999" : p == 0 ? "0" : "< 0.001";
    }

    private static String places(Map<Ranking, Integer> ranks) {
        return ranks.entrySet().stream()
                .map(each -> each.getKey().title + " #" + each.getValue())
                .collect(Collectors.joining(" · "));
    }
}
