package org.noisefloor.core.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
            if (metric.positions() == positions) {
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
            if (metric.positions() == positions) {
                layout.add(new MetricColumns(each.name(), metric.columns()));
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
            if (metric.positions() == positions) {
                figures.add(new Measures.MetricFigures(each.name(), metric.figures()));
            }
        }
        return figures;
    }

    private static <O extends Record> Metric create(MetricProvider<O> provider, Record options, Site site) {
        return provider.create(provider.options().cast(options), site);
    }

    int width() {
        return values.length;
    }

    /** The columns of all metrics at a position; overwritten by the next call. */
    double[] score(Comparison comparison) {
        int at = 0;
        for (int m = 0; m < scratch.length; m++) {
            metrics.get(m).score(comparison, scratch[m]);
            System.arraycopy(scratch[m], 0, values, at, scratch[m].length);
            at += scratch[m].length;
        }
        return values;
    }
}
