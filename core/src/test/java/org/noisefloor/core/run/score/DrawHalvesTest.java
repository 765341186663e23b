package org.noisefloor.core.run.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.core.record.FloorDraws.Halves;
import org.noisefloor.core.record.Layout.Point;

class DrawHalvesTest {
    private static final List<Point> POINTS = List.of(new Point("d", 0, Figure.Kind.DIVERGENCE));
    private static final int[] FIRST = {0, 1};
    private static final int[] SECOND = {2, 3};

    private static PointValues values(double... divergences) {
        PointValues values = new PointValues(POINTS, divergences.length);
        IntStream.range(0, divergences.length).forEach(row -> values.take(row, new double[] {divergences[row]}));
        return values;
    }

    private static DrawHalves of(PointValues intervention, PointValues... draws) {
        DrawHalves halves = new DrawHalves(0, List.of(intervention), 4);
        List.of(draws).forEach(draw -> halves.add(draw, List.of(FIRST, SECOND)));
        return halves;
    }

    @Test
    void drawsOfEvenNumberPickAndTheOthersTell() {
        Halves halves = of(
                        values(3, 3, 3, 3),
                        values(1, 2, 0, 0),
                        values(4, 1, 0, 0),
                        values(3, 4, 0, 0),
                        values(2, 2, 0, 0))
                .of(FIRST);
        assertThat(halves.picking()).containsExactly(2, 3);
        assertThat(halves.telling()).containsExactly(3, 1.5f);
        assertThat(halves.below().get(0)).containsExactly(1, 2);
    }

    @Test
    void ofAnOddNumberOneMorePicks() {
        Halves halves = of(values(3, 3, 3, 3), values(0, 0, 1, 2), values(0, 0, 6, 7), values(0, 0, 3, 6))
                .of(SECOND);
        assertThat(halves.picking()).containsExactly(2, 4);
        assertThat(halves.telling()).containsExactly(6, 7);
    }
}
