package org.noisefloor.testkit.metric;

import java.util.List;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Sums;

/** Sums of a metric's columns as the host keeps them; asking for anything else fails. */
final class ColumnSums implements Sums {
    private final List<Column> columns;
    private final double[] sums;
    private int count;

    ColumnSums(List<Column> columns) {
        this.columns = columns;
        this.sums = new double[width(columns)];
    }

    static int width(List<Column> columns) {
        return columns.stream().mapToInt(Column::width).sum();
    }

    void add(double[] values) {
        count++;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += values[i];
        }
    }

    @Override
    public double count() {
        return count;
    }

    @Override
    public double sum(String column) {
        int at = start(column);
        if (find(column).width() != 1) {
            throw new AssertionError("column '" + column + "' is a vector, a figure asks for one number");
        }
        return sums[at];
    }

    @Override
    public double sum(String column, int component) {
        int at = start(column);
        if (component < 0 || component >= find(column).width()) {
            throw new AssertionError("column '" + column + "' has no component " + component);
        }
        return sums[at + component];
    }

    private int start(String name) {
        return width(columns.subList(0, columns.indexOf(find(name))));
    }

    private Column find(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("a figure asks for column '" + name + "', there are "
                        + columns.stream().map(Column::name).toList()));
    }
}
