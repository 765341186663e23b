package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Column;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Intervention;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.LargeNorms;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Predictions;
import org.noisefloor.core.record.SequenceRecord;

class ContestTest {
    private static final int SEQUENCES = 60;
    private static final int POSITIONS = 10;

    /** How hard each sequence is for everybody. */
    private static final double[] HARDNESS =
            new Random(4).doubles(SEQUENCES, 1, 9).toArray();

    /** A run with one intervention whose divergence per position, and cost, are given by sequence. */
    private static Contest.Entry run(String name, IntToDoubleFunction divergence, double cost) {
        Layout layout = new Layout(
                List.of(Arm.of("site", "sae", "sae", false, null, 1, false)),
                List.of(new Layout.MetricColumns("m", List.of(Column.of("d"), Column.of("s")))),
                List.of(List.of()),
                List.of(List.of(new Intervention.Observation("l0", "features", "active features"))),
                List.of(),
                List.of(
                        new Layout.Point("d", 0, Figure.Kind.DIVERGENCE),
                        new Layout.Point("s", 1, Figure.Kind.SIMILARITY)));
        List<SequenceRecord> records = new ArrayList<>();
        for (int s = 0; s < SEQUENCES; s++) {
            double d = POSITIONS * divergence.applyAsDouble(s);
            ArmSums sums = new ArmSums(
                    new double[] {d, POSITIONS - d / 100},
                    new double[0],
                    new double[0],
                    new double[] {cost * (POSITIONS + 1)},
                    new double[2],
                    LargeNorms.NONE,
                    new int[0],
                    new double[0],
                    List.of());
            records.add(new SequenceRecord(
                    s,
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
                    List.of()));
        }
        return new Contest.Entry(name, layout, records, 0);
    }

    private static Contest contest(Contest.Entry... entries) {
        return Contest.of(List.of(entries), "d", "l0", 0, 500);
    }

    @Test
    void ranksTheLeastDamageFirst() {
        Contest contest = contest(run("worse", s -> HARDNESS[s] + 1, 8), run("better", s -> HARDNESS[s], 8));
        assertThat(contest.ranked()).extracting(Contest.Entrant::run).containsExactly("better", "worse");
        assertThat(contest.figures()).containsExactly("d", "s");
    }

    @Test
    void aSmallDifferenceShowsBecauseBothAreTakenFromTheSameSequences() {
        Contest.Pair pair = contest(run("a", s -> HARDNESS[s], 8), run("b", s -> HARDNESS[s] + 0.01, 8))
                .pairs()
                .get(0);
        assertThat(pair.difference().value()).isCloseTo(0.01, within(1e-9));
        assertThat(pair.isDistinguishable()).isTrue();
        // the intervals of the two overlap nearly wholly
        Contest.Entrant first = contest(run("a", s -> HARDNESS[s], 8)).ranked().get(0);
        assertThat(first.figures().get("d").high() - first.figures().get("d").low())
                .isGreaterThan(0.5);
    }

    @Test
    void whatDiffersByChanceIsNotDistinguishable() {
        Random random = new Random(8);
        double[] noise = random.doubles(SEQUENCES, -3, 3).toArray();
        Contest.Pair pair = contest(run("a", s -> HARDNESS[s], 8), run("b", s -> HARDNESS[s] + noise[s], 8))
                .pairs()
                .get(0);
        assertThat(pair.isDistinguishable()).isFalse();
        assertThat(Math.abs(pair.difference().value())).isLessThan(pair.detectable());
    }

    @Test
    void aSimilarityIsComparedAsADistance() {
        Contest.Entrant entrant = contest(run("a", s -> 5, 8)).ranked().get(0);
        assertThat(entrant.figures().get("s").value()).isCloseTo(0.05, within(1e-12));
    }

    @Test
    void theFrontierHoldsWhatNothingBeatsInBothDamageAndCost() {
        Contest contest = contest(
                run("dear and good", s -> 1, 64), run("cheap and bad", s -> 3, 8), run("dear and bad", s -> 3.5, 64));
        assertThat(contest.ranked())
                .filteredOn(Contest.Entrant::onFrontier)
                .extracting(Contest.Entrant::run)
                .containsExactly("dear and good", "cheap and bad");
        assertThat(contest.ranked().get(0).cost().value()).isCloseTo(64, within(1e-12));
    }

    @Test
    void twoThatAreTheSameAreBothOnTheFrontier() {
        assertThat(contest(run("a", s -> 1, 8), run("b", s -> 1, 8)).ranked()).allMatch(Contest.Entrant::onFrontier);
    }
}
