package org.noisefloor.plugin.report.html;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.files.plot.Axis;
import org.noisefloor.files.plot.Drawing;
import org.noisefloor.files.plot.Ends;
import org.noisefloor.files.plot.Series;

/** Points in a plane, each with its intervals in both directions, as far as it has them. */
final class Scatter {
    static final int MARGIN = 58;
    static final int HEIGHT = 200;

    private Scatter() {}

    record Point(Estimate x, Estimate y, Series series, String tip) {}

    static Drawing of(String title, List<Point> points) {
        Axis x = Axis.around(least(points, Point::x), most(points, Point::x));
        Axis y = Axis.linear(Math.min(0, least(points, Point::y)), most(points, Point::y));
        Drawing drawing = new Drawing(MARGIN, HEIGHT, title).below(x).left(y);
        for (Point point : points) {
            double across = x.at(point.x().value());
            double down = drawing.y(y, point.y().value());
            drawing.across(x.at(Ends.low(point.x())), x.at(Ends.high(point.x())), down, point.series())
                    .upright(
                            across,
                            drawing.y(y, Ends.low(point.y())),
                            drawing.y(y, Ends.high(point.y())),
                            point.series())
                    .mark(across, down, point.series(), point.tip());
        }
        return drawing;
    }

    private static double least(List<Point> points, Function<Point, Estimate> of) {
        return ends(points, point -> Ends.low(of.apply(point))).min().orElse(0);
    }

    private static double most(List<Point> points, Function<Point, Estimate> of) {
        return ends(points, point -> Ends.high(of.apply(point))).max().orElse(1);
    }

    private static DoubleStream ends(List<Point> points, ToDoubleFunction<Point> end) {
        return points.stream().mapToDouble(end);
    }
}
