package org.noisefloor.plugin.kl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.noisefloor.api.Column;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Decades;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Metric;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * A divergence that is made from sums over tokens: its mean, and the share of each sum that comes from the tail.
 *
 * @param figure the mean of the column that has the figure's name
 * @param quantities the sums over tokens that are kept by decade of p
 * @param tail the largest p in the tail
 * @param value the divergence at one position
 */
record TailedMetric(Figure figure, List<Quantity> quantities, double tail, ToDoubleFunction<Divergences> value)
        implements Metric {
    @Override
    public List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        columns.add(Column.of(figure.name()));
        quantities.forEach(quantity -> columns.add(Decades.column(quantity.id())));
        return columns;
    }

    @Override
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        figures.add(figure);
        quantities.forEach(quantity -> figures.add(Decades.tailShare(quantity.id(), tail)));
        return figures;
    }

    @Override
    public Positions positions() {
        return Positions.PREDICTED;
    }

    @Override
    public void score(Comparison comparison, double[] out) {
        Divergences divergences = Divergences.of(comparison);
        out[0] = value.applyAsDouble(divergences);
        int at = 1;
        for (Quantity quantity : quantities) {
            divergences.byDecade(quantity, out, at);
            at += Decades.COUNT;
        }
    }
}
