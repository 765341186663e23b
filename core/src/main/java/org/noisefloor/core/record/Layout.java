package org.noisefloor.core.record;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.noisefloor.api.metric.Figure;

/**
 * What the numbers of a {@link SequenceRecord} mean.
 *
 * @param arms what was done, in the order of the records
 * @param scored the columns of the metrics of scored positions, the same at all sites
 * @param intervened those of the metrics of intervened positions, by arm; none for arms that are no intervention
 * @param observations what each arm's intervention reports, by arm
 * @param stratifiers how positions are divided, in the order of {@link ArmSums#classes}
 * @param points the columns of {@code scored} whose value at single positions is kept
 * @param floors the noise floors with the interventions that each is compared with
 */
public record Layout(
        List<Arm> arms,
        ColumnLayout scored,
        List<ColumnLayout> intervened,
        List<List<Observed>> observations,
        List<Classes> stratifiers,
        List<Point> points,
        List<Floor> floors) {

    /** The same of arms that are drawn otherwise. */
    public Layout with(List<Arm> drawn) {
        return new Layout(drawn, scored, intervened, observations, stratifiers, points, floors);
    }

    /** What an intervention reports for each row; its figure is the mean. */
    public record Observed(String name, String unit, String doc) {}

    /** A stratifier's name in the config, and its classes. */
    public record Classes(String stratifier, List<String> names) {}

    /**
     * A column of {@code scored} that is a divergence, similarity or difference, so that its mean is a figure of that name.
     *
     * @param place its place in {@link ArmSums.Scored#sums}
     */
    public record Point(String figure, int place, Figure.Kind kind) {

        /** The value that is compared: of a similarity S, the distance 1 − S. */
        public double distance(double value) {
            return kind == Figure.Kind.SIMILARITY ? 1 - value : value;
        }
    }

    /**
     * A noise floor.
     *
     * @param arm its place among the arms
     * @param compared the places of the interventions that are compared with it
     * @param ranked those of them that its draws are ranked against, in the order of {@link ArmPositions#ranks} and of {@link
     *     FloorDraws#standings}: an intervention of several draws has no one value at a position
     */
    public record Floor(int arm, List<Integer> compared, List<Integer> ranked) {}

    /** Bytes of a record's numbers in memory: sums by arm, draw and class, and values at single positions. */
    public long bytes(int positions) {
        long draws = arms.stream().mapToLong(arm -> arm.draws().count()).sum();
        long classes =
                stratifiers.stream().mapToLong(each -> each.names().size()).sum();
        long recalibrations =
                arms.stream().mapToLong(arm -> arm.draws().recalibrations()).sum();
        long single = arms.stream().filter(arm -> !arm.draws().random()).count();
        return Double.BYTES
                * (draws * (scored.width() + classes * scored.numbers().length)
                        + recalibrations * scored.width()
                        + single * points.size() * positions);
    }

    /** The noise floor that an arm is; empty if it is none. */
    public Optional<Floor> floor(int arm) {
        return floors.stream().filter(each -> each.arm() == arm).findFirst();
    }

    /** The noise floors of an intervention, in the order of the arms. */
    public List<Floor> floorsOf(int intervention) {
        return floors.stream()
                .filter(each -> each.compared().contains(intervention))
                .toList();
    }

    /** The divergence that a run is told by: KL if it was measured, or else the first one; empty if there is none. */
    public Optional<Point> mainDivergence() {
        return mainDivergence(figure -> true);
    }

    /** The same among some figures. */
    public Optional<Point> mainDivergence(Predicate<String> among) {
        List<Point> divergences = points.stream()
                .filter(each -> each.kind() == Figure.Kind.DIVERGENCE && among.test(each.figure()))
                .toList();
        return divergences.stream()
                .filter(each -> each.figure().equals("kl"))
                .findFirst()
                .or(() -> divergences.stream().findFirst());
    }

    /** The place of a figure among the points; −1 if it is none. */
    public int point(String figure) {
        for (int p = 0; p < points.size(); p++) {
            if (points.get(p).figure().equals(figure)) {
                return p;
            }
        }
        return -1;
    }
}
