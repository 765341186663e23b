package org.noisefloor.core.record;

import java.util.ArrayList;
import java.util.List;
import org.noisefloor.api.Column;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Intervention;

/**
 * What the numbers of a {@link SequenceRecord} mean: the first line of a record store.
 *
 * @param arms what was done, in the order of the records
 * @param scored the metrics of scored positions, in the order of {@link ArmSums#scored}
 * @param intervened the metrics of intervened positions, by arm; none for baselines
 * @param observations what each arm's intervention reports, by arm
 * @param stratifiers how positions are divided, in the order of {@link ArmSums#classes}
 * @param points the columns of {@code scored} whose value at single positions is kept
 */
public record Layout(
        List<Arm> arms,
        List<MetricColumns> scored,
        List<List<MetricColumns>> intervened,
        List<List<Intervention.Observation>> observations,
        List<Classes> stratifiers,
        List<Point> points) {

    /**
     * A metric's name in the config, and its columns.
     *
     * @param predicted whether it compares predictions, so that it has sums at {@linkplain ArmSums#ends the ends} too
     */
    public record MetricColumns(String metric, List<Column> columns, boolean predicted) {

        public MetricColumns(String metric, List<Column> columns) {
            this(metric, columns, false);
        }

        /** Numbers that these columns take up. */
        public int width() {
            return columns.stream().mapToInt(Column::width).sum();
        }
    }

    /** A stratifier's name in the config, and its classes. */
    public record Classes(String stratifier, List<String> names) {}

    /**
     * A column of {@code scored} that is a divergence, similarity or difference, so that its mean is a figure of that name.
     *
     * @param place its place in {@link ArmSums#scored}
     */
    public record Point(String figure, int place, Figure.Kind kind) {

        /** The value that is compared: of a similarity S, the distance 1 − S. */
        public double distance(double value) {
            return kind == Figure.Kind.SIMILARITY ? 1 - value : value;
        }
    }

    /** The places in {@link ArmSums#scored} of columns that are a number, not a vector. */
    public static int[] numbers(List<MetricColumns> metrics) {
        List<Integer> places = new ArrayList<>();
        int place = 0;
        for (MetricColumns metric : metrics) {
            for (Column column : metric.columns()) {
                if (column.width() == 1) {
                    places.add(place);
                }
                place += column.width();
            }
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The place in {@link ArmSums#scored} of the column with a name; −1 if there is none. */
    public static int place(List<MetricColumns> metrics, String column) {
        int place = 0;
        for (MetricColumns metric : metrics) {
            for (Column each : metric.columns()) {
                if (each.name().equals(column)) {
                    return place;
                }
                place += each.width();
            }
        }
        return -1;
    }

    /** Numbers that some metrics take up one after the other. */
    public static int width(List<MetricColumns> metrics) {
        return metrics.stream().mapToInt(MetricColumns::width).sum();
    }
}
