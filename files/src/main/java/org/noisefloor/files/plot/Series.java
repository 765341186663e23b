package org.noisefloor.files.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * How one thing looks in plots: told by colour and by shape, so that neither alone has to be seen.
 *
 * <p>Colours: Okabe and Ito 2008, which people with any kind of colour blindness tell apart; of ordered classes cividis, Nuñez et al.
 * 2018, without its darkest part, which nobody sees on a dark page.
 */
public record Series(String label, String colour, String shape) {
    private static final List<String> COLOURS =
            List.of("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a8a8a", "#a6761d", "#b8b000");
    private static final String LINE = "line ";
    private static final List<String> PARTS = List.of("#e69f00", "#56b4e9", "#009e73", "#cc79a7");
    private static final List<String> SHAPES = List.of(
            "circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-right", "triangle-left");
    private static final List<String> ORDERED =
            List.of("#34528a", "#4a5f86", "#5f6c80", "#74797c", "#8a8676", "#a3966e", "#bdab62", "#d9c552", "#ffe945");

    /** The first is the one that the plot is about. */
    public static List<Series> of(List<String> labels) {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            series.add(new Series(labels.get(i), COLOURS.get(i % COLOURS.size()), SHAPES.get(i % SHAPES.size())));
        }
        return series;
    }

    /** Lines, told by how they are dashed. */
    public static List<Series> lines(List<String> labels, List<List<Integer>> dashes) {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            String dash = dashes.get(i).get(0) + " " + dashes.get(i).get(1);
            series.add(new Series(labels.get(i), COLOURS.get(i % COLOURS.size()), LINE + dash));
        }
        return series;
    }

    private String swatch() {
        return shape.startsWith(LINE)
                ? "<svg class=\"line\" viewBox=\"-12 -6 24 12\" aria-hidden=\"true\"><path d=\"M-12 0H12\" stroke=\""
                        + colour + "\" stroke-width=\"2.5\" stroke-dasharray=\"" + shape.substring(LINE.length())
                        + "\"/></svg>"
                : "<svg viewBox=\"-6 -6 12 12\" aria-hidden=\"true\"><path d=\"" + path() + "\" fill=\"" + colour
                        + "\" stroke=\"currentColor\" stroke-width=\".6\"/></svg>";
    }

    /** Parts of bars. */
    public static List<Series> parts(List<String> labels) {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            series.add(new Series(labels.get(i), PARTS.get(i % PARTS.size()), "square"));
        }
        return series;
    }

    /** Of classes that have an order, or are more than a few. */
    public static List<Series> ordered(List<String> labels) {
        List<Series> series = new ArrayList<>();
        int last = Math.max(1, labels.size() - 1);
        for (int i = 0; i < labels.size(); i++) {
            int step = (int) Math.round((double) i * (ORDERED.size() - 1) / last);
            series.add(new Series(labels.get(i), ORDERED.get(step), "square"));
        }
        return series;
    }

    /** Its shape as a path around 0, some ten pixels wide. */
    public String path() {
        return switch (shape) {
            case "square" -> "M-4-4H4V4H-4Z";
            case "triangle-up" -> "M0-5 5 4H-5Z";
            case "triangle-down" -> "M0 5 5-4H-5Z";
            case "triangle-right" -> "M5 0-4 5V-5Z";
            case "triangle-left" -> "M-5 0 4 5V-5Z";
            case "diamond" -> "M0-5 5 0 0 5-5 0Z";
            case "cross" -> "M-5-2H-2V-5H2V-2H5V2H2V5H-2V2H-5Z";
            default -> "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0Z";
        };
    }

    public static Html legend(List<Series> all) {
        Html legend = new Html().open("ul", "class", "legend");
        for (Series each : all) {
            legend.open("li").markup(each.swatch()).text(each.label).close();
        }
        return legend.closeLine();
    }
}
