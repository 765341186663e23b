package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.FigureReport;
import org.noisefloor.api.report.FigureReport.Quantiles;
import org.noisefloor.files.plot.Axis;
import org.noisefloor.files.plot.Drawing;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.plot.Series;
import org.noisefloor.files.text.Numbers;

/** How the divergence is spread over positions, against the floors. */
final class Spread {
    private static final List<List<Integer>> DASHES =
            List.of(List.of(1, 0), List.of(6, 3), List.of(2, 2), List.of(8, 3, 2, 3), List.of(4, 4), List.of(1, 3));
    private static final String ZERO = "zero";
    private static final int BINS = 190;

    private final Topic topic;
    private final Case of;
    private final List<Line> lines;

    /** An arm with its histogram. */
    private record Line(ArmReport arm, FigureReport.Spread spread) {

        static Optional<Line> of(ArmReport arm, String figure) {
            return arm.figure(figure).map(FigureReport::spread).map(spread -> new Line(arm, spread));
        }

        long in(String bin) {
            return spread.histogram().getOrDefault(bin, 0L);
        }

        /** Nothing where all values are NaN, which are in no bin. */
        double share(String bin) {
            double all = all();
            return all == 0 ? 0 : in(bin) / all;
        }

        double all() {
            return spread.histogram().values().stream()
                    .mapToDouble(Long::doubleValue)
                    .sum();
        }

        /** As the report says it, or the lower end of the bin in which it lies. */
        double quantile(ToDoubleFunction<Quantiles> which, double level) {
            double said = quantile(which);
            return Double.isNaN(said) ? ofHistogram(level) : said;
        }

        /** NaN where the report does not say it. */
        double quantile(ToDoubleFunction<Quantiles> which) {
            Quantiles quantiles = spread.quantiles();
            return quantiles == null ? Double.NaN : which.applyAsDouble(quantiles);
        }

        private double ofHistogram(double level) {
            double wanted = level * all();
            if (wanted == 0) {
                return Double.NaN;
            }
            double seen = in(ZERO);
            for (int bin = 0; bin < BINS && seen < wanted; bin++) {
                seen += in(Integer.toString(bin));
                if (seen >= wanted) {
                    return lowerEnd(bin);
                }
            }
            return 0;
        }
    }

    private Spread(Topic topic, Case of, List<Line> lines) {
        this.topic = topic;
        this.of = of;
        this.lines = lines;
    }

    static Html of(Topic topic, Case of) {
        String main = topic.main();
        if (Line.of(of.intervention(), main).isEmpty()) {
            return new Html();
        }
        List<Line> lines = of.compared().stream()
                .flatMap(arm -> Line.of(arm, main).stream())
                .limit(DASHES.size())
                .toList();
        return new Spread(topic, of, lines).html();
    }

    private static double lowerEnd(int bin) {
        return Math.pow(10, -16 + bin / 10.0);
    }

    private Html html() {
        int[] bins = lines.stream()
                .flatMap(line -> line.spread().histogram().keySet().stream())
                .filter(bin -> !bin.equals(ZERO))
                .mapToInt(Integer::parseInt)
                .sorted()
                .toArray();
        if (bins.length == 0) {
            return new Html();
        }
        int first = bins[0];
        int last = bins[bins.length - 1];
        String unit = topic.unit(topic.main());
        List<Series> series =
                Series.lines(lines.stream().map(line -> Arms.label(line.arm())).toList(), DASHES);
        Plot plot = new Plot(title(unit))
                .note("Filled: " + of.intervention().name() + ". n = " + Numbers.count(topic.scored())
                        + " positions, of floors in each draw; bins are a tenth of a decade."
                        + (lines.size() < of.compared().size() ? " The first " + (lines.size() - 1) + " floors." : ""))
                .legend(series)
                .table(table());
        return plot.html(
                drawing(plot.title(), series, first, last),
                topic.mainInWords() + " at a position" + Overview.ofUnit(unit) + ", log axis",
                "share of positions");
    }

    private Drawing drawing(String title, List<Series> series, int first, int last) {
        double most = 0;
        for (Line line : lines) {
            for (int bin = first; bin <= last; bin++) {
                most = Math.max(most, line.share(Integer.toString(bin)));
            }
        }
        Axis x = Axis.log(lowerEnd(first), lowerEnd(last + 1));
        Axis y = Axis.linear(0, most).ofShares();
        Drawing drawing =
                new Drawing(Scatter.MARGIN, Scatter.HEIGHT, title).below(x).left(y);
        for (int i = 0; i < lines.size(); i++) {
            List<double[]> steps = new ArrayList<>();
            steps.add(new double[] {x.at(lowerEnd(first)), drawing.y(y, 0)});
            for (int bin = first; bin <= last; bin++) {
                double at = drawing.y(y, lines.get(i).share(Integer.toString(bin)));
                steps.add(new double[] {x.at(lowerEnd(bin)), at});
                steps.add(new double[] {x.at(lowerEnd(bin + 1)), at});
            }
            steps.add(new double[] {x.at(lowerEnd(last + 1)), drawing.y(y, 0)});
            List<Integer> dash = DASHES.get(i);
            drawing.path(steps, series.get(i).colour(), i == 0 ? "none" : dash.get(0) + " " + dash.get(1), i == 0);
        }
        return drawing;
    }

    private String title(String unit) {
        Line own = lines.get(0);
        double median = own.quantile(Quantiles::median);
        return Double.isNaN(median)
                ? topic.mainInWords() + " over positions"
                : "Half of the positions lie below " + Numbers.number(median) + Overview.withUnit(unit)
                        + "; the top hundredth holds " + Numbers.percent(own.quantile(Quantiles::topShare)) + " of all "
                        + topic.mainInWords();
    }

    private Html table() {
        List<List<Html>> rows = new ArrayList<>();
        for (Line line : lines) {
            double top = line.quantile(Quantiles::topShare);
            rows.add(List.of(
                    Html.code(Arms.label(line.arm())),
                    Html.of(Numbers.percent(line.share(ZERO))),
                    Html.of(Numbers.number(line.quantile(Quantiles::median, 0.5))),
                    Html.of(Numbers.number(line.quantile(Quantiles::q90, 0.9))),
                    Html.of(Numbers.number(line.quantile(Quantiles::q99, 0.99))),
                    Html.of(Double.isNaN(top) ? "–" : Numbers.percent(top))));
        }
        return new Html()
                .table(
                        "Quantiles of " + topic.mainInWords()
                                + " over positions; of random arms those of the histogram, a tenth of a decade exact",
                        List.of("", "exactly 0", "median", "90 %", "99 %", "held by the top 1 %"),
                        rows);
    }
}
