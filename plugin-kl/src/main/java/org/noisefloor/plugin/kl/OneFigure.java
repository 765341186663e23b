package org.noisefloor.plugin.kl;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.noisefloor.api.Column;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Metric;

/**
 * A metric of one number at each position, reported as its mean.
 *
 * @param figure the mean of the column that has the figure's name
 */
record OneFigure(Figure figure, ToDoubleFunction<Comparison> value) implements Metric {
    @Override
    public List<Column> columns() {
        return List.of(Column.of(figure.name()));
    }

    @Override
    public List<Figure> figures() {
        return List.of(figure);
    }

    @Override
    public void score(Comparison comparison, double[] out) {
        out[0] = value.applyAsDouble(comparison);
    }
}
