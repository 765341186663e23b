package org.noisefloor.core.run.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisefloor.core.record.Predictions;

class RowPredictionsTest {
    private static Predictions of(int next, float... logits) {
        RowPredictions rows = new RowPredictions(2, logits.length, 0);
        LogitScan scan = new LogitScan(logits.length);
        scan.read(logits);
        rows.take(1, logits, scan, next);
        return rows.of(new int[] {1});
    }

    @Test
    void theMostProbableTokensAreThoseThatSortingWouldPutFirst() {
        SplittableRandom random = new SplittableRandom(3);
        for (int trial = 0; trial < 200; trial++) {
            float[] logits = new float[5 + random.nextInt(trial % 4 == 0 ? 1_500 : 40)];
            for (int v = 0; v < logits.length; v++) {
                logits[v] = random.nextInt(trial % 2 == 0 ? 8 : 1_000);
            }
            List<Integer> sorted = IntStream.range(0, logits.length)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(v -> -logits[v]).thenComparing(v -> v))
                    .limit(5)
                    .toList();
            assertThat(of(0, logits).likely())
                    .containsExactly(sorted.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    @Test
    void probabilitiesAreThoseOfTheSoftmax() {
        Predictions predictions = of(2, 0, (float) Math.log(2), (float) Math.log(5));
        assertThat(predictions.likely()).containsExactly(2, 1, 0);
        assertThat(predictions.probabilities()).containsExactly(0.625f, 0.25f, 0.125f);
        assertThat(predictions.correct()).containsExactly(0.625f);
    }

    @Test
    void aForbiddenTokenIsNoneOfTheProbableOnes() {
        Predictions predictions = of(0, Float.NEGATIVE_INFINITY, 1, Float.NEGATIVE_INFINITY);
        assertThat(predictions.likely()).containsExactly(1, -1, -1);
        assertThat(predictions.probabilities()).containsExactly(1, 0, 0);
        assertThat(predictions.correct()).containsExactly(0);
    }

    @Test
    void aPositionWithoutACorrectTokenGivesItNoProbability() {
        assertThat(of(-1, 1, 2).correct()).containsExactly(0);
    }
}
