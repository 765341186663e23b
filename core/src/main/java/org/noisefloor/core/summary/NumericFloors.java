package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport.Role;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.summary.ArmSamples.Entry;

/**
 * What arithmetic alone does to each figure of scored positions.
 *
 * @param cut by the cut and in batches
 * @param applied the larger of that and what another way of computing the original did, where the config asks for one
 * @param shown the figures that a report tells of
 * @param similarities those of all figures that are similarities
 */
record NumericFloors(
        Map<String, Double> cut, Map<String, Double> applied, List<String> shown, Set<String> similarities) {

    static NumericFloors of(RunData data, List<ArmSamples> samples) {
        RunDescription.Arithmetic arithmetic = data.run().arithmetic();
        Table.Totals totals = new Table.Totals(data.layout().scored(), arithmetic.sums(), arithmetic.positions());
        Map<String, Double> cut = new HashMap<>();
        Set<String> similarities = new HashSet<>();
        for (Table.Cell cell : Table.cells(data.figures().scored(0))) {
            cut.put(cell.figure().name(), totals.reported(cell, 1));
            if (cell.figure().kind() == Figure.Kind.SIMILARITY) {
                similarities.add(cell.figure().name());
            }
        }
        Map<String, Double> applied = new HashMap<>(cut);
        samples.stream().filter(each -> each.arm().role() == Role.NUMERIC_FLOOR).forEach(each -> raise(each, applied));
        List<String> shown = new ArrayList<>();
        for (Entry entry : samples.get(0).entries()) {
            if (entry.isCompared()) {
                shown.add(entry.figure().name());
            }
        }
        return new NumericFloors(cut, applied, shown, similarities);
    }

    /** Of several ways of doing the arithmetic, the one that differs most counts. */
    private static void raise(ArmSamples again, Map<String, Double> applied) {
        for (Entry entry : again.entries()) {
            double value = entry.resampled().value();
            if (entry.ofScored() && Double.isFinite(value)) {
                applied.merge(
                        entry.figure().name(),
                        value,
                        entry.figure().kind() == Figure.Kind.SIMILARITY
                                ? Math::min
                                : (one, other) -> Math.abs(one) >= Math.abs(other) ? one : other);
            }
        }
    }

    /** What arithmetic does to each figure, as a size: of a similarity S, 1 − S. */
    Map<String, Double> sizes() {
        Map<String, Double> sizes = new HashMap<>();
        applied.forEach(
                (figure, value) -> sizes.put(figure, similarities.contains(figure) ? 1 - value : Math.abs(value)));
        return sizes;
    }

    /** Where arithmetic does nothing at all, as to most counts, it explains nothing, a count of 0 neither. */
    boolean isReached(String figure, double value) {
        double floor = applied.getOrDefault(figure, 0.0);
        return floor > 0 && value <= floor;
    }

    RunReport.NumericFloor report(RunDescription.Arithmetic arithmetic) {
        RunDescription.Again again = arithmetic.again();
        return new RunReport.NumericFloor(
                "the whole model, one sequence at a time, against the same model cut at the sites and in batches, on the first"
                        + " batch",
                arithmetic.positions(),
                arithmetic.largestLogitDifference(),
                inOrder(cut),
                again == null
                        ? null
                        : new RunReport.Again(
                                "the original once more, as floor.numeric says, on all positions: the arm of role"
                                        + " numeric_floor",
                                again.arm(),
                                again.backend(),
                                again.options(),
                                inOrder(applied)));
    }

    private Map<String, Double> inOrder(Map<String, Double> values) {
        Map<String, Double> ordered = new LinkedHashMap<>();
        shown.forEach(figure -> ordered.put(figure, values.getOrDefault(figure, Double.NaN)));
        return ordered;
    }
}
