package org.noisefloor.core.run.score;

import java.util.List;
import java.util.stream.IntStream;
import org.noisefloor.core.record.FloorDraws.Halves;

/**
 * The draws of a noise floor by one divergence, on one batch, parted in two: those of even number and the others. Seen one after the
 * other and not kept.
 */
final class DrawHalves {
    private final int point;
    private final List<PointValues> interventions;
    private final double[][] sums;
    private final int[][] below;
    private int draws;

    /**
     * @param point the place of the divergence
     * @param interventions that the draws are ranked against
     */
    DrawHalves(int point, List<PointValues> interventions, int rows) {
        this.point = point;
        this.interventions = interventions;
        this.sums = new double[2][rows];
        this.below = new int[interventions.size()][rows];
    }

    /** Takes in the next draw at the given rows. */
    void add(PointValues draw, List<int[]> sequences) {
        int half = draws++ % 2;
        for (int[] rows : sequences) {
            for (int row : rows) {
                double value = draw.at(point, row);
                sums[half][row] += value;
                for (int i = 0; half == 1 && i < below.length; i++) {
                    below[i][row] += value < interventions.get(i).at(point, row) ? 1 : 0;
                }
            }
        }
    }

    /** At the rows of one sequence. */
    Halves of(int[] rows) {
        return new Halves(
                means(0, (draws + 1) / 2, rows),
                means(1, draws / 2, rows),
                IntStream.range(0, below.length)
                        .mapToObj(i ->
                                IntStream.of(rows).map(row -> below[i][row]).toArray())
                        .toList());
    }

    private float[] means(int half, int count, int[] rows) {
        float[] means = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            means[i] = (float) (sums[half][rows[i]] / count);
        }
        return means;
    }
}
