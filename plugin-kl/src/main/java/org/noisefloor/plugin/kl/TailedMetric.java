package org.noisefloor.plugin.kl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Decades;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.plugin.kl.exact.Quantity;

/** A divergence that is made from sums over tokens: its mean, and the share of each sum that comes from the tail. */
final class TailedMetric {
    private TailedMetric() {}

    /**
     * @param figure the mean of the column that has the figure's name
     * @param quantities the sums over tokens that are kept by decade of p
     * @param tail the largest p in the tail
     * @param value the divergence at one position
     */
    static Metric of(Figure figure, List<Quantity> quantities, double tail, ToDoubleFunction<Divergences> value) {
        List<Column> columns = new ArrayList<>(List.of(Column.of(figure.name())));
        List<Figure> figures = new ArrayList<>(List.of(figure));
        for (Quantity quantity : quantities) {
            columns.add(Decades.column(quantity.id()));
            figures.add(TailShare.of(quantity, tail));
        }
        return Metric.of(columns, figures, () -> (comparison, out) -> score(comparison, quantities, value, out))
                .over(Metric.Positions.PREDICTED);
    }

    private static void score(
            Comparison comparison, List<Quantity> quantities, ToDoubleFunction<Divergences> value, double[] out) {
        Divergences divergences = Divergences.of(comparison);
        out[0] = value.applyAsDouble(divergences);
        int at = 1;
        for (Quantity quantity : quantities) {
            divergences.byDecade(quantity, out, at);
            at += Decades.COUNT;
        }
    }
}
