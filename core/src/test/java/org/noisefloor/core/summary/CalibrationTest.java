package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ArmReport.EquivalentNoise;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.FloorContrast.Ranks;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.run.NoiseRun;

/** The calibration itself: what it says of an intervention of which the answer is known. */
class CalibrationTest {
    private static final int DRAWS = 8;

    /** An intervention that is one more draw of the floor. */
    private static final RunReport ONE_MORE_DRAW = ToyReport.of(NoiseRun.oneMoreDraw(400, DRAWS));

    private static ArmReport intervention(RunReport report) {
        return report.sites().get(0).arms().get(0);
    }

    private static FloorContrast floor(RunReport report) {
        return intervention(report).floors().values().iterator().next().get("d");
    }

    /** Within four standard deviations of the binomial distribution. */
    @Test
    void oneMoreDrawIsAboveAllOthersAtOneOfNinePositions() {
        Ranks ranks = floor(ONE_MORE_DRAW).ranks();
        double expected = 1.0 / (DRAWS + 1);
        double n = ONE_MORE_DRAW.positions().scored();
        double binomial = Math.sqrt(expected * (1 - expected) / n);
        assertThat(ranks.expectedAbove()).isEqualTo(expected);
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
        FloorContrast floor = floor(ONE_MORE_DRAW);
        assertThat(floor.ratio().low()).isLessThan(1);
        assertThat(floor.ratio().high()).isGreaterThan(1);
        assertThat(Math.abs(floor.excess().value())).isLessThan(2 * floor.detectableExcess());
    }

    @Test
    void noiseIsEquivalentToItself() {
        Map<String, Map<String, EquivalentNoise>> all =
                intervention(ToyReport.of(NoiseRun.doseOnCurve(300, 0.2))).equivalentNoise();
        assertThat(all).hasSize(1);
        EquivalentNoise noise =
                all.values().iterator().next().values().iterator().next();
        assertThat(noise.bound()).isEqualTo('=');
        assertThat(noise.multiple().low()).isLessThan(1);
        assertThat(noise.multiple().high()).isGreaterThan(1);
        assertThat(noise.multiple().high() - noise.multiple().low()).isLessThan(0.3);
    }
}
