package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisefloor.core.summary.Table.Rows;

class WeightedSumsTest {
    private static final int RESAMPLES = 50;
    private static final double[] DRAWS = {0.5, 2};

    /** By sequence, its document; two sequences have none. */
    private static final int[] DOCUMENTS = {0, 0, 1, 1, 1, 2, -1, -1, 3, 4, 4, 5};

    private final Resampling resampling = new Resampling(1, RESAMPLES, 1, Units.DOCUMENT, DOCUMENTS);

    /** Two columns and two draws of each sequence; of every fourth, the second draw has no position. */
    private static Rows rows(int sequence) {
        boolean empty = sequence % 4 == 3;
        return new Rows(
                new double[][] {
                    {sequence + 0.25, 1.0 / (1 + sequence)}, empty ? new double[0] : new double[] {7, -sequence}
                },
                new double[] {3, empty ? 0 : 2});
    }

    private WeightedSums taken(int... ends) {
        WeightedSums sums = WeightedSums.resampled(2, resampling, 0, RESAMPLES, resample -> DRAWS);
        int from = 0;
        for (int end : ends) {
            Chunk chunk = new Chunk(from, List.of(), Map.of(resampling, resampling.times(from, end)));
            sums.take(
                    chunk,
                    IntStream.range(from, end).mapToObj(WeightedSumsTest::rows).toList());
            from = end;
        }
        return sums;
    }

    @Test
    void eachSequenceCountsAsOftenAsItsDocumentIsDrawnAndEachDrawByItsWeight() {
        byte[][] times = resampling.times(0, DOCUMENTS.length);
        WeightedSums sums = taken(DOCUMENTS.length);
        for (int r = 0; r < RESAMPLES; r++) {
            double first = 0;
            double second = 0;
            double count = 0;
            for (int s = 0; s < DOCUMENTS.length; s++) {
                boolean empty = s % 4 == 3;
                first += times[r][s] * (0.5 * (s + 0.25) + (empty ? 0 : 2 * 7));
                second += times[r][s] * (0.5 / (1 + s) - (empty ? 0 : 2 * s));
                count += times[r][s] * (0.5 * 3 + (empty ? 0 : 2 * 2));
            }
            assertThat(sums.sums(r)[0]).isCloseTo(first, within(1e-12 * first));
            assertThat(sums.sums(r)[1]).isCloseTo(second, within(1e-12 * Math.abs(second)));
            assertThat(sums.count(r)).isEqualTo(count);
        }
    }

    @Test
    void aDocumentMayGoOnInTheNextChunk() {
        WeightedSums whole = taken(DOCUMENTS.length);
        WeightedSums parts = taken(4, 7, 10, DOCUMENTS.length);
        for (int r = 0; r < RESAMPLES; r++) {
            assertThat(parts.sums(r)).containsExactly(whole.sums(r), within(1e-12));
            assertThat(parts.count(r)).isEqualTo(whole.count(r));
        }
    }
}
