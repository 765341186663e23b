package org.noisefloor.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisefloor.core.summary.Contest;
import org.noisefloor.core.summary.Contest.Entrant;
import org.noisefloor.core.summary.Contest.Pair;
import org.noisefloor.core.summary.Estimate;

/** A {@link Contest} as text for the console, Markdown, a page of HTML, and JSON. */
public final class ContestTables {
    private final Contest contest;
    private final String rankedBy;
    private final String cost;
    private final String what;

    /** @param what was compared: sequences, positions and the mask, in a sentence */
    public ContestTables(Contest contest, String rankedBy, String cost, String what) {
        this.contest = contest;
        this.rankedBy = rankedBy;
        this.cost = cost;
        this.what = what;
    }

    private boolean hasCost() {
        return contest.ranked().stream().anyMatch(each -> each.cost() != null);
    }

    private List<String> header() {
        List<String> header = new ArrayList<>(List.of("", shown(rankedBy) + " [95 % interval]", "level with"));
        if (hasCost()) {
            header.addAll(List.of(cost, "frontier"));
        }
        contest.figures().stream()
                .filter(each -> !each.equals(rankedBy))
                .map(this::shown)
                .forEach(header::add);
        return header;
    }

    private String shown(String figure) {
        return contest.similarities().contains(figure) ? "1 − " + figure : figure;
    }

    private List<String> row(int place) {
        Entrant each = contest.ranked().get(place);
        List<String> row =
                new ArrayList<>(List.of((place + 1) + ". " + each.label(), estimate(each, rankedBy), levelWith(place)));
        if (hasCost()) {
            row.add(each.cost() == null ? "–" : Wording.number(each.cost().value()));
            row.add(each.onFrontier() ? "yes" : "");
        }
        contest.figures().stream()
                .filter(figure -> !figure.equals(rankedBy))
                .forEach(figure -> row.add(estimate(each, figure)));
        return row;
    }

    private static String estimate(Entrant entrant, String figure) {
        Estimate estimate = entrant.figures().get(figure);
        return estimate == null ? "–" : Wording.estimate(estimate);
    }

    /** The ranks of those that it is not distinguishable from. */
    private String levelWith(int place) {
        String ranks = pairs().filter(
                        pair -> !pair.isDistinguishable() && (pair.better() == place || pair.worse() == place))
                .map(pair -> String.valueOf(1 + (pair.better() == place ? pair.worse() : pair.better())))
                .collect(Collectors.joining(", "));
        return ranks.isEmpty() ? "–" : ranks;
    }

    private Stream<Pair> pairs() {
        return contest.pairs().stream().filter(pair -> pair.figure().equals(rankedBy));
    }

    private List<String> pairRow(Pair pair) {
        return List.of(
                (pair.worse() + 1) + " less " + (pair.better() + 1),
                Wording.estimate(pair.difference()),
                pair.isDistinguishable() ? "worse" : "not distinguishable",
                Wording.significant(pair.detectable(), 2));
    }

    private static List<String> pairHeader(String figure) {
        return List.of("", "difference in " + figure, "", "smallest that shows");
    }

    private String legend() {
        return "Ranked by " + rankedBy + ", least first. Level with: the ranks that the paired 95 % interval of the"
                + " difference does not tell apart from this one. Smallest that shows: 2.8 standard errors of the difference."
                + (hasCost() ? " Frontier: no other has both less " + rankedBy + " and no more " + cost + "." : "");
    }

    public String console(int width) {
        Columns ranking = new Columns().header(header());
        IntStream.range(0, contest.ranked().size()).forEach(place -> ranking.row(row(place)));
        Columns pairs = new Columns().header(pairHeader(shown(rankedBy)));
        pairs().forEach(pair -> pairs.row(pairRow(pair)));
        return Wording.wrapped(what, width) + "\n" + ranking.text(width) + "\n" + pairs.text(width) + "\n"
                + Wording.wrapped(legend(), width);
    }

