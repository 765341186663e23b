package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.report.Estimate;

/** Rows of stacked bars: parts that add up to something. */
final class Stack {
    private final Plot plot;
    private final List<Series> parts;
    private final String unit;
    private final List<String> rowNames = new ArrayList<>();
    private final List<List<Html>> rows = new ArrayList<>();

    /** @param unit {@code share} for percentages */
    Stack(String title, String note, String axis, String unit, List<Series> parts) {
        this.parts = parts;
        this.unit = unit;
        boolean share = unit.equals("share");
        plot = new Plot("stack", title)
                .note(note)
                .series(parts)
                .set("axis", axis)
                .set("scale", share ? Map.of("domain", List.of(0, 1)) : Map.of("zero", true))
                .set("format", share ? ".0%" : "~g");
    }

    /** @param values one for each part; what is not finite is left out of the plot */
    void row(String name, List<Estimate> values) {
        row(name, values, values.stream().map(value -> Words.cell(value, unit)).toList());
    }

    /** @param cells the values as the table shows them */
    void row(String name, List<Estimate> values, List<Html> cells) {
        rowNames.add(name);
        List<Html> row = new ArrayList<>(List.of(Html.of(name)));
        row.addAll(cells);
        for (int i = 0; i < parts.size(); i++) {
            Estimate value = values.get(i);
            if (value.isFinite() && value.value() != 0) {
                plot.point(Map.of(
                        "row",
                        name,
                        "part",
                        parts.get(i).label(),
                        "order",
                        (double) i,
                        "value",
                        value.value(),
                        "tip",
                        name + ", " + parts.get(i).label() + ": " + Words.of(value, unit)));
            }
        }
        rows.add(row);
    }

    Html html(String caption) {
        List<String> columns = new ArrayList<>(List.of(""));
        parts.forEach(part -> columns.add(part.label()));
        return plot.isEmpty()
                ? new Html()
                : plot.rows(rowNames, 24)
                        .table(new Html().table(caption, columns, rows))
                        .html();
    }
}
