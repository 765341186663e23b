package org.noisefloor.core.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.Column;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Metric;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Layout.MetricColumns;
import org.noisefloor.core.record.Layout.Point;

/**
 * The figures that a run's metrics make from the sums of its records.
 *
 * @param scored figures of the metrics of scored positions, by arm and then in the order of
 *     {@link org.noisefloor.core.record.Layout#scored}
 * @param intervened figures of the metrics of intervened positions, likewise; none for other arms than those that {@linkplain
 *     org.noisefloor.core.record.Arm#replacesActivations replace activations}
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
                    arm.arm().replacesActivations()
                            ? MetricGroup.figures(plan.metrics(), site, Metric.Positions.INTERVENED)
                            : List.of());
        }
        Measures measures = new Measures(scored, intervened);
        for (int a = 0; a < arms.size(); a++) {
            measures.requireUniqueNames(a, arms.get(a), plan);
        }
        return measures;
    }

    /**
     * The columns whose value at single positions is kept: those that are a number whose mean is a divergence, a similarity or
     * a difference of the same name.
     */
    static List<Point> points(List<MetricColumns> layout, List<MetricFigures> figures) {
        List<Point> points = new ArrayList<>();
        int place = 0;
        for (int m = 0; m < layout.size(); m++) {
            for (Column column : layout.get(m).columns()) {
                int at = place;
                figures.get(m).figures().stream()
                        .filter(figure ->
                                column.width() == 1 && figure.name().equals(column.name()) && isPoint(figure.kind()))
                        .forEach(figure -> points.add(new Point(figure.name(), at, figure.kind())));
                place += column.width();
            }
        }
        return points;
    }

    private static boolean isPoint(Figure.Kind kind) {
        return switch (kind) {
            case DIVERGENCE, SIMILARITY, DIFFERENCE -> true;
            case QUOTIENT, LEVEL -> false;
        };
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
