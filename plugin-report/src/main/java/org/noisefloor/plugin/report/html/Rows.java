package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.List;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.files.plot.Axis;
import org.noisefloor.files.plot.Drawing;
import org.noisefloor.files.plot.Ends;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.plot.Series;
import org.noisefloor.files.text.Shortened;

/** A plot of values with their intervals, a row for each thing that has a name. */
final class Rows {
    /** As much of a name as there is room for beside a plot on a phone. */
    static final int LONGEST = 20;

    /** How wide a letter of 12 pixels is in the widest of the usual faces. */
    private static final double LETTER = 7.7;

    private record Point(int row, int series, Estimate estimate, String tip) {
        double low() {
            return Ends.low(estimate);
        }

        double high() {
            return Ends.high(estimate);
        }
    }

    private final Plot plot;
    private final List<String> names;
    private final List<Series> series;
    private final int step;
    private final boolean offset;
    private final List<Point> points = new ArrayList<>();

    /**
     * @param step height of a row, in pixels
     * @param offset whether the series of a row stand below each other
     */
    Rows(Plot plot, List<String> names, List<Series> series, int step, boolean offset) {
        this.plot = plot;
        this.names = names;
        this.series = series;
        this.step = step;
        this.offset = offset;
    }

    /** What is not finite is left out. */
    void point(String name, String label, Estimate estimate, String words) {
        int of = series.stream().map(Series::label).toList().indexOf(label);
        if (estimate.isFinite() && of >= 0) {
            points.add(new Point(names.indexOf(name), of, estimate, name + ", " + label + ": " + words));
        }
    }

    boolean isEmpty() {
        return points.isEmpty();
    }

    double least() {
        return points.stream().mapToDouble(Point::low).min().orElse(0);
    }

    double most() {
        return points.stream().mapToDouble(Point::high).max().orElse(1);
    }

    /** The least positive end or value; what lies below has no place on a log axis. */
    double leastPositive() {
        return points.stream()
                .mapToDouble(point ->
                        point.low() > 0 ? point.low() : point.estimate().value())
                .filter(value -> value > 0)
                .min()
                .orElse(1);
    }

    /** @param reference where a dashed line stands; NaN for none */
    Html html(Axis axis, double reference, String what) {
        Drawing drawing = frame(plot.title(), names, step).below(axis);
        if (!Double.isNaN(reference)) {
            drawing.line(axis.at(reference), 0, axis.at(reference), names.size() * step, "#777777", "class", "dashed");
        }
        for (Point point : points) {
            if (axis.log() && point.estimate().value() <= 0) {
                continue;
            }
            double y = step * (point.row() + (offset ? (point.series() + 1.0) / (series.size() + 1) : 0.5));
            double low = axis.log() && point.low() <= 0 ? 0 : axis.at(point.low());
            drawing.across(low, axis.at(point.high()), y, series.get(point.series()))
                    .mark(axis.at(point.estimate().value()), y, series.get(point.series()), point.tip());
        }
        return plot.legend(series).html(drawing, what, "");
    }

    /** A drawing with a name at the left of each row, shortened in the middle where it is long. */
    static Drawing frame(String title, List<String> names, int step) {
        List<String> shown = Shortened.all(names, LONGEST);
        int longest = shown.stream().mapToInt(String::length).max().orElse(0);
        Drawing drawing = new Drawing((int) Math.ceil(longest * LETTER) + 12, names.size() * step, title);
        for (int i = 0; i < names.size(); i++) {
            if (i > 0) {
                drawing.line(0, i * step, 1, i * step, "#808080", "class", "grid");
            }
            drawing.textLeft(step * (i + 0.5), shown.get(i));
        }
        return drawing;
    }
}
