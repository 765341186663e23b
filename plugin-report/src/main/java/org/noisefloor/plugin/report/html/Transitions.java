package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.text.Numbers;

/** From which state to which: rows are the original, columns the spliced model. */
final class Transitions {
    private static final List<String> STATES =
            List.of("right_confident", "right_unsure", "wrong_confident", "wrong_unsure");

    private Transitions() {}

    static Html of(Topic topic, Case of) {
        Html html = new Html();
        of.intervention().classes().forEach((stratifier, classes) -> {
            if (classes.keySet().stream().anyMatch(name -> name.contains(">"))) {
                html.add(table(of, stratifier));
            }
        });
        return html;
    }

    private static Html table(Case of, String stratifier) {
        ArmReport floor = of.floors().isEmpty() ? null : of.floors().get(0);
        List<String> columns = new ArrayList<>(List.of("original ↓ spliced →"));
        STATES.forEach(state -> columns.add(state.replace("_", ", ")));
        List<List<Html>> rows = new ArrayList<>();
        for (String before : STATES) {
            List<Html> row = new ArrayList<>(List.of(Html.of(before.replace("_", ", "))));
            for (String after : STATES) {
                row.add(cell(of.intervention(), floor, stratifier, before + ">" + after));
            }
            rows.add(row);
        }
        String broken = Numbers.count(sum(of.intervention(), stratifier, "right", "wrong"));
        String mended = Numbers.count(sum(of.intervention(), stratifier, "wrong", "right"));
        String title = of.intervention().name() + " turns " + broken + " positions from right to wrong and " + mended
                + " from wrong to right"
                + (floor == null
                        ? ""
                        : "; " + floor.name() + " " + Numbers.count(sum(floor, stratifier, "right", "wrong")) + " and "
                                + Numbers.count(sum(floor, stratifier, "wrong", "right")));
        return new Html()
                .open("figure", "class", "heat")
                .open("figcaption")
                .element("strong", title)
                .element(
                        "span",
                        " Positions, in brackets their share; confident: the favourite has at least θ."
                                + (floor == null ? "" : " Below: under " + floor.name() + ", mean over draws."),
                        "class",
                        "note")
                .close()
                .table("Positions by state before and after", columns, rows)
                .closeLine();
    }

    private static Html cell(ArmReport arm, @Nullable ArmReport floor, String stratifier, String name) {
        double share = Arms.share(arm, stratifier, name);
        Html cell = new Html()
                .open("div", "class", Agreement.shade(Math.sqrt(share)))
                .text(count(arm, stratifier, name) + " (" + Numbers.percent(share) + ")");
        if (floor != null) {
            cell.element(
                    "small",
                    count(floor, stratifier, name) + " (" + Numbers.percent(Arms.share(floor, stratifier, name)) + ")");
        }
        return cell.close();
    }

    private static String count(ArmReport arm, String stratifier, String name) {
        return Numbers.count(Arms.positions(arm, stratifier, name));
    }

    private static double sum(ArmReport arm, String stratifier, String from, String to) {
        double sum = 0;
        for (String before : STATES) {
            for (String after : STATES) {
                if (before.startsWith(from) && after.startsWith(to)) {
                    sum += Arms.positions(arm, stratifier, before + ">" + after);
                }
            }
        }
        return sum;
    }
}
