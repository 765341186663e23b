package org.noisefloor.plugin.sae;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.Scorer;
import org.noisefloor.api.metric.Sums;
import org.noisefloor.testkit.metric.Comparisons;

/** What a metric of activations makes of some positions. */
final class Figures {
    private Figures() {}

    static Comparison position(float[] activation, float[] replacement, double[] batchMean) {
        return Comparisons.with(new float[1], new float[1])
                .target(0)
                .activations(activation, replacement)
                .batchMean(batchMean)
                .build();
    }

    static Map<String, Double> of(Metric metric, List<Comparison> positions) {
        Sums sums = sums(metric, positions);
        return metric.figures().stream()
                .collect(Collectors.toMap(
                        Figure::name, figure -> figure.formula().of(sums)));
    }

    static Sums sums(Metric metric, List<Comparison> positions) {
        int width = metric.columns().stream().mapToInt(Column::width).sum();
        double[] total = new double[width];
        double[] out = new double[width];
        Scorer scorer = metric.scorer();
        for (Comparison each : positions) {
            scorer.score(each, out);
            for (int i = 0; i < width; i++) {
                total[i] += out[i];
            }
        }
        return new Totals(metric.columns(), total, positions.size());
    }

    private static final class Totals implements Sums {
        private final List<Column> columns;
        private final double[] total;
        private final double count;

        Totals(List<Column> columns, double[] total, double count) {
            this.columns = columns;
            this.total = total;
            this.count = count;
        }

        @Override
        public double count() {
            return count;
        }

        @Override
        public double sum(String column) {
            return sum(column, 0);
        }

        @Override
        public double sum(String column, int component) {
            int at = 0;
            for (Column each : columns) {
                if (each.name().equals(column)) {
                    return total[at + component];
                }
                at += each.width();
            }
            throw new IllegalArgumentException(column);
        }
    }
}
