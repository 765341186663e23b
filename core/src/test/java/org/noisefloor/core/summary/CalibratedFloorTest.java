package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.core.run.NoiseRun;
import org.noisefloor.core.run.ToyRun;

/**
 * Whether the ratio's interval holds what endless texts would give, endless ones to calibrate with among them. Each repetition has fresh
 * texts of both kinds and a fresh seed.
 *
 * <p>The long form is a campaign whose table stands in docs/results/null.md: {@code -Dnoisefloor.repetitions=400}.
 */
class CalibratedFloorTest {
    private static final int SHORT = 60;
    private static final int REPETITIONS = Integer.getInteger("noisefloor.repetitions", SHORT);
    private static final int DRAWS = 8;
    private static final int ENDLESS = REPETITIONS > SHORT ? 20_000 : 5_000;

    /** The truth, as nearly as many documents tell it. */
    private static final double TRUTH =
            ratio(NoiseRun.calibrated(ENDLESS, ENDLESS, DRAWS, 77), 100).value();

    private static Estimate ratio(ToyRun run, int resamples) {
        Estimate ratio = ToyReport.of(run, resamples)
                .sites()
                .get(0)
                .arms()
                .get(0)
                .floors()
                .get("toward")
                .get("d")
                .ratio();
        assertThat(ratio).isNotNull();
        return ratio;
    }

    @ParameterizedTest
    @CsvSource({"12, 8", "12, 24", "20, 8", "20, 24", "64, 8", "64, 24", "64, 64"})
    void theRatiosIntervalHoldsWhatEndlessTextsWouldGive(int documents, int calibrating) {
        Estimate[] all = IntStream.range(0, REPETITIONS)
                .mapToObj(i -> ratio(
                        NoiseRun.calibrated(
                                documents, calibrating, DRAWS, 1_000_003L * documents + 7919L * i + calibrating),
                        2000))
                .toArray(Estimate[]::new);
        long below = IntStream.range(0, all.length)
                .filter(i -> all[i].isAbove(TRUTH))
                .count();
        long above = IntStream.range(0, all.length)
                .filter(i -> all[i].isBelow(TRUTH))
                .count();
        double holds = 1 - (double) (below + above) / REPETITIONS;
        if (REPETITIONS > SHORT) {
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %.1f %% | %.1f %% | %.1f %% |%n",
                    documents,
                    calibrating,
                    100 * holds,
                    100.0 * below / REPETITIONS,
                    100.0 * above / REPETITIONS);
        }
        assertThat(holds).isGreaterThan(0.93 - 4 * Math.sqrt(0.95 * 0.05 / REPETITIONS));
    }
}
