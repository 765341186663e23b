package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.record.SequenceRecord;

/** What the host shows a metric as the mean of a batch, on a model whose arithmetic does not depend on batches. */
class BatchMeanTest {
    private static final int WIDTH = ToyModel.WIDTH;

    private static List<SequenceRecord> records(ToyPlan toy) {
        return ToyRun.of(ChangedPlan.of(toy.plan(), Map.of("metrics", List.of(ToyPlan.chosen(new Centre())))))
                .records();
    }

    /** Sums of the intervention's first draw: of the activation, then of the mean of its batch. */
    private static List<double[]> sums(List<SequenceRecord> records, int arm) {
        return records.stream()
                .map(record -> record.arms().get(arm).get(0).intervened().sums())
                .toList();
    }

    /** At both sites, the mean that each position was shown is that of the activations which the batch's records sum up. */
    private static void isTheMeanOfEachBatch(List<SequenceRecord> records, int batch) {
        int armsOfASite = records.get(0).arms().size() / ToyModel.SITES.size();
        for (int arm : new int[] {0, armsOfASite}) {
            List<double[]> sums = sums(records, arm);
            for (int first = 0; first < records.size(); first += batch) {
                int end = Math.min(first + batch, records.size());
                double[] mean = new double[WIDTH];
                int measured = 0;
                for (int s = first; s < end; s++) {
                    measured += records.get(s).intervened();
                    for (int i = 0; i < WIDTH; i++) {
                        mean[i] += sums.get(s)[i];
                    }
                }
                for (int s = first; s < end; s++) {
                    for (int i = 0; i < WIDTH; i++) {
                        assertThat(sums.get(s)[WIDTH + i])
                                .isCloseTo(records.get(s).intervened() * mean[i] / measured, within(1e-12));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void isOverTheMaskOfTheBatchAndOfTheSite(int batch) {
        isTheMeanOfEachBatch(records(new ToyPlan(batch, 2)), batch);
    }

    @Test
    void skippedPositionsAreNotInIt() {
        isTheMeanOfEachBatch(records(new ToyPlan(4, 2).skippingFirst(2)), 4);
    }

    /** They are found under an arm that runs after the intervention. */
    @Test
    void positionsThatAreLeftOutAreNotInIt() {
        List<SequenceRecord> records = records(ToyPlan.broken(1_000));
        assertThat(records).anySatisfy(record -> assertThat(record.nonfinite()).isPositive());
        isTheMeanOfEachBatch(records, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void theNumberOfThreadsChangesNoBit(int threads) {
        List<SequenceRecord> one = records(new ToyPlan(4, 1));
        List<SequenceRecord> several = records(new ToyPlan(4, threads));
        for (int arm = 0; arm < one.get(0).arms().size(); arm++) {
            assertThat(sums(several, arm).toArray(double[][]::new))
                    .isDeepEqualTo(sums(one, arm).toArray(double[][]::new));
        }
    }

    @Test
    void theBatchesThatFollowChangeNothing() {
        ToyPlan all = new ToyPlan(4, 1);
        ToyPlan two = new ToyPlan(4, 1, all.documents().subList(0, 8), all.baselines(), all.positions(), 0);
        assertThat(sums(records(two), 0).toArray(double[][]::new))
                .isDeepEqualTo(sums(records(all), 0).subList(0, 8).toArray(double[][]::new));
    }

    /** The activation, and the mean of its batch. */
    private static final class Centre implements MetricProvider<NoOptions> {
        @Override
        public String id() {
            return "centre";
        }

        @Override
        public String summary() {
            return "the mean of the batch";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Metric create(NoOptions options, RunContext context) {
            return Metric.of(
                            List.of(Column.of("activation", WIDTH), Column.of("centre", WIDTH)),
                            List.of(),
                            () -> (at, out) -> {
                                for (int i = 0; i < WIDTH; i++) {
                                    out[i] = at.activation()[i];
                                    out[WIDTH + i] = at.batchMean()[i];
                                }
                            })
                    .over(Metric.Positions.INTERVENED);
        }
    }
}
