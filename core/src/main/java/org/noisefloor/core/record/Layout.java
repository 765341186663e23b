package org.noisefloor.core.record;

import java.util.List;
import org.noisefloor.api.Column;
import org.noisefloor.api.Intervention;

/**
 * What the numbers of a {@link SequenceRecord} mean: the first line of a record store.
 *
 * @param arms what was done, in the order of the records
 * @param scored the metrics of scored positions, in the order of {@link ArmSums#scored}
 * @param intervened the metrics of intervened positions, by arm; none for baselines
 * @param observations what each arm's intervention reports, by arm
 * @param stratifiers how positions are divided, in the order of {@link ArmSums#classes}
 */
public record Layout(
        List<Arm> arms,
        List<MetricColumns> scored,
        List<List<MetricColumns>> intervened,
        List<List<Intervention.Observation>> observations,
        List<Classes> stratifiers) {

    /** A metric's name in the config, and its columns. */
    public record MetricColumns(String metric, List<Column> columns) {

        /** Numbers that these columns take up. */
        public int width() {
            return columns.stream().mapToInt(Column::width).sum();
        }
    }

    /** A stratifier's name in the config, and its classes. */
    public record Classes(String stratifier, List<String> names) {}

    /** Numbers that some metrics take up one after the other. */
    public static int width(List<MetricColumns> metrics) {
        return metrics.stream().mapToInt(MetricColumns::width).sum();
    }
}
