package org.noisefloor.core.figures;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Created;
import org.noisefloor.core.plugins.HostRunContext;
import org.noisefloor.core.record.ColumnLayout;

/** The metrics of a run at one site, each described once. */
public final class SiteMetrics {
    private final List<DescribedMetric> scored;
    private final List<DescribedMetric> intervened;
    private final ColumnLayout scoredColumns;
    private final ColumnLayout intervenedColumns;

    private SiteMetrics(List<DescribedMetric> metrics) {
        this.scored = metrics.stream().filter(DescribedMetric::isOfScored).toList();
        this.intervened = metrics.stream().filter(each -> !each.isOfScored()).toList();
        this.scoredColumns = columns(scored);
        this.intervenedColumns = columns(intervened);
    }

    private static ColumnLayout columns(List<DescribedMetric> metrics) {
        return new ColumnLayout(metrics.stream().map(DescribedMetric::columns).toList());
    }

    /**
     * By the name of the site.
     *
     * @param context what plugins are told of the run; of any site
     */
    public static Map<String, SiteMetrics> describe(
            List<Chosen<MetricProvider<?>>> entries, List<Site> sites, HostRunContext context) {
        Map<String, SiteMetrics> metrics = new LinkedHashMap<>();
        for (Site site : sites) {
            metrics.put(
                    site.name(),
                    of(entries.stream()
                            .map(each -> new DescribedMetric(each.name(), Created.metric(each, context.at(site))))
                            .toList()));
        }
        return metrics;
    }

    public static SiteMetrics of(List<DescribedMetric> metrics) {
        return new SiteMetrics(metrics);
    }

    /** Those of scored positions, those of predictions among them, in the order of the config. */
    public List<DescribedMetric> scored() {
        return scored;
    }

    /** Those of intervened positions, in the order of the config. */
    public List<DescribedMetric> intervened() {
        return intervened;
    }

    public ColumnLayout scoredColumns() {
        return scoredColumns;
    }

    public ColumnLayout intervenedColumns() {
        return intervenedColumns;
    }

    /** @param config where the metrics come from, for messages */
    public void requireUniqueColumns(String config) {
        Map<String, String> owner = new LinkedHashMap<>();
        for (ColumnLayout columns : List.of(scoredColumns, intervenedColumns)) {
            for (ColumnLayout.MetricColumns each : columns.metrics()) {
                for (ColumnLayout.Column column : each.columns()) {
                    String other = owner.putIfAbsent(column.name(), each.metric());
                    if (other != null) {
                        throw taken(config, other, each.metric(), "both have a column named '" + column.name() + "'");
                    }
                }
            }
        }
    }

    /** What is said where two entries have one name for what they report: their authors may not know of each other. */
    static UserError taken(String config, String one, String other, String what) {
        return new UserError(config + ": '" + one + "' and '" + other + "' " + what
                + "; give a metric among them a name of its own, {type: …, name: …}, which its columns and figures are"
                + " named after");
    }

    List<MetricFigures> figures(boolean ofScored) {
        return (ofScored ? scored : intervened)
                .stream().map(DescribedMetric::figures).toList();
    }
}