    public String markdown() {
        return "# Interventions compared\n\n" + what + "\n\n"
                + markdown(
                        header(),
                        IntStream.range(0, contest.ranked().size())
                                .mapToObj(this::row)
                                .toList())
                + "\n"
                + markdown(
                        pairHeader(shown(rankedBy)), pairs().map(this::pairRow).toList())
                + "\n" + legend() + "\n";
    }

    private static String markdown(List<String> header, List<List<String>> rows) {
        UnaryOperator<String> cell = text -> text.replace("|", "\\|");
        StringBuilder text = new StringBuilder(line(header, cell));
        text.append("|---".repeat(header.size())).append("|\n");
        rows.forEach(row -> text.append(line(row, cell)));
        return text.toString();
    }

    private static String line(List<String> cells, UnaryOperator<String> escaped) {
        return cells.stream().map(escaped).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** One file, without scripts; light or dark as the reader's system is. */
    public String html() {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <title>noisefloor: interventions compared</title>
                <style>
                :root { color-scheme: light dark }
                body { font: 1rem/1.5 system-ui, sans-serif; max-width: 75rem; margin: 0 auto; padding: 1rem }
                div { overflow-x: auto }
                table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums }
                th, td { padding: .3rem .7rem; text-align: right; border-bottom: 1px solid #8886; white-space: nowrap }
                th:first-child, td:first-child { text-align: left }
                </style>
                <h1>Interventions compared</h1>
                <p>%s</p>
                <div tabindex="0" role="region" aria-label="Ranking">%s</div>
                <h2>Each two, on the same positions</h2>
                <div tabindex="0" role="region" aria-label="Differences">%s</div>
                <p>%s</p>
                """.formatted(
                escaped(what),
                html(
                        header(),
                        IntStream.range(0, contest.ranked().size())
                                .mapToObj(this::row)
                                .toList()),
                html(pairHeader(shown(rankedBy)), pairs().map(this::pairRow).toList()),
                escaped(legend()));
    }

    private static String html(List<String> header, List<List<String>> rows) {
        return "<table><thead>" + html(header, "th") + "</thead><tbody>"
                + rows.stream().map(row -> html(row, "td")).collect(Collectors.joining()) + "</tbody></table>";
    }

    private static String html(List<String> cells, String tag) {
        return cells.stream()
                .map(cell -> "<" + tag + ">" + escaped(cell) + "</" + tag + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** All figures, and all pairs of all figures. */
    public Map<String, Object> json() {
        return new Tree()
                .put("format", "noisefloor-comparison")
                .put("version", 1)
                .put("what", what)
                .put("ranked_by", rankedBy)
                .put("ranking", contest.ranked().stream().map(this::plain).toList())
                .put("pairs", contest.pairs().stream().map(ContestTables::plain).toList())
                .map();
    }

    private Map<String, Object> plain(Entrant each) {
        Tree figures = new Tree();
        each.figures().forEach((name, estimate) -> figures.put(name, plain(estimate)));
        return new Tree()
                .put("run", each.run())
                .put("site", each.arm().site())
                .put("intervention", each.arm().name())
                .put("figures", figures.map())
                .unlessNull(cost, each.cost() == null ? null : plain(each.cost()))
                .put("on_frontier", each.onFrontier())
                .map();
    }

    private static Map<String, Object> plain(Pair pair) {
        return new Tree()
                .put("better", pair.better() + 1)
                .put("worse", pair.worse() + 1)
                .put("figure", pair.figure())
                .put("difference", plain(pair.difference()))
                .put("distinguishable", pair.isDistinguishable())
                .number("detectable_difference", pair.detectable())
                .map();
    }

    private static Map<String, Object> plain(Estimate estimate) {
        return new Tree()
                .number("value", estimate.value())
                .number("low", estimate.low())
                .number("high", estimate.high())
                .unlessNull("missing", estimate.missing())
                .map();
    }
}
