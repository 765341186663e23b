package org.noisefloor.core.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.core.summary.Ranking;
import org.noisefloor.core.summary.Ranking.Candidate;
import org.noisefloor.core.summary.Ranking.Pair;
import org.noisefloor.core.summary.Ranking.TwoOriginals;
import org.noisefloor.files.text.HtmlText;
import org.noisefloor.files.text.Markdown;
import org.noisefloor.files.text.PlainNumbers;

/** A {@link Ranking} as text for the console, Markdown, a page of HTML, and JSON. */
public final class RankingTables {
    private final Ranking ranking;
    private final String rankedBy;
    private final String cost;
    private final String what;

    /** @param what was compared: sequences, positions and the mask, in a sentence */
    public RankingTables(Ranking ranking, String rankedBy, String cost, String what) {
        this.ranking = ranking;
        this.rankedBy = rankedBy;
        this.cost = cost;
        this.what = what;
    }

    private boolean hasCost() {
        return ranking.ranked().stream().anyMatch(each -> each.cost() != null);
    }

    private List<String> header() {
        List<String> header = new ArrayList<>(List.of("", shown(rankedBy) + " [95 % interval]", "level with"));
        if (hasCost()) {
            header.addAll(List.of(cost, "frontier"));
        }
        ranking.figures().stream()
                .filter(each -> !each.equals(rankedBy))
                .map(this::shown)
                .forEach(header::add);
        return header;
    }

    private String shown(String figure) {
        return ranking.similarities().contains(figure) ? "1 − " + figure : figure;
    }

    private List<String> row(int place) {
        Candidate each = ranking.ranked().get(place);
        List<String> row =
                new ArrayList<>(List.of((place + 1) + ". " + each.label(), estimate(each, rankedBy), levelWith(place)));
        if (hasCost()) {
            row.add(each.cost() == null ? "–" : PlainNumbers.number(each.cost().value()));
            row.add(each.onFrontier() ? "yes" : "");
        }
        ranking.figures().stream()
                .filter(figure -> !figure.equals(rankedBy))
                .forEach(figure -> row.add(estimate(each, figure)));
        return row;
    }

    private static String estimate(Candidate candidate, String figure) {
        Estimate estimate = candidate.figures().get(figure);
        return estimate == null ? "–" : Wording.estimate(estimate);
    }

    /** The ranks of those that it is not told apart from, and of which that is arithmetic alone. */
    private String levelWith(int place) {
        String ranks = pairs().filter(
                        pair -> !pair.isDistinguishable() && (pair.better() == place || pair.worse() == place))
                .map(pair -> 1
                        + (pair.better() == place ? pair.worse() : pair.better())
                        + (pair.verdict().word() == Verdict.Word.LEVEL ? " (arithmetic)" : ""))
                .collect(Collectors.joining(", "));
        return ranks.isEmpty() ? "–" : ranks;
    }

    private Stream<Pair> pairs() {
        return ranking.pairs().stream().filter(pair -> pair.figure().equals(rankedBy));
    }

    private List<String> pairRow(Pair pair) {
        return List.of(
                (pair.worse() + 1) + " less " + (pair.better() + 1),
                Wording.estimate(pair.difference()),
                verdict(pair),
                PlainNumbers.significant(pair.arithmetic(), 2),
                PlainNumbers.significant(pair.detectable(), 2));
    }

    private static String verdict(Pair pair) {
        Verdict verdict = pair.verdict();
        return verdict.reason() == null
                ? verdict.word().inWords()
                : verdict.word().inWords() + ": " + verdict.reason();
    }

    private static List<String> pairHeader(String figure) {
        return List.of("", "difference in " + figure, "", "arithmetic", "smallest that shows");
    }

    /** Each sentence a paragraph. */
    private List<String> legend() {
        List<String> legend = new ArrayList<>();
        int comparisons = ranking.comparisons(rankedBy);
        legend.add("Ranked by " + shown(rankedBy)
                + ", least first. Level with: the ranks that are not told apart from this one"
                + (comparisons > 1
                        ? "; the " + comparisons
                                + " verdicts on pairs hold together at 95 % (Holm 1979), each interval for" + " itself."
                        : "."));
        legend.add("Arithmetic: how far rounding alone could move the difference; what lies within it is level, and no"
                + " damage. Smallest that shows: 2.8 standard errors of the difference, more where documents are few.");
        if (hasCost()) {
            legend.add("Frontier: no other has both less " + shown(rankedBy) + ", beyond arithmetic, and no more "
                    + cost + ".");
        }
        legend.addAll(originals());
        return legend;
    }

    private List<String> originals() {
        List<String> sentences = new ArrayList<>();
        ranking.originals().stream()
                .filter(TwoOriginals::isOneModel)
                .max(Comparator.comparingDouble(TwoOriginals::kl))
                .ifPresent(
                        most -> sentences.add("The same model is computed in more than one way here: the originals of "
                                + most.one() + " and " + most.other() + " differ by about "
                                + PlainNumbers.significant(most.kl(), 2) + " nats of KL."));
        ranking.originals().stream()
                .filter(each -> !each.isOneModel())
                .forEach(each -> sentences.add("The originals of " + each.one() + " and " + each.other()
                        + " differ by about " + PlainNumbers.significant(each.kl(), 2)
                        + " nats of KL: two models, so no difference between them is taken for arithmetic."));
        return sentences;
    }

