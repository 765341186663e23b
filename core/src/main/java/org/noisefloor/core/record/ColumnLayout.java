package org.noisefloor.core.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.metric.Metric;

/** Where the columns of some metrics stand in one array of numbers, one after the other. */
public final class ColumnLayout {
    /** Of no metric. */
    public static final ColumnLayout NONE = new ColumnLayout(List.of());

    private final List<MetricColumns> metrics;
    private final List<Integer> offsets = new ArrayList<>();
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final int[] numbers;
    private final int width;

    /**
     * One column.
     *
     * @param width 1 for a number, more for a vector
     */
    public record Column(String name, int width) {}

    /**
     * A metric's columns.
     *
     * @param metric its name in the config
     * @param predicted whether it compares predictions, so that it has sums at the ends of sequences too
     */
    public record MetricColumns(String metric, List<Column> columns, boolean predicted) {

        public static MetricColumns of(String name, Metric metric) {
            return new MetricColumns(
                    name,
                    metric.columns().stream()
                            .map(each -> new Column(each.name(), each.width()))
                            .toList(),
                    metric.positions() == Metric.Positions.PREDICTED);
        }

        /** Numbers that these columns take up. */
        public int width() {
            return columns.stream().mapToInt(Column::width).sum();
        }
    }

    /**
     * Where a column stands.
     *
     * @param metric index of its metric
     */
    public record Place(String column, int metric, int offset, int width) {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ColumnLayout(List<MetricColumns> metrics) {
        this.metrics = List.copyOf(metrics);
        int at = 0;
        for (int m = 0; m < metrics.size(); m++) {
            offsets.add(at);
            for (Column column : metrics.get(m).columns()) {
                places.put(column.name(), new Place(column.name(), m, at, column.width()));
                at += column.width();
            }
        }
        this.width = at;
        this.numbers = places.values().stream()
                .filter(place -> place.width() == 1)
                .mapToInt(Place::offset)
                .toArray();
    }

    @JsonValue
    public List<MetricColumns> metrics() {
        return metrics;
    }

    /** Where a metric's columns start. */
    public int offset(int metric) {
        return offsets.get(metric);
    }

    /** Numbers that all columns take up. */
    public int width() {
        return width;
    }

    /** All columns, in order. */
    public Iterable<Place> places() {
        return places.values();
    }

    /** Where a column stands; empty if there is none of that name. */
    public Optional<Place> place(String column) {
        return Optional.ofNullable(places.get(column));
    }

    /** The offsets of the columns that are a number, not a vector, ascending; not to be changed. */
    public int[] numbers() {
        return numbers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColumnLayout layout && metrics.equals(layout.metrics);
    }

    @Override
    public int hashCode() {
        return metrics.hashCode();
    }

    @Override
    public String toString() {
        return places.keySet().toString();
    }
}
