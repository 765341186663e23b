package org.noisefloor.core.summary;

import java.util.function.DoublePredicate;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Sums;
import org.noisefloor.core.record.ColumnLayout;

/** Sums over positions as one figure sees them: it may read the columns that it says it reads. */
record CellSums(Figure figure, ColumnLayout columns, double[] sums, double count) implements Sums {

    /** The figure, NaN if there is no position. */
    double value() {
        return count == 0 ? Double.NaN : figure.formula().of(this);
    }

    @Override
    public double sum(String column) {
        return sum(column, 0);
    }

    @Override
    public double sum(String column, int component) {
        ColumnLayout.Place place = place(column);
        if (component >= place.width()) {
            throw new IllegalArgumentException("column " + column + " has " + place.width() + " components, and figure "
                    + figure.name() + " reads number " + (component + 1));
        }
        return sums[place.offset() + component];
    }

    private ColumnLayout.Place place(String column) {
        if (!figure.reads().contains(column)) {
            throw new IllegalArgumentException("figure " + figure.name() + " reads column " + column
                    + ", but says that it reads " + figure.reads());
        }
        return columns.place(column)
                .orElseThrow(() -> new IllegalArgumentException(
                        "figure " + figure.name() + " reads column " + column + "; there are " + columns));
    }

    /** Whether any of the sums that the figure reads is such a number. */
    boolean reads(DoublePredicate such) {
        for (String column : figure.reads()) {
            ColumnLayout.Place place = place(column);
            for (int i = 0; i < place.width(); i++) {
                if (such.test(sums[place.offset() + i])) {
                    return true;
                }
            }
        }
        return false;
    }
}
