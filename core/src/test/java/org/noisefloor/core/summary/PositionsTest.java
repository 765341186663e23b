package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport.Agreement;
import org.noisefloor.api.report.ArmReport.Role;
import org.noisefloor.api.report.FigureReport.InfinitePositions;
import org.noisefloor.api.report.FigureReport.Quantiles;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmPositions;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.FeatureCounts;
import org.noisefloor.core.record.Histogram;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.record.Predictions;
import org.noisefloor.core.record.SequenceRecord;

/** One intervention; a divergence {@code d} and a similarity {@code s} at each position. */
class PositionsTest {
    private static final Layout LAYOUT = layout(
            SyntheticRun.SAE,
            List.of(new Point("d", 0, Figure.Kind.DIVERGENCE), new Point("s", 1, Figure.Kind.SIMILARITY)));

    private static Layout layout(Arm arm, List<Point> points) {
        return new Layout(
                List.of(arm),
                SyntheticRun.columns("d", "s"),
                List.of(ColumnLayout.NONE),
                List.of(List.of()),
                List.of(),
                points,
                List.of());
    }

    /** A sequence of which the divergences are given; the similarity is 1 − d. */
    private static SequenceRecord sequence(double... divergences) {
        double sum = 0;
        double finite = 0;
        int infinite = 0;
        SortedMap<Integer, Integer> histogram = new TreeMap<>();
        double[][] values = new double[2][divergences.length];
        for (int i = 0; i < divergences.length; i++) {
            sum += divergences[i];
            infinite += Double.isInfinite(divergences[i]) ? 1 : 0;
            finite += Double.isInfinite(divergences[i]) ? 0 : divergences[i];
            histogram.merge(Histogram.bin(divergences[i]), 1, Integer::sum);
            values[0][i] = divergences[i];
            values[1][i] = 1 - divergences[i];
        }
        double[] sums = {sum, divergences.length - sum};
        ArmSums arm = new ArmSums(
                new ArmSums.Scored(
                        sums,
                        new double[0],
                        infinite == 0 ? new int[0] : new int[] {infinite, infinite},
                        infinite == 0 ? new double[0] : new double[] {finite, 0}),
                ArmSums.Intervened.NONE,
                List.of());
        return new SequenceRecord(
                0,
                new int[] {0},
                divergences.length + 2,
                divergences.length + 1,
                divergences.length,
                0,
                0,
                new int[0],
                new int[divergences.length],
                Predictions.NONE,
                List.of(List.of(arm)),
                List.of(),
                List.of(new ArmPositions(List.of(histogram, new TreeMap<>()), values, List.of())),
                List.of(FeatureCounts.NONE));
    }

    private static Positions of(SequenceRecord... records) {
        return of(LAYOUT, records);
    }

    private static Positions of(Layout layout, SequenceRecord... records) {
        Positions positions = new Positions(layout, 0);
        positions.take(Chunk.of(0, List.of(records), List.of()));
        positions.end();
        return positions;
    }

    @Test
    void quantilesInterpolateOverThePositionsOfAllSequences() {
        Quantiles quantiles = of(sequence(4, 0), sequence(3, 1, 2)).spread("d").quantiles();
        assertThat(quantiles.median()).isEqualTo(2);
        assertThat(quantiles.q90()).isCloseTo(3.6, within(1e-12));
        assertThat(quantiles.q99()).isCloseTo(3.96, within(1e-12));
    }

    @Test
    void theLargestHundredthRoundsUpToAtLeastOnePosition() {
        assertThat(of(sequence(4, 1), sequence(3, 2)).spread("d").quantiles().topShare())
                .isEqualTo(0.4);
        List<SequenceRecord> many = new ArrayList<>();
        for (int s = 0; s < 101; s++) {
            many.add(sequence(1));
        }
        assertThat(of(many.toArray(SequenceRecord[]::new))
                        .spread("d")
                        .quantiles()
                        .topShare())
                .isCloseTo(2.0 / 101, within(1e-12));
    }

    @Test
    void histogramsOfSequencesAddUp() {
        assertThat(of(sequence(0, 1), sequence(1, 1, 0)).spread("d").histogram())
                .isEqualTo(Map.of("zero", 2L, String.valueOf(Histogram.bin(1)), 3L));
    }

    @Test
    void onlyADivergenceHasASpread() {
        assertThat(of(sequence(1, 2)).spread("s")).isNull();
        assertThat(of(sequence(1, 2)).spread("another")).isNull();
    }

    @Test
    void infinitePositionsAreCountedAndTheMeanOfTheRestGiven() {
        Positions positions = of(sequence(1, Double.POSITIVE_INFINITY), sequence(2, 3));
        assertThat(positions.infinite("d")).isEqualTo(new InfinitePositions(1, 2));
        assertThat(of(sequence(1, 2)).infinite("d")).isNull();
    }

    @Test
    void infinitePositionsAreCountedOfALevelToo() {
        Positions positions =
                of(layout(SyntheticRun.SAE, List.of()), sequence(1, Double.POSITIVE_INFINITY), sequence(2, 3));
        assertThat(positions.infinite("d")).isEqualTo(new InfinitePositions(1, 2));
        assertThat(positions.infinite("no_column")).isNull();
    }

    @Test
    void aSimilarityAgreesWithADivergenceThatSaysTheSame() {
        Agreement agreement = of(sequence(0.25, 0.5), sequence(0.75)).agreement(figure -> true);
        assertThat(agreement.figures()).containsExactly("d", "s");
        assertThat(agreement.spearman().get(0).get(1)).isCloseTo(1, within(1e-15));
    }

    @Test
    void aRandomArmHasAHistogramAndNoQuantiles() {
        Arm random = Arm.of("site", "noise", "noise", Role.BASELINE, Arm.Draws.random(1));
        Layout layout = layout(random, LAYOUT.points());
        SequenceRecord with = sequence(1, 2);
        ArmPositions single = with.single().get(0);
        SequenceRecord without = new SequenceRecord(
                0,
                new int[] {0},
                4,
                3,
                2,
                0,
                0,
                with.tokens(),
                with.positions(),
                with.original(),
                with.arms(),
                with.recalibrated(),
                List.of(new ArmPositions(single.histograms(), new double[0][], List.of())),
                with.features());
        Positions positions = of(layout, without);
        assertThat(positions.spread("d").quantiles()).isNull();
        assertThat(positions.spread("d").histogram()).hasSize(2);
        assertThat(positions.agreement(figure -> true)).isNull();
    }
}
