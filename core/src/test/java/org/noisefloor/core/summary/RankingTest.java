package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.figures.MetricFigures;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.LargeNorms;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Predictions;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;

class RankingTest {
    private static final int SEQUENCES = 60;
    private static final int POSITIONS = 10;

    /** How hard each sequence is for everybody. */
    private static final double[] HARDNESS =
            new Random(4).doubles(SEQUENCES, 1, 9).toArray();

    private static final FigureCatalogue FIGURES = FigureCatalogue.of(List.of(new FigureCatalogue.ArmFigures(
            List.of(new MetricFigures(
                    "m",
                    List.of(
                            Figure.mean("d", "nats", Figure.Kind.DIVERGENCE, "a divergence"),
                            Figure.mean("s", "", Figure.Kind.SIMILARITY, "a similarity")))),
            List.of())));

    /** A run with one intervention whose divergence per position, and cost, are given by sequence. */
    private static Ranking.Run run(String name, IntToDoubleFunction divergence, double cost) {
        Layout layout = new Layout(
                List.of(SyntheticRun.SAE),
                SyntheticRun.columns("d", "s"),
                List.of(ColumnLayout.NONE),
                List.of(List.of(new Layout.Observed("l0", "features", "active features"))),
                List.of(),
                List.of(
                        new Layout.Point("d", 0, Figure.Kind.DIVERGENCE),
                        new Layout.Point("s", 1, Figure.Kind.SIMILARITY)),
                List.of());
        List<SequenceRecord> records = new ArrayList<>();
        for (int s = 0; s < SEQUENCES; s++) {
            double d = POSITIONS * divergence.applyAsDouble(s);
            ArmSums sums = new ArmSums(
                    new ArmSums.Scored(new double[] {d, POSITIONS - d / 100}, new double[0], new int[0], new double[0]),
                    new ArmSums.Intervened(
                            new double[0], new double[] {cost * (POSITIONS + 1)}, new double[2], LargeNorms.NONE),
                    List.of());
            records.add(new SequenceRecord(
                    s,
                    new int[] {s},
                    POSITIONS + 2,
                    POSITIONS + 1,
                    POSITIONS,
                    0,
                    0,
                    new int[0],
                    new int[0],
                    Predictions.NONE,
                    List.of(List.of(sums)),
                    List.of(),
                    List.of(),
                    List.of()));
        }
        return new Ranking.Run(
                name,
                SyntheticRun.described(
                        layout, new RunDescription.Inference(0, 500, List.of(), List.of()), new double[2]),
                FIGURES,
                records);
    }

    private static Ranking ranking(Ranking.Run... runs) {
        return Ranking.of(List.of(runs), "d", "l0");
    }

    @Test
    void whatInterventionsCostIsWhatTheyObserve() {
        assertThat(Ranking.costs(List.of(run("a", s -> HARDNESS[s], 8)))).contains("l0");
    }

    @Test
    void ranksTheLeastDamageFirst() {
        Ranking ranking = ranking(run("worse", s -> HARDNESS[s] + 1, 8), run("better", s -> HARDNESS[s], 8));
        assertThat(ranking.ranked()).extracting(Ranking.Candidate::run).containsExactly("better", "worse");
        assertThat(ranking.figures()).containsExactly("d", "s");
    }

    @Test
    void aSmallDifferenceShowsBecauseBothAreTakenFromTheSameSequences() {
        Ranking.Pair pair = ranking(run("a", s -> HARDNESS[s], 8), run("b", s -> HARDNESS[s] + 0.01, 8))
                .pairs()
                .get(0);
        assertThat(pair.difference().value()).isCloseTo(0.01, within(1e-9));
        assertThat(pair.isDistinguishable()).isTrue();
        // the intervals of the two overlap nearly wholly
        Ranking.Candidate first =
                ranking(run("a", s -> HARDNESS[s], 8)).ranked().get(0);
        assertThat(first.figures().get("d").high() - first.figures().get("d").low())
                .isGreaterThan(0.5);
    }

    @Test
    void whatDiffersByChanceIsNotDistinguishable() {
        Random random = new Random(8);
        double[] noise = random.doubles(SEQUENCES, -3, 3).toArray();
        Ranking.Pair pair = ranking(run("a", s -> HARDNESS[s], 8), run("b", s -> HARDNESS[s] + noise[s], 8))
                .pairs()
                .get(0);
        assertThat(pair.isDistinguishable()).isFalse();
        assertThat(Math.abs(pair.difference().value())).isLessThan(pair.detectable());
    }

    @Test
    void aSimilarityIsComparedAsADistance() {
        Ranking.Candidate candidate = ranking(run("a", s -> 5, 8)).ranked().get(0);
        assertThat(candidate.figures().get("s").value()).isCloseTo(0.05, within(1e-12));
    }

    @Test
    void theFrontierHoldsWhatNothingBeatsInBothDamageAndCost() {
        Ranking ranking = ranking(
                run("dear and good", s -> 1, 64), run("cheap and bad", s -> 3, 8), run("dear and bad", s -> 3.5, 64));
        assertThat(ranking.ranked())
                .filteredOn(Ranking.Candidate::onFrontier)
                .extracting(Ranking.Candidate::run)
                .containsExactly("dear and good", "cheap and bad");
        assertThat(ranking.ranked().get(0).cost().value()).isCloseTo(64, within(1e-12));
    }

    @Test
    void twoThatAreTheSameAreBothOnTheFrontier() {
        assertThat(ranking(run("a", s -> 1, 8), run("b", s -> 1, 8)).ranked()).allMatch(Ranking.Candidate::onFrontier);
    }
}
