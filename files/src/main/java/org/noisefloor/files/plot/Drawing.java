package org.noisefloor.files.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * One picture as SVG. Places from left to right are shares of its width, so that it fits any screen without a script, and places from
 * top to bottom pixels, so that its text keeps its size. What lies left of 0 is the margin.
 */
public final class Drawing {
    private static final String SOFT = "#808080";
    /** For the numbers below an axis. */
    private static final int FOOT = 20;

    private final int height;
    private final Html svg = new Html();

    /**
     * @param margin left of the picture, in pixels
     * @param height without the numbers below, in pixels
     * @param title what is seen, for those who do not see it
     */
    public Drawing(int margin, int height, String title) {
        this.height = height;
        svg.open("div", "class", "vl", "style", "padding-left:" + margin + "px")
                .open("svg", "height", Integer.toString(height + FOOT), "role", "img", "aria-label", title);
    }

    /** Lines and numbers of the axis below. */
    public Drawing below(Axis axis) {
        for (double tick : axis.ticks()) {
            double x = axis.at(tick);
            line(x, 0, x, height, SOFT, "class", "grid");
            text(x, height + 15, axis.label(tick), "middle");
        }
        return line(0, height, 1, height, SOFT);
    }

    /** Lines and numbers of the axis at the left. */
    public Drawing left(Axis axis) {
        for (double tick : axis.ticks()) {
            double y = y(axis, tick);
            line(0, y, 1, y, SOFT, "class", "grid");
            textLeft(y, axis.label(tick));
        }
        return line(0, 0, 0, height, SOFT);
    }

    /** Where a value of the axis at the left lies, in pixels from the top. */
    public double y(Axis axis, double value) {
        return height * (1 - axis.at(value));
    }

    public Drawing textLeft(double y, String text, String... attributes) {
        svg.open("text", with(attributes, "x", "-8", "y", pixels(y + 4), "text-anchor", "end"))
                .text(text)
                .close();
        return this;
    }

    /** At the upper right of a mark. */
    public Drawing textRight(double x, double y, String text) {
        svg.open("svg", "x", share(x), "y", pixels(y), "overflow", "visible")
                .element("text", text, "x", "7", "y", "-5")
                .close();
        return this;
    }

    private void text(double x, double y, String text, String anchor) {
        svg.element("text", text, "x", share(x), "y", pixels(y), "text-anchor", anchor);
    }

    public Drawing line(double x1, double y1, double x2, double y2, String colour, String... attributes) {
        svg.open(
                        "line",
                        with(
                                attributes,
                                "x1",
                                share(x1),
                                "y1",
                                pixels(y1),
                                "x2",
                                share(x2),
                                "y2",
                                pixels(y2),
                                "stroke",
                                colour))
                .close();
        return this;
    }

    /** A line through places, and what lies below it if it is filled. */
    public Drawing path(List<double[]> places, String colour, String dash, boolean filled) {
        StringBuilder path = new StringBuilder();
        for (double[] place : places) {
            path.append(path.isEmpty() ? "M" : "L")
                    .append(decimal(100 * place[0]))
                    .append(' ')
                    .append(decimal(place[1]));
        }
        svg.open(
                "svg",
                "viewBox",
                "0 0 100 " + height,
                "preserveAspectRatio",
                "none",
                "width",
                "100%",
                "height",
                pixels(height));
        if (filled) {
            svg.open("path", "d", path + "V" + height + "H0Z", "fill", colour, "fill-opacity", ".25", "stroke", "none")
                    .close();
        }
        svg.open(
                        "path",
                        "d",
                        path.toString(),
                        "fill",
                        "none",
                        "stroke",
                        colour,
                        "stroke-width",
                        "1.7",
                        "stroke-dasharray",
                        dash,
                        "vector-effect",
                        "non-scaling-stroke")
                .close()
                .close();
        return this;
    }

    public Drawing bar(double from, double to, double y, double thick, String colour, String tip) {
        svg.open(
                        "rect",
                        "x",
                        share(from),
                        "width",
                        share(to - from),
                        "y",
                        pixels(y),
                        "height",
                        pixels(thick),
                        "fill",
                        colour,
                        "stroke",
                        SOFT)
                .element("title", tip)
                .close();
        return this;
    }

    /** @param tip what is told to who points at it */
    public Drawing mark(double x, double y, Series series, String tip) {
        svg.open("svg", "x", share(x), "y", pixels(y), "overflow", "visible")
                .open("path", "d", series.path(), "fill", series.colour())
                .element("title", tip)
                .close()
                .close();
        return this;
    }

    /** An interval from left to right. */
    public Drawing across(double low, double high, double y, Series series) {
        return line(low, y, high, y, series.colour(), "stroke-width", "2");
    }

    /** An interval from top to bottom. */
    public Drawing upright(double x, double from, double to, Series series) {
        return line(x, from, x, to, series.colour(), "stroke-width", "2");
    }

    public Html html() {
        return new Html().add(svg.close().closeLine());
    }

    private static String[] with(String[] more, String... attributes) {
        String[] all = java.util.Arrays.copyOf(attributes, attributes.length + more.length);
        System.arraycopy(more, 0, all, attributes.length, more.length);
        return all;
    }

    private static String share(double x) {
        return decimal(100 * x) + "%";
    }

    private static String pixels(double y) {
        return decimal(y);
    }

    /** Nobody sees more digits of a plot, but everybody loads them. */
    private static String decimal(double value) {
        return new BigDecimal(value)
                .setScale(2, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }
}