    public String console(int width) {
        Columns table = new Columns().header(header());
        IntStream.range(0, ranking.ranked().size()).forEach(place -> table.row(row(place)));
        Columns pairs = new Columns().header(pairHeader(shown(rankedBy)));
        pairs().forEach(pair -> pairs.row(pairRow(pair)));
        return Wording.wrapped(what, width) + "\n" + table.text(width) + "\n" + pairs.text(width) + "\n"
                + legend().stream().map(line -> Wording.wrapped(line, width)).collect(Collectors.joining());
    }

    public String markdown() {
        return "# Interventions compared\n\n" + what + "\n\n"
                + Markdown.table(
                        header(),
                        IntStream.range(0, ranking.ranked().size())
                                .mapToObj(this::row)
                                .toList())
                + "\n"
                + Markdown.table(
                        pairHeader(shown(rankedBy)), pairs().map(this::pairRow).toList())
                + "\n" + String.join("\n\n", legend()) + "\n";
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
                .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%%, 22rem), 1fr)); gap: 1rem 2rem; overflow: visible }
                figure { margin: 0 } figcaption { font-weight: 600; margin-bottom: .4rem }
                .vl { padding: 8px 26px 0 0; overflow: visible } .vl svg { display: block; width: 100%%; overflow: visible }
                .vl svg svg { width: auto } .vl svg svg[viewBox] { width: 100%% }
                .vl text { font-size: 12px; fill: currentColor } .vl .grid { stroke-opacity: .25 }
                .legend { display: flex; flex-wrap: wrap; gap: .2rem 1rem; list-style: none; padding: 0; margin: 0; font-size: .87rem }
                .legend svg { width: 12px; height: 12px; margin-right: .35rem }
                </style>
                <h1>Interventions compared</h1>
                <p>%s</p>
                %s
                <div tabindex="0" role="region" aria-label="Ranking">%s</div>
                <h2>Each two, on the same positions</h2>
                <div tabindex="0" role="region" aria-label="Differences">%s</div>
                %s
                """.formatted(
                HtmlText.escaped(what),
                new RankingPlot(ranking, rankedBy, shown(rankedBy), cost).html(),
                html(
                        header(),
                        IntStream.range(0, ranking.ranked().size())
                                .mapToObj(this::row)
                                .toList()),
                html(pairHeader(shown(rankedBy)), pairs().map(this::pairRow).toList()),
                legend().stream()
                        .map(line -> "<p>" + HtmlText.escaped(line) + "</p>")
                        .collect(Collectors.joining("\n")));
    }

    private static String html(List<String> header, List<List<String>> rows) {
        return "<table><thead>" + html(header, "th") + "</thead><tbody>"
                + rows.stream().map(row -> html(row, "td")).collect(Collectors.joining()) + "</tbody></table>";
    }

    private static String html(List<String> cells, String tag) {
        return cells.stream()
                .map(cell -> "<" + tag + ">" + HtmlText.escaped(cell) + "</" + tag + ">")
                .collect(Collectors.joining("", "<tr>", "</tr>"));
    }

    /** All figures, and all pairs of all figures. */
    public Map<String, Object> json() {
        return new Tree()
                .put("format", "noisefloor-comparison")
                .put("version", 2)
                .put("what", what)
                .put("ranked_by", rankedBy)
                .put("comparisons", ranking.comparisons(rankedBy))
                .put(
                        "originals",
                        ranking.originals().stream().map(RankingTables::plain).toList())
                .put("ranking", ranking.ranked().stream().map(this::plain).toList())
                .put("pairs", ranking.pairs().stream().map(RankingTables::plain).toList())
                .map();
    }

    private Map<String, Object> plain(Candidate each) {
        return new Tree()
                .put("run", each.run())
                .put("site", each.arm().site())
                .put("intervention", each.arm().name())
                .put("figures", each.figures())
                .unlessNull(cost, each.cost())
                .put("on_frontier", each.onFrontier())
                .map();
    }

    private static Map<String, Object> plain(TwoOriginals each) {
        return new Tree()
                .put("one", each.one())
                .put("other", each.other())
                .number("kl", each.kl())
                .put("one_model", each.isOneModel())
                .map();
    }

    private static Map<String, Object> plain(Pair pair) {
        return new Tree()
                .put("better", pair.better() + 1)
                .put("worse", pair.worse() + 1)
                .put("figure", pair.figure())
                .put("difference", pair.difference())
                .number("arithmetic", pair.arithmetic())
                .put("verdict", pair.verdict())
                .put("distinguishable", pair.isDistinguishable())
                .number("detectable_difference", pair.detectable())
                .map();
    }
}
