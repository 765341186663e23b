package org.noisefloor.core.figures;

import java.util.List;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.Scorer;
import org.noisefloor.core.record.ColumnLayout.MetricColumns;

/** A metric's description at one site under its name in the config, asked once for all that it says of itself. */
public final class DescribedMetric {
    private final Metric metric;
    private final Metric.Positions positions;
    private final MetricColumns columns;
    private final MetricFigures figures;

    public DescribedMetric(String name, Metric metric) {
        this.metric = metric;
        this.positions = metric.positions();
        this.columns = MetricColumns.of(name, metric);
        this.figures = new MetricFigures(name, List.copyOf(metric.figures()));
    }

    public String name() {
        return columns.metric();
    }

    public MetricColumns columns() {
        return columns;
    }

    public MetricFigures figures() {
        return figures;
    }

    /** Whether it sees positions that have a correct token: those that have a sum in every arm. */
    public boolean isOfScored() {
        return positions != Metric.Positions.INTERVENED;
    }

    /** What scores positions; a new one for each thread. */
    public Scorer scorer() {
        return metric.scorer();
    }
}
