package org.noisefloor.core.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Metric;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan;

/**
 * The figures that a run's metrics make from the sums of its records.
 *
 * @param scored figures of the metrics of scored positions, by arm and then in the order of
 *     {@link org.noisefloor.core.record.Layout#scored}
 * @param intervened figures of the metrics of intervened positions, likewise; none for baselines
 */
public record Measures(List<List<MetricFigures>> scored, List<List<MetricFigures>> intervened) {

    /** A metric's name in the config, and its figures. */
    public record MetricFigures(String metric, List<Figure> figures) {}

    static Measures of(Plan plan, List<Site> sites, List<LiveArm> arms) {
        List<List<MetricFigures>> scored = new ArrayList<>();
        List<List<MetricFigures>> intervened = new ArrayList<>();
        for (LiveArm arm : arms) {
            Site site = sites.get(arm.site());
            scored.add(MetricGroup.figures(plan.metrics(), site, Metric.Positions.SCORED));
            intervened.add(
                    arm.arm().baseline()
                            ? List.of()
                            : MetricGroup.figures(plan.metrics(), site, Metric.Positions.INTERVENED));
        }
        Measures measures = new Measures(scored, intervened);
        for (int a = 0; a < arms.size(); a++) {
            measures.requireUniqueNames(a, arms.get(a), plan);
        }
        return measures;
    }

    private void requireUniqueNames(int a, LiveArm arm, Plan plan) {
        Map<String, String> owner = new HashMap<>();
        List<MetricFigures> all = new ArrayList<>(scored.get(a));
        all.addAll(intervened.get(a));
        all.add(new MetricFigures(
                arm.arm().name(),
                arm.observations().stream()
                        .map(each -> Figure.mean(each.name(), each.unit(), Figure.Kind.LEVEL, each.doc()))
                        .toList()));
        for (MetricFigures each : all) {
            for (Figure figure : each.figures()) {
                String other = owner.putIfAbsent(figure.name(), each.metric());
                if (other != null) {
                    throw new UserError(plan.file().getFileName() + ": '" + other + "' and '" + each.metric()
                            + "' both report a figure named '" + figure.name() + "'; leave one of them out");
                }
            }
        }
    }
}
