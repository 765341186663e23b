package org.noisefloor.core.figures;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.Layout.Observed;
import org.noisefloor.core.record.Layout.Point;

/**
 * The figures that a run's metrics make from the sums of its records, with their formulas: what a {@link
 * org.noisefloor.core.record.RunDescription} cannot hold. Made by the same code for a run and for one that is over, see {@link
 * SiteMetrics#describe}.
 */
public final class FigureCatalogue {
    private final List<ArmFigures> arms;

    private FigureCatalogue(List<ArmFigures> arms) {
        this.arms = List.copyOf(arms);
    }

    /**
     * The figures of one arm.
     *
     * @param scored of the metrics of scored positions, in the order of {@link org.noisefloor.core.record.Layout#scored}
     * @param intervened of the metrics of intervened positions, in the order of {@link
     *     org.noisefloor.core.record.Layout#intervened}; none for an arm that is no intervention
     */
    public record ArmFigures(List<MetricFigures> scored, List<MetricFigures> intervened) {}

    /** @param arms in the order of the layout */
    public static FigureCatalogue of(List<ArmFigures> arms) {
        return new FigureCatalogue(arms);
    }

    /**
     * @param arms in the order of the layout
     * @param metrics by the name of the site, of each {@linkplain Arm#changedSite that an arm changes}
     */
    public static FigureCatalogue of(List<Arm> arms, Map<String, SiteMetrics> metrics) {
        List<ArmFigures> figures = new ArrayList<>();
        for (Arm arm : arms) {
            SiteMetrics here = Objects.requireNonNull(metrics.get(arm.changedSite()), arm.changedSite());
            figures.add(new ArmFigures(here.figures(true), looksAtActivations(arm) ? here.figures(false) : List.of()));
        }
        return new FigureCatalogue(figures);
    }

    /** Whether metrics of the activations look at an arm: those that put something in one activation's place, and no baselines. */
    public static boolean looksAtActivations(Arm arm) {
        return arm.asks() && !arm.replacesModel() && !arm.actsTogether();
    }

    /** The names of all figures. */
    public List<String> names() {
        return arms.stream()
                .flatMap(arm -> Stream.concat(arm.scored().stream(), arm.intervened().stream()))
                .flatMap(metric -> metric.figures().stream())
                .map(Figure::name)
                .distinct()
                .toList();
    }

    /** The same without some figures. */
    public FigureCatalogue without(Collection<String> names) {
        return new FigureCatalogue(arms.stream()
                .map(arm -> new ArmFigures(without(arm.scored(), names), without(arm.intervened(), names)))
                .toList());
    }

    private static List<MetricFigures> without(List<MetricFigures> metrics, Collection<String> names) {
        return metrics.stream()
                .map(metric -> new MetricFigures(
                        metric.metric(),
                        metric.figures().stream()
                                .filter(figure -> !names.contains(figure.name()))
                                .toList()))
                .toList();
    }

    public List<MetricFigures> scored(int arm) {
        return arms.get(arm).scored();
    }

    public List<MetricFigures> intervened(int arm) {
        return arms.get(arm).intervened();
    }

    /**
     * The columns whose value at single positions is kept: those that are a number whose mean is a divergence, a similarity or
     * a difference of the same name.
     */
    public List<Point> points(ColumnLayout scored) {
        List<Point> points = new ArrayList<>();
        for (ColumnLayout.Place place : scored.places()) {
            scored(0).get(place.metric()).figures().stream()
                    .filter(figure ->
                            place.width() == 1 && figure.name().equals(place.column()) && isPoint(figure.kind()))
                    .forEach(figure -> points.add(new Point(figure.name(), place.offset(), figure.kind())));
        }
        return points;
    }

    private static boolean isPoint(Figure.Kind kind) {
        return switch (kind) {
            case DIVERGENCE, SIMILARITY, DIFFERENCE -> true;
            case QUOTIENT, LEVEL -> false;
        };
    }

    /**
     * Of all that is reported of an arm, what its intervention observes too.
     *
     * @param config where the metrics come from, for messages
     * @param observations by arm
     */
    public void requireUniqueNames(String config, List<Arm> all, List<List<Observed>> observations) {
        for (int a = 0; a < all.size(); a++) {
            Map<String, String> owner = new HashMap<>();
            List<MetricFigures> ofArm = new ArrayList<>(scored(a));
            ofArm.addAll(intervened(a));
            for (MetricFigures each : ofArm) {
                each.figures().forEach(figure -> requireFree(config, owner, figure.name(), each.metric()));
            }
            for (Observed each : observations.get(a)) {
                requireFree(config, owner, each.name(), all.get(a).name());
            }
        }
    }

    private static void requireFree(String config, Map<String, String> owner, String figure, String metric) {
        String other = owner.putIfAbsent(figure, metric);
        if (other != null) {
            throw SiteMetrics.taken(config, other, metric, "both report a figure named '" + figure + "'");
        }
    }
}
