package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.List;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.files.plot.Axis;
import org.noisefloor.files.plot.Drawing;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.plot.Series;

/** Rows of stacked bars: parts that add up to something. */
final class Stack {
    private static final int STEP = 24;
    private static final int THICK = 17;

    private final Plot plot;
    private final String axis;
    private final List<Series> parts;
    private final String unit;
    private final List<String> names = new ArrayList<>();
    private final List<List<Estimate>> values = new ArrayList<>();
    private final List<List<Html>> rows = new ArrayList<>();

    /** @param unit {@code share} for percentages */
    Stack(String title, String note, String axis, String unit, List<Series> parts) {
        this.plot = new Plot(title).note(note).legend(parts);
        this.axis = axis;
        this.parts = parts;
        this.unit = unit;
    }

    /** @param values one for each part; what is not finite is left out of the plot */
    void row(String name, List<Estimate> values) {
        row(name, values, values.stream().map(value -> Words.cell(value, unit)).toList());
    }

    /** @param cells the values as the table shows them */
    void row(String name, List<Estimate> values, List<Html> cells) {
        names.add(name);
        this.values.add(values);
        List<Html> row = new ArrayList<>(List.of(Html.of(name)));
        row.addAll(cells);
        rows.add(row);
    }

    Html html(String caption) {
        double most = 0;
        double least = 0;
        for (List<Estimate> row : values) {
            double above = 0;
            double below = 0;
            for (Estimate part : row) {
                above += part.isFinite() ? Math.max(0, part.value()) : 0;
                below += part.isFinite() ? Math.min(0, part.value()) : 0;
            }
            most = Math.max(most, above);
            least = Math.min(least, below);
        }
        if (most == least) {
            return new Html();
        }
        boolean share = unit.equals("share");
        Axis scale = share ? Axis.linear(0, 1).ofShares() : Axis.linear(least, most);
        Drawing drawing = Rows.frame(plot.title(), names, STEP).below(scale);
        for (int row = 0; row < names.size(); row++) {
            bars(drawing, scale, row);
        }
        List<String> columns = new ArrayList<>(List.of(""));
        parts.forEach(part -> columns.add(part.label()));
        return plot.table(new Html().table(caption, columns, rows)).html(drawing, axis, "");
    }

    /** What is above zero to the right of it, what is below to the left. */
    private void bars(Drawing drawing, Axis scale, int row) {
        double above = 0;
        double below = 0;
        for (int i = 0; i < parts.size(); i++) {
            Estimate part = values.get(row).get(i);
            if (part.isFinite() && part.value() != 0) {
                boolean negative = part.value() < 0;
                double from = negative ? below + part.value() : above;
                double to = negative ? below : above + part.value();
                drawing.bar(
                        scale.at(from),
                        scale.at(to),
                        row * STEP + (STEP - THICK) / 2.0,
                        THICK,
                        parts.get(i).colour(),
                        names.get(row) + ", " + parts.get(i).label() + ": " + Words.of(part, unit));
                above = negative ? above : to;
                below = negative ? from : below;
            }
        }
    }
}
