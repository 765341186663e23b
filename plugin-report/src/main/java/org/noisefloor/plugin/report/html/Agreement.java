package org.noisefloor.plugin.report.html;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Spearman's rank correlations of the measures over positions, as a table whose cells are shaded. */
final class Agreement {
    private static final int SHADES = 10;

    private Agreement() {}

    static Html of(Report report, Case of) {
        JsonNode agreement = of.intervention().node().path("agreement");
        List<String> figures = Report.list(agreement.path("figures")).stream()
                .map(JsonNode::asText)
                .toList();
        if (figures.size() < 2) {
            return new Html();
        }
        List<String> columns = new ArrayList<>(List.of(""));
        columns.addAll(figures);
        List<List<Html>> rows = new ArrayList<>();
        for (int i = 0; i < figures.size(); i++) {
            List<Html> row = new ArrayList<>(List.of(Html.code(figures.get(i))));
            for (int j = 0; j < figures.size(); j++) {
                row.add(cell(Estimate.number(agreement.path("spearman").path(i).path(j))));
            }
            rows.add(row);
        }
        return new Html()
                .open("figure", "class", "heat wide")
                .open("figcaption")
                .element("strong", title(figures, agreement.path("spearman"), report.main()))
                .element(
                        "span",
                        " Spearman’s ρ over " + Numbers.count(report.scored())
                                + " positions; similarities enter as 1 − S; – where a figure is the same everywhere. Measures that agree are no confirmation of each other.",
                        "class",
                        "note")
                .close()
                .table("Rank correlation between measures", columns, rows)
                .closeLine();
    }

    private static String title(List<String> figures, JsonNode spearman, String main) {
        int row = figures.indexOf(main);
        if (row < 0) {
            return "How far measures rank the positions alike";
        }
        int most = -1;
        int least = -1;
        for (int j = 0; j < figures.size(); j++) {
            double value = Estimate.number(spearman.path(row).path(j));
            if (j == row || Double.isNaN(value)) {
                continue;
            }
            most = most < 0 || value > Estimate.number(spearman.path(row).path(most)) ? j : most;
            least = least < 0 || value < Estimate.number(spearman.path(row).path(least)) ? j : least;
        }
        if (most < 0) {
            return "How far measures rank the positions alike";
        }
        return main + " ranks the positions most as " + figures.get(most) + " does ("
                + Numbers.fixed(Estimate.number(spearman.path(row).path(most)), 2) + "), least as " + figures.get(least)
                + " (" + Numbers.fixed(Estimate.number(spearman.path(row).path(least)), 2) + ")";
    }

    private static Html cell(double value) {
        String sign = value < 0 ? " neg" : "";
        return new Html().element("div", Numbers.fixed(value, 2), "class", shade(Math.abs(value)) + sign);
    }

    /** Class of a cell by a size from 0 to 1. */
    static String shade(double size) {
        return Double.isNaN(size) ? "h0" : "h" + Math.min(SHADES, Math.round(size * SHADES));
    }
}
