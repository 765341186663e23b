package org.noisefloor.core.run.score;

import java.util.List;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.core.record.Histogram;
import org.noisefloor.core.record.Layout.Point;

/** The points of one draw of one arm at every row of a batch; written by several threads, each at rows of its own. */
final class PointValues {
    private final List<Point> points;
    private final double[][] values;

    PointValues(List<Point> points, int rows) {
        this.points = points;
        this.values = new double[points.size()][rows];
    }

    /** @param scored the columns of all metrics of scored positions at this row */
    void take(int row, double[] scored) {
        for (int p = 0; p < values.length; p++) {
            values[p][row] = scored[points.get(p).place()];
        }
    }

    double at(int point, int row) {
        return values[point][row];
    }

    /** Adds another draw's values at the given rows. */
    void add(PointValues draw, int[] rows) {
        for (int p = 0; p < values.length; p++) {
            for (int row : rows) {
                values[p][row] += draw.values[p][row];
            }
        }
    }

    /** Values of the given rows over a number of draws, by point. */
    float[][] over(int draws, int[] rows) {
        float[][] over = new float[values.length][rows.length];
        for (int p = 0; p < over.length; p++) {
            for (int i = 0; i < rows.length; i++) {
                over[p][i] = (float) (values[p][rows[i]] / draws);
            }
        }
        return over;
    }

    /** Values of the given rows, by point. */
    double[][] of(int[] rows) {
        double[][] of = new double[values.length][rows.length];
        for (int p = 0; p < of.length; p++) {
            for (int i = 0; i < rows.length; i++) {
                of[p][i] = values[p][rows[i]];
            }
        }
        return of;
    }

    /** Counts the rows' values into a histogram for each point that is a divergence. */
    void count(int[] rows, List<Histogram> histograms) {
        for (int p = 0; p < values.length; p++) {
            if (points.get(p).kind() == Figure.Kind.DIVERGENCE) {
                for (int row : rows) {
                    histograms.get(p).count(values[p][row]);
                }
            }
        }
    }
}
