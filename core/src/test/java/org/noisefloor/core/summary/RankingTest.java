package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.figures.MetricFigures;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.LargeNorms;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Predictions;
import org.noisefloor.core.record.RecordSource;
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
                RecordSource.of(records));
    }

    private static Ranking ranking(Ranking.Run... runs) {
        return ranking(0, runs);
    }

    /** @param apart the KL between the originals of each two */
    private static Ranking ranking(double apart, Ranking.Run... runs) {
        double[][] kl = new double[runs.length][runs.length];
        for (int one = 0; one < runs.length; one++) {
            for (int other = 0; other < runs.length; other++) {
                kl[one][other] = one == other ? 0 : apart;
            }
        }
        return Ranking.of(List.of(runs), new Originals(kl), "d", "l0");
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
    void whatArithmeticAloneCanDoIsLevelHoweverSureTheDifferenceIs() {
        Ranking.Run one = run("one", s -> HARDNESS[s], 8);
        Ranking.Run other = run("other", s -> HARDNESS[s] + 1e-6, 8);
        Ranking.Pair pair = ranking(1e-12, one, other).pairs().get(0);
        assertThat(pair.difference().excludesZero()).isTrue();
        assertThat(pair.arithmetic()).isBetween(1e-6, 2e-5);
        assertThat(pair.verdict()).isEqualTo(new Verdict(Verdict.Word.LEVEL, null));
        assertThat(pair.isDistinguishable()).isFalse();
        Ranking.Pair tenTimesAsMuch = ranking(1e-12, one, run("more", s -> HARDNESS[s] + 1e-4, 8))
                .pairs()
                .get(0);
        assertThat(tenTimesAsMuch.verdict()).isEqualTo(new Verdict(Verdict.Word.WORSE, null));
    }

    @Test
    void anIntervalThatReachesIntoArithmeticTellsNothingApart() {
        Ranking.Run one = run("one", s -> HARDNESS[s], 8);
        Verdict verdict = ranking(1e-12, one, run("other", s -> HARDNESS[s] + (s % 2 == 0 ? 2.6e-5 : 1e-7), 8))
                .pairs()
                .get(0)
                .verdict();
        assertThat(verdict.word()).isEqualTo(Verdict.Word.NOT_TOLD_APART);
        assertThat(verdict.reason()).startsWith("its interval lies above 0, but not beyond the");
    }

    @Test
    void betweenTwoModelsNothingIsTakenForArithmetic() {
        Ranking.Run one = run("one", s -> HARDNESS[s], 8);
        Ranking ranking = ranking(0.3, one, run("other model", s -> HARDNESS[s] + 0.01, 8));
        assertThat(ranking.originals()).containsExactly(new Ranking.TwoOriginals("one", "other model", 0.3, false));
        assertThat(ranking.pairs().get(0).isDistinguishable()).isTrue();
    }

    @Test
    void noFrontierIsDrawnFromArithmetic() {
        Ranking.Run one = run("one", s -> HARDNESS[s], 8);
        Ranking.Run other = run("other", s -> HARDNESS[s] + 1e-6, 8);
        assertThat(ranking(1e-12, one, other).ranked()).allMatch(Ranking.Candidate::onFrontier);
        Ranking.Run cheaper = run("cheaper", s -> HARDNESS[s] + 1e-6, 4);
        assertThat(ranking(1e-12, one, cheaper).ranked())
                .filteredOn(Ranking.Candidate::onFrontier)
                .extracting(Ranking.Candidate::run)
                .containsExactly("cheaper");
    }

    @Test
    void allPairsAreJudgedTogether() {
        Random random = new Random(3);
        double[] noise = random.doubles(SEQUENCES, -1, 1).toArray();
        // its own interval just excludes 0
        Ranking.Run one = run("one", s -> HARDNESS[s], 8);
        Ranking.Run other = run("other", s -> HARDNESS[s] + noise[s] + 0.19 - mean(noise), 8);
        assertThat(ranking(one, other).pairs().get(0).verdict().word()).isEqualTo(Verdict.Word.WORSE);
        Ranking.Run[] many = new Ranking.Run[7];
        many[0] = one;
        many[1] = other;
        for (int r = 2; r < many.length; r++) {
            double[] own = random.doubles(SEQUENCES, -1, 1).toArray();
            many[r] = run("noise " + r, s -> HARDNESS[s] + own[s] - mean(own), 8);
        }
        Ranking ranking = ranking(many);
        assertThat(ranking.comparisons("d")).isEqualTo(21);
        Ranking.Pair pair = ranking.pairs().stream()
                .filter(each -> each.figure().equals("d"))
                .filter(each -> ranking.ranked().get(each.worse()).run().equals("other"))
                .filter(each -> ranking.ranked().get(each.better()).run().equals("one"))
                .findFirst()
                .orElseThrow();
        assertThat(pair.difference().excludesZero()).isTrue();
        assertThat(pair.verdict())
                .isEqualTo(new Verdict(
                        Verdict.Word.NOT_TOLD_APART,
                        "its own interval lies above 0, but not if all 21 comparisons are to hold together"));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    @Test
    void originalsAreApartByHalfTheMeanSquareOfWhatTheySayOfTheCorrectToken() {
        List<float[]> one = List.of(new float[] {0.5f, 0.25f}, new float[] {0});
        List<float[]> other = List.of(new float[] {0.5f, 0.25f * (float) Math.exp(0.01)}, new float[] {0});
        Originals originals = Originals.of(List.of(one, other, one));
        assertThat(originals.kl()[0][1]).isCloseTo(0.5 * 1e-4 / 2, within(1e-9));
        assertThat(originals.kl()[0][2]).isZero();
    }

    @Test
    void twoThatAreTheSameAreBothOnTheFrontier() {
        assertThat(ranking(run("a", s -> 1, 8), run("b", s -> 1, 8)).ranked()).allMatch(Ranking.Candidate::onFrontier);
    }
}
