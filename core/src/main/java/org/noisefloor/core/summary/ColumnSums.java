package org.noisefloor.core.summary;

import java.util.List;
import org.noisefloor.api.Column;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Sums;

/** The sums of one metric's columns, in an array that holds those of other metrics too. */
record ColumnSums(List<Column> columns, int offset, double[] sums, double count) implements Sums {

    /** The figure, NaN if there is no position. */
    double of(Figure figure) {
        return count == 0 ? Double.NaN : figure.formula().of(this);
    }

    @Override
    public double sum(String column) {
        return sum(column, 0);
    }

    @Override
    public double sum(String column, int component) {
        int at = offset;
        for (Column each : columns) {
            if (each.name().equals(column)) {
                if (component >= each.width()) {
                    throw new IllegalArgumentException(
                            "column " + column + " has " + each.width() + " components, not " + (component + 1));
                }
                return sums[at + component];
            }
            at += each.width();
        }
        throw new IllegalArgumentException("there is no column " + column + "; there are " + columns);
    }
}
