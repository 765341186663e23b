package org.noisefloor.core.run.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.core.record.ArmPositions.Ranks;
import org.noisefloor.core.record.Layout.Point;

class FloorRanksTest {
    private static final List<Point> POINTS =
            List.of(new Point("d", 0, Figure.Kind.DIVERGENCE), new Point("s", 1, Figure.Kind.SIMILARITY));
    private static final int[] ROWS = {0, 1, 2, 3};

    /** A divergence at each row, and the similarity that says the same. */
    private static PointValues values(double... divergences) {
        PointValues values = new PointValues(POINTS, divergences.length);
        for (int row = 0; row < divergences.length; row++) {
            values.take(row, new double[] {divergences[row], 1 - divergences[row]});
        }
        return values;
    }

    private static List<Ranks> ranks(PointValues intervention, PointValues... draws) {
        FloorRanks ranks = new FloorRanks(POINTS, intervention, ROWS.length);
        for (PointValues draw : draws) {
            ranks.add(draw, ROWS);
        }
        ranks.drawn(draws.length);
        return ranks.of(ROWS);
    }

    @Test
    void positionsAreAboveBelowTiedOrAmongTheDraws() {
        // above both, below both, tied with one, between
        PointValues intervention = values(0.75, 0.125, 0.5, 0.25);
        List<Ranks> ranks = ranks(intervention, values(0.5, 0.25, 0.5, 0.125), values(0.625, 0.25, 0.25, 0.5));
        assertThat(ranks.get(0)).isEqualTo(new Ranks(1, 1, 1, 1 + 0 + 0.75 + 0.5));
    }

    @Test
    void aSimilarityIsRankedAsADistance() {
        List<Ranks> ranks = ranks(values(0.75, 0.125, 0.5, 0.25), values(0.5, 0.25, 0.5, 0.125));
        assertThat(ranks.get(1)).isEqualTo(ranks.get(0));
    }

    @Test
    void onlyTheGivenRowsCount() {
        FloorRanks ranks = new FloorRanks(POINTS, values(1, 1, 1, 1), 4);
        ranks.add(values(0, 0, 0, 0), ROWS);
        ranks.drawn(1);
        assertThat(ranks.of(new int[] {2, 3}).get(0)).isEqualTo(new Ranks(2, 0, 0, 2));
    }
}
