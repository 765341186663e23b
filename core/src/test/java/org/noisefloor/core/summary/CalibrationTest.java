package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.core.run.NoiseRun;
import org.noisefloor.core.summary.Summary.EquivalentNoise;
import org.noisefloor.core.summary.Summary.FloorSummary;
import org.noisefloor.core.summary.Summary.Ranks;

/** The calibration itself: what it says of an intervention of which the answer is known. */
class CalibrationTest {
    private static final int DRAWS = 8;

    /** An intervention that is one more draw of the floor. */
    private static final Summary ONE_MORE_DRAW = NoiseRun.oneMoreDraw(400, DRAWS);

    private static FloorSummary floor(Summary summary) {
        return summary.arms().get(0).floors().stream()
                .filter(each -> each.figure().equals("d"))
                .findFirst()
                .orElseThrow();
    }

    /** Within four standard deviations of the binomial distribution. */
    @Test
    void oneMoreDrawIsAboveAllOthersAtOneOfNinePositions() {
        Ranks ranks = floor(ONE_MORE_DRAW).ranks();
        double expected = 1.0 / (DRAWS + 1);
        double n = ONE_MORE_DRAW.counts().scored();
        double binomial = Math.sqrt(expected * (1 - expected) / n);
        assertThat(ranks.expected()).isEqualTo(expected);
        assertThat(ranks.tied().value()).isLessThan(0.01);
        assertThat(Math.abs(ranks.above().value() - expected)).isLessThan(4 * binomial);
        assertThat(Math.abs(ranks.below().value() - expected)).isLessThan(4 * binomial);
    }

    @Test
    void oneMoreDrawHasTheMiddleRankOnAverage() {
        Estimate midRank = floor(ONE_MORE_DRAW).ranks().midRank();
        assertThat(midRank.low()).isLessThan(0.5);
        assertThat(midRank.high()).isGreaterThan(0.5);
    }

    @Test
    void oneMoreDrawCostsWhatTheFloorCosts() {
        FloorSummary floor = floor(ONE_MORE_DRAW);
        assertThat(floor.ratio().low()).isLessThan(1);
        assertThat(floor.ratio().high()).isGreaterThan(1);
        assertThat(Math.abs(floor.excess().value())).isLessThan(2 * floor.detectable());
    }

    @Test
    void noiseIsEquivalentToItself() {
        List<EquivalentNoise> all = NoiseRun.doseOnCurve(300, 0.2).arms().get(0).equivalentNoise();
        assertThat(all).hasSize(1);
        EquivalentNoise noise = all.get(0);
        assertThat(noise.bound()).isEqualTo('=');
        assertThat(noise.multiple().low()).isLessThan(1);
        assertThat(noise.multiple().high()).isGreaterThan(1);
        assertThat(noise.multiple().high() - noise.multiple().low()).isLessThan(0.3);
    }
}
