package org.noisefloor.plugin.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.files.plot.Html;

/** Everything of each site and intervention, folded; the worst is open. */
final class Sites {
    private final Topic topic;
    private final Html html = new Html();
    private final List<Part> absent = new ArrayList<>(
            Part.ALL.stream().filter(part -> !part.title().isEmpty()).toList());

    Sites(Topic topic) {
        this.topic = topic;
        if (topic.cases().size() > 1) {
            html.markup("<p class=\"fold\" hidden><button type=\"button\" data-fold=\"open\">Open all</button>"
                    + " <button type=\"button\" data-fold=\"\">Close all</button></p>\n");
        }
        boolean open = true;
        for (Case of : worstFirst()) {
            add(of, open);
            open = false;
        }
    }

    Html html() {
        return html;
    }

    /** What no case has. */
    List<Part> absent() {
        return absent;
    }

    private void add(Case of, boolean open) {
        html.open("details", open ? new String[] {"class", "site", "open", ""} : new String[] {"class", "site"});
        html.open("summary").element("h3", of.label()).close();
        for (Part part : Part.ALL) {
            Html content = part.content().apply(topic, of);
            if (content.toString().isEmpty()) {
                continue;
            }
            absent.remove(part);
            if (!part.title().isEmpty()) {
                html.element("h4", part.title());
            }
            html.open("div", "class", "part").add(content).closeLine();
        }
        html.closeLine();
    }

    /** Worse than most floors, and among equals the most costly; the others in the order of the model. */
    private List<Case> worstFirst() {
        List<Case> cases = new ArrayList<>(topic.cases());
        cases.stream()
                .max(Comparator.comparingLong((Case of) -> of.worseThan(topic.main()))
                        .thenComparingDouble(this::cost))
                .ifPresent(worst -> {
                    cases.remove(worst);
                    cases.add(0, worst);
                });
        return cases;
    }

    private double cost(Case of) {
        Estimate cost = Arms.figure(of.intervention(), topic.main());
        return cost.isDefined() ? cost.value() : Double.NEGATIVE_INFINITY;
    }
}
