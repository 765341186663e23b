package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.List;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.text.Numbers;

/** Spearman's rank correlations of the measures over positions, as a table whose cells are shaded. */
final class Agreement {
    private static final int SHADES = 10;

    private Agreement() {}

    static Html of(Topic topic, Case of) {
        ArmReport.Agreement agreement = of.intervention().agreement();
        if (agreement == null || agreement.figures().size() < 2) {
            return new Html();
        }
        List<String> figures = agreement.figures();
        List<String> columns = new ArrayList<>(List.of(""));
        columns.addAll(figures);
        List<List<Html>> rows = new ArrayList<>();
        for (int i = 0; i < figures.size(); i++) {
            List<Html> row = new ArrayList<>(List.of(Html.code(figures.get(i))));
            agreement.spearman().get(i).forEach(value -> row.add(cell(value)));
            rows.add(row);
        }
        return new Html()
                .open("figure", "class", "heat wide")
                .open("figcaption")
                .element("strong", title(agreement, topic.main()))
                .element(
                        "span",
                        " Spearman’s ρ over " + Numbers.count(topic.scored())
                                + " positions; similarities enter as 1 − S; – where a figure is the same everywhere. Measures that agree are no confirmation of each other.",
                        "class",
                        "note")
                .close()
                .table("Rank correlation between measures", columns, rows)
                .closeLine();
    }

    private static String title(ArmReport.Agreement agreement, String main) {
        List<String> figures = agreement.figures();
        int row = figures.indexOf(main);
        int most = -1;
        int least = -1;
        List<Double> rank = row < 0 ? List.of() : agreement.spearman().get(row);
        for (int j = 0; j < rank.size(); j++) {
            if (j == row || Double.isNaN(rank.get(j))) {
                continue;
            }
            most = most < 0 || rank.get(j) > rank.get(most) ? j : most;
            least = least < 0 || rank.get(j) < rank.get(least) ? j : least;
        }
        return most < 0
                ? "How far measures rank the positions alike"
                : main + " ranks the positions most as " + figures.get(most) + " does ("
                        + Numbers.fixed(rank.get(most), 2) + "), least as " + figures.get(least) + " ("
                        + Numbers.fixed(rank.get(least), 2) + ")";
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
