package org.noisefloor.core.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.Site;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.record.Layout.MetricColumns;

/** Some metrics of one thread at one site, whose columns stand one after the other in one array of sums. */
final class MetricGroup {
    private final List<Metric> metrics;
    private final double[][] scratch;
    private final double[] values;

    private MetricGroup(List<Metric> metrics) {
        this.metrics = metrics;
        this.scratch = metrics.stream()
                .map(metric -> new double[new MetricColumns("", metric.columns()).width()])
                .toArray(double[][]::new);
        this.values = new double
                [Arrays.stream(scratch).mapToInt(columns -> columns.length).sum()];
    }

    /** New instances of those metrics that see the given positions. */
    static MetricGroup of(List<Chosen<MetricProvider<?>>> chosen, Site site, Metric.Positions positions) {
        List<Metric> metrics = new ArrayList<>();
        for (Chosen<MetricProvider<?>> each : chosen) {
            Metric metric = create(each.provider(), each.optionsAt(site.name()), site);
            if (sees(metric, positions)) {
                metrics.add(metric);
            }
        }
        return new MetricGroup(metrics);
    }

    /** The columns of those metrics that see the given positions. */
    static List<MetricColumns> layout(List<Chosen<MetricProvider<?>>> chosen, Site site, Metric.Positions positions) {
        List<MetricColumns> layout = new ArrayList<>();
        for (Chosen<MetricProvider<?>> each : chosen) {
            Metric metric = create(each.provider(), each.optionsAt(site.name()), site);
            if (sees(metric, positions)) {
                layout.add(new MetricColumns(
                        each.name(), metric.columns(), metric.positions() == Metric.Positions.PREDICTED));
            }
        }
        return layout;
    }

    /** The figures of those metrics that see the given positions. */
    static List<Measures.MetricFigures> figures(
            List<Chosen<MetricProvider<?>>> chosen, Site site, Metric.Positions positions) {
        List<Measures.MetricFigures> figures = new ArrayList<>();
        for (Chosen<MetricProvider<?>> each : chosen) {
            Metric metric = create(each.provider(), each.optionsAt(site.name()), site);
            if (sees(metric, positions)) {
                figures.add(new Measures.MetricFigures(each.name(), metric.figures()));
            }
        }
        return figures;
    }

    /** Metrics of predictions are among those of scored positions: they see these, and maybe the ends of sequences. */
    private static boolean sees(Metric metric, Metric.Positions positions) {
        return metric.positions() == positions
                || (positions == Metric.Positions.SCORED && metric.positions() == Metric.Positions.PREDICTED);
    }

    private static <O extends Record> Metric create(MetricProvider<O> provider, Record options, Site site) {
        return provider.create(provider.options().cast(options), site);
    }

    int width() {
        return values.length;
    }

    /** The columns of all metrics at a position; overwritten by the next call. */
    double[] score(Comparison comparison) {
        return score(comparison, metric -> true);
    }

    /** The same at the end of a sequence: 0 for the metrics that need a correct token. */
    double[] scoreEnd(Comparison comparison) {
        return score(comparison, metric -> metric.positions() == Metric.Positions.PREDICTED);
    }

    private double[] score(Comparison comparison, Predicate<Metric> which) {
        Arrays.fill(values, 0);
        int at = 0;
        for (int m = 0; m < scratch.length; m++) {
            if (which.test(metrics.get(m))) {
                metrics.get(m).score(comparison, scratch[m]);
                System.arraycopy(scratch[m], 0, values, at, scratch[m].length);
            }
            at += scratch[m].length;
        }
        return values;
    }
}
