package org.noisefloor.plugin.report.html;

import java.util.List;
import org.noisefloor.files.plot.Drawing;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.plot.Series;

/** A plot: what is seen in words above, and the same figures as a table below, for those who do not see it. */
final class Plot {
    private final String title;
    private String note = "";
    private List<Series> legend = List.of();
    private Html table = new Html();

    /** @param title what is seen, in words */
    Plot(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** What has to be known to read it: n, intervals, what is left out. */
    Plot note(String text) {
        note = text;
        return this;
    }

    Plot legend(List<Series> series) {
        legend = series;
        return this;
    }

    Plot table(Html rows) {
        table = rows;
        return this;
    }

    /**
     * @param xaxis what the axis below means
     * @param yaxis what the axis at the left means; empty where it has names
     */
    Html html(Drawing drawing, String xaxis, String yaxis) {
        Html html =
                new Html().open("figure", "class", "plot").open("figcaption").element("strong", title);
        if (!note.isEmpty()) {
            html.text(" ").element("span", note, "class", "note");
        }
        html.close();
        if (!legend.isEmpty()) {
            html.add(Series.legend(legend));
        }
        if (!yaxis.isEmpty()) {
            html.paragraph("↑ " + yaxis, "class", "axis y");
        }
        html.add(drawing.html()).paragraph(xaxis + " →", "class", "axis");
        html.open("details", "class", "table")
                .element("summary", "The same as a table")
                .add(table)
                .close();
        return html.closeLine();
    }
}
