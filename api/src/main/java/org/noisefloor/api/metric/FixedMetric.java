package org.noisefloor.api.metric;

import java.util.List;
import java.util.function.Supplier;

/** A metric that was told all it is. */
record FixedMetric(List<Column> columns, List<Figure> figures, Positions positions, Supplier<? extends Scorer> scorers)
        implements Metric {
    FixedMetric {
        columns = List.copyOf(columns);
        figures = List.copyOf(figures);
    }

    @Override
    public Scorer scorer() {
        return scorers.get();
    }
}
