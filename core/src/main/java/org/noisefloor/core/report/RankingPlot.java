package org.noisefloor.core.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.core.summary.Ranking;
import org.noisefloor.core.summary.Ranking.Candidate;
import org.noisefloor.files.plot.Axis;
import org.noisefloor.files.plot.Drawing;
import org.noisefloor.files.plot.Ends;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.plot.Series;

/**
 * A {@link Ranking} as pictures: every candidate with its interval, and damage against cost where costs are told. Candidates are
 * called by their ranks, which have room everywhere; who points at a mark reads the name, and so does the table below.
 */
final class RankingPlot {
    private static final int ROW = 24;
    private static final int MARGIN = 58;
    private static final int HEIGHT = 260;
    /** Where the largest cost is so many times the least, costs are told by their logarithms. */
    private static final double WIDE = 8;

    /** Costs that differ by less are one cost to the eye, and have no frontier to draw. */
    private static final double SAME = 1e-3;

    private static final List<Series> SERIES = Series.of(List.of("on the frontier", "beaten in both"));
    private static final Series ONLY = Series.of(List.of("")).get(0);

    private final String figure;
    private final String shown;
    private final String cost;
    private final List<Candidate> ranked;

    /** @param shown what the figure is called: of a similarity S, 1 − S */
    RankingPlot(Ranking ranking, String figure, String shown, String cost) {
        this.figure = figure;
        this.shown = shown;
        this.cost = cost;
        this.ranked = ranking.ranked();
    }

    private Estimate damage(int place) {
        return ranked.get(place).figures().getOrDefault(figure, Estimate.undefined("not measured"));
    }

    private List<Integer> drawn() {
        return IntStream.range(0, ranked.size())
                .filter(place -> damage(place).isFinite())
                .boxed()
                .toList();
    }

    private List<Integer> costed() {
        return drawn().stream().filter(place -> Double.isFinite(cost(place))).toList();
    }

    private boolean costsDiffer() {
        DoubleSummaryStatistics costs =
                costed().stream().mapToDouble(this::cost).summaryStatistics();
        return costs.getCount() > 1 && costs.getMax() - costs.getMin() > SAME * Math.abs(costs.getMax());
    }

    /** Empty where nothing is finite. */
    Html html() {
        Html html = new Html();
        if (drawn().isEmpty()) {
            return html;
        }
        html.open("div", "class", "plots").add(intervals());
        if (costsDiffer()) {
            html.add(frontier());
        }
        return html.closeLine();
    }

    private Html intervals() {
        List<Integer> places = drawn();
        Axis axis = Axis.around(
                ends(places, Ends::low).min().orElse(0),
                ends(places, Ends::high).max().orElse(1));
        Drawing drawing =
                new Drawing(MARGIN, places.size() * ROW, shown + " of each, with its 95 % interval").below(axis);
        for (int row = 0; row < places.size(); row++) {
            Estimate damage = damage(places.get(row));
            double y = ROW * (row + 0.5);
            drawing.textLeft(y, places.get(row) + 1 + ".")
                    .across(axis.at(Ends.low(damage)), axis.at(Ends.high(damage)), y, ONLY)
                    .mark(axis.at(damage.value()), y, ONLY, tip(places.get(row)));
        }
        return figure(shown + " by rank, with 95 % intervals", drawing);
    }

    /** Costs are means over all positions with intervals too narrow to be seen; the picture claims none. */
    private Html frontier() {
        List<Integer> places = costed();
        double least = places.stream().mapToDouble(this::cost).min().orElse(0);
        double most = places.stream().mapToDouble(this::cost).max().orElse(1);
        Axis across = least > 0 && most / least > WIDE ? Axis.log(least, most) : Axis.around(least, most);
        Axis up = Axis.linear(
                Math.min(0, ends(places, Ends::low).min().orElse(0)),
                ends(places, Ends::high).max().orElse(1));
        Drawing drawing = new Drawing(MARGIN, HEIGHT, shown + " against " + cost + ", with the frontier")
                .below(across)
                .left(up);
        drawing.path(staircase(places, drawing, across, up), SERIES.get(0).colour(), "5 4", false);
        for (int place : places) {
            Estimate damage = damage(place);
            double x = across.at(cost(place));
            double y = drawing.y(up, damage.value());
            Series series = SERIES.get(ranked.get(place).onFrontier() ? 0 : 1);
            drawing.upright(x, drawing.y(up, Ends.low(damage)), drawing.y(up, Ends.high(damage)), series)
                    .mark(x, y, series, tip(place))
                    .textRight(x, y, place + 1 + ".");
        }
        return figure(shown + " (upwards, with 95 % intervals) against " + cost, drawing, Series.legend(SERIES));
    }

    /** What is attained at each cost: level from one of the frontier to the next. */
    private List<double[]> staircase(List<Integer> places, Drawing drawing, Axis across, Axis up) {
        List<double[]> path = new ArrayList<>();
        List<Integer> frontier = places.stream()
                .filter(place -> ranked.get(place).onFrontier())
                .sorted(Comparator.comparingDouble(this::cost))
                .toList();
        for (int place : frontier) {
            double x = across.at(cost(place));
            double y = drawing.y(up, damage(place).value());
            if (!path.isEmpty()) {
                path.add(new double[] {x, path.get(path.size() - 1)[1]});
            }
            path.add(new double[] {x, y});
        }
        if (!path.isEmpty()) {
            path.add(new double[] {1, path.get(path.size() - 1)[1]});
        }
        return path;
    }

    private static Html figure(String caption, Drawing drawing, Html... legend) {
        Html html = new Html().open("figure").element("figcaption", caption);
        for (Html each : legend) {
            html.add(each);
        }
        return html.add(drawing.html()).closeLine();
    }

    private String tip(int place) {
        Estimate of = ranked.get(place).cost();
        return place + 1 + ". " + ranked.get(place).label() + ": " + shown + " " + Wording.estimate(damage(place))
                + (of == null ? "" : ", " + cost + " " + Wording.estimate(of));
    }

    private double cost(int place) {
        Estimate of = ranked.get(place).cost();
        return of == null ? Double.NaN : of.value();
    }

    private DoubleStream ends(List<Integer> places, ToDoubleFunction<Estimate> end) {
        return places.stream().mapToDouble(place -> end.applyAsDouble(damage(place)));
    }
}
