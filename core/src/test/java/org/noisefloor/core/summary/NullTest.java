package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.core.run.NoiseRun;
import org.noisefloor.core.run.ToyRun;

/**
 * What a report says where there is nothing to find: the intervention is one more draw of its own floor. Each repetition has fresh texts
 * and a fresh seed.
 *
 * <p>The long form is a campaign whose table stands in docs/results/null.md: {@code -Dnoisefloor.repetitions=1000}.
 */
class NullTest {
    private static final int SHORT = 100;
    private static final int REPETITIONS = Integer.getInteger("noisefloor.repetitions", SHORT);
    private static final int DRAWS = 8;
    private static final int RESAMPLES = 2000;

    /** What one repetition said: whether the ratio's interval holds 1, and the mean mid-rank's ½, and nothing was told apart. */
    private record Said(
            boolean ratioHolds, boolean midRankHolds, boolean nothingFound, double midRank, int draws, int sequences) {

        static Said of(ToyRun run) {
            FloorContrast floor = ToyReport.of(run, RESAMPLES)
                    .sites()
                    .get(0)
                    .arms()
                    .get(0)
                    .floors()
                    .get("floor")
                    .get("d");
            return new Said(
                    holds(floor.ratio(), 1),
                    holds(floor.ranks().midRank(), 0.5),
                    floor.verdict().word() == Verdict.Word.NOT_TOLD_APART,
                    floor.ranks().midRank().value(),
                    run.description().layout().arms().get(1).draws().count(),
                    run.records().size());
        }

        private static boolean holds(Estimate estimate, double truth) {
            return !estimate.isAbove(truth) && !estimate.isBelow(truth);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 12, 20, 64})
    void intervalsHoldTheTruthAsOftenAsTheySay(int documents) {
        assertHolds(documents, i -> NoiseRun.oneMoreDraw(documents, DRAWS, 1_000_003L * documents + i));
    }

    /** The pilot's documents are in the figures too, but what it decides by is how they vary and not what they say. */
    @ParameterizedTest
    @ValueSource(ints = {12, 20})
    void intervalsHoldItAsOftenWithAsManyDrawsAsAPilotFindsEnough(int documents) {
        assertHolds(documents, i -> NoiseRun.asNeeded(documents, 2_000_003L * documents + i));
    }

    /** What ends such a run is how narrow an interval is, and the narrow ones are narrow by chance too. */
    @ParameterizedTest
    @ValueSource(strings = {"60 %", "35 %"})
    void intervalsHoldItAsOftenWhereARunEndsAsSoonAsOneIsNarrow(String width) {
        int most = 96;
        assertHolds(most, i -> NoiseRun.until(width, most, DRAWS, RESAMPLES, 3_000_017L * width.charAt(0) + i));
    }

    private static void assertHolds(int documents, IntFunction<ToyRun> run) {
        Said[] all = IntStream.range(0, REPETITIONS)
                .mapToObj(i -> Said.of(run.apply(i)))
                .toArray(Said[]::new);
        double ratio = share(all, Said::ratioHolds);
        double midRank = share(all, Said::midRankHolds);
        double nothing = share(all, Said::nothingFound);
        double mean = IntStream.range(0, all.length)
                .mapToDouble(i -> all[i].midRank())
                .average()
                .orElseThrow();
        if (REPETITIONS > SHORT) {
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.1f %% | %.1f %% | %.1f %% | %.4f | %d to %d | %s |%n",
                    documents,
                    100 * ratio,
                    100 * midRank,
                    100 * nothing,
                    mean,
                    Arrays.stream(all).mapToInt(Said::draws).min().orElseThrow(),
                    Arrays.stream(all).mapToInt(Said::draws).max().orElseThrow(),
                    Arrays.stream(all)
                            .collect(Collectors.groupingBy(Said::sequences, TreeMap::new, Collectors.counting())));
        }
        double fourSigma = 4 * Math.sqrt(0.95 * 0.05 / REPETITIONS);
        // at 6 documents the bootstrap's distribution is too coarse to promise more than this
        double slack = documents < 12 ? 0.05 : 0.02;
        assertThat(ratio).isGreaterThan(0.95 - slack - fourSigma);
        assertThat(midRank).isGreaterThan(0.95 - slack - fourSigma);
        assertThat(nothing).isGreaterThan(0.95 - slack - fourSigma);
        assertThat(mean).isBetween(0.5 - 0.05, 0.5 + 0.05);
    }

    private static double share(Said[] all, Predicate<Said> such) {
        return (double) Arrays.stream(all).filter(such).count() / all.length;
    }
}
