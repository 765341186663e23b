package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.List;
import org.noisefloor.api.report.RunReport.JointCost;
import org.noisefloor.files.plot.Html;
import org.noisefloor.files.text.Numbers;

/** What arms cost at all sites of one pass, beside the sum of what they cost at each site alone. */
final class Several {
    private Several() {}

    /** Empty if the run splices its sites alone. */
    static Html of(Topic topic) {
        List<JointCost> costs = topic.report().together();
        if (costs == null) {
            return new Html();
        }
        Html html = new Html()
                .paragraph(
                        "All sites spliced in one pass, each seeing what the earlier ones left, against each site alone. Above 0, the"
                                + " joint splice costs more than its parts: their errors make each other worse. Below 0, it costs less.");
        for (String figure : costs.stream().map(JointCost::figure).distinct().toList()) {
            String unit = topic.unit(figure);
            List<List<Html>> rows = new ArrayList<>();
            for (JointCost each : costs) {
                if (each.figure().equals(figure)) {
                    rows.add(List.of(
                            Html.of(each.arm() + (each.matchedTo() == null ? "" : " of " + each.matchedTo())),
                            Words.cell(each.joint(), unit),
                            Words.cell(each.sum(), unit),
                            Words.cell(each.difference(), unit),
                            Html.of(Numbers.number(each.detectableDifference()))));
                }
            }
            html.add(table(figure, figure + Overview.ofUnit(unit), rows, topic));
        }
        return html;
    }

    /** Open for what verdicts are told by and for the cross-entropy, folded for what else was measured. */
    private static Html table(String figure, String caption, List<List<Html>> rows, Topic topic) {
        Html table = new Html().table(caption, List.of("", "joint", "sum alone", "joint − sum", "detectable"), rows);
        boolean shown = figure.equals(topic.main()) || figure.equals("ce_delta");
        return shown
                ? table
                : new Html()
                        .open("details")
                        .element("summary", caption)
                        .add(table)
                        .closeLine();
    }
}
