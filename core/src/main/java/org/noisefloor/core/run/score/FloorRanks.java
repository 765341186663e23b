package org.noisefloor.core.run.score;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisefloor.core.record.ArmPositions.Ranks;
import org.noisefloor.core.record.FloorDraws.Standing;
import org.noisefloor.core.record.Layout.Point;

/**
 * Where an intervention stands among the draws of a noise floor, position by position of one batch. The draws are seen one
 * after the other and not kept.
 */
final class FloorRanks {
    private final List<Point> points;
    private final PointValues intervention;
    private final int[][] below;
    private final int[][] equal;
    private int draws;

    /** @param intervention its values on this batch */
    FloorRanks(List<Point> points, PointValues intervention, int rows) {
        this.points = points;
        this.intervention = intervention;
        this.below = new int[points.size()][rows];
        this.equal = new int[points.size()][rows];
    }

    /** Takes in one draw of the floor at the given rows. */
    void add(PointValues draw, int[] rows) {
        for (int p = 0; p < points.size(); p++) {
            Point point = points.get(p);
            for (int row : rows) {
                double one = point.distance(intervention.at(p, row));
                double other = point.distance(draw.at(p, row));
                below[p][row] += other < one ? 1 : 0;
                equal[p][row] += other == one ? 1 : 0;
            }
        }
    }

    /** All draws of this batch have been taken in. */
    void drawn(int count) {
        this.draws = count;
    }

    /** Counts over the rows of one sequence, by point. */
    List<Ranks> of(int[] rows) {
        List<Ranks> ranks = new ArrayList<>();
        for (int p = 0; p < points.size(); p++) {
            int above = 0;
            int under = 0;
            int tied = 0;
            double midRank = 0;
            for (int row : rows) {
                above += below[p][row] == draws ? 1 : 0;
                under += below[p][row] == 0 && equal[p][row] == 0 ? 1 : 0;
                tied += equal[p][row] > 0 ? 1 : 0;
                midRank += (below[p][row] + equal[p][row] / 2.0) / draws;
            }
            ranks.add(new Ranks(above, under, tied, midRank));
        }
        return ranks;
    }

    /** Counts at each of the rows of one sequence. */
    Standing standing(int[] rows) {
        int[][] tied = at(equal, rows);
        for (int p = 0; p < tied.length; p++) {
            tied[p] = IntStream.of(tied[p]).allMatch(count -> count == 0) ? new int[0] : tied[p];
        }
        return new Standing(at(below, rows), tied);
    }

    private static int[][] at(int[][] counts, int[] rows) {
        return Stream.of(counts)
                .map(ofPoint -> IntStream.of(rows).map(row -> ofPoint[row]).toArray())
                .toArray(int[][]::new);
    }
}
