package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.ArmSums;

/** Models whose logits depend on padding and on the sequences beside each run one sequence at a time. */
class AloneTest {
    private static final ToyModel.Backend GOOD = new ToyModel.Backend();

    private static ToyRun run(int batch, ToyModel.Backend original, ToyModel.Backend other, Plan.Splicing splicing) {
        Plan plan = new ToyPlan(batch, 2).plan();
        return ToyRun.of(ChangedPlan.of(
                plan,
                Map.of(
                        "model",
                        new Plan.Model(ToyPlan.chosen(original), plan.model().path(), Optional.empty()),
                        "otherModels",
                        List.of(ToyPlan.otherModel("other", other, Optional.empty())),
                        "splice",
                        splicing)));
    }

    private static double[][] sums(ToyRun run, String arm) {
        return run.sums(arm).stream()
                .map(ArmSums::scored)
                .map(scored -> scored.sums())
                .toArray(double[][]::new);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 11})
    void aModelThatLooksAtTheBatchHasTheSameFiguresInEveryBatch(int batch) {
        ToyRun run = run(batch, GOOD, ToyModel.Backend.leaky(), Plan.Splicing.ALONE);
        ToyRun other = run(2, GOOD, ToyModel.Backend.leaky(), Plan.Splicing.ALONE);
        assertThat(sums(run, "other")).isDeepEqualTo(sums(other, "other"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void theReportSaysWhyAndByHowMuchTheBatchWouldHaveMovedTheFigures(int batch) {
        ToyRun run = run(batch, GOOD, ToyModel.Backend.leaky(), Plan.Splicing.ALONE);
        assertThat(run.description().warnings())
                .filteredOn(warning -> warning.contains("by itself"))
                .singleElement()
                .asString()
                .matches(
                        "other at layer.0: each sequence runs by itself, without padding, since its logits change with padding and with"
                                + " the sequences beside it; in batches of " + batch
                                + " × 6 its predictions would be [0-9.e-]+ nats"
                                + " \\(KL\\) from these, and log-probabilities up to [0-9.]+; d on the first batch would be"
                                + " [0-9.e-]+ instead of [0-9.e-]+");
    }

    @Test
    void aModelOfOneLengthIsPaddedToThatAndTheReportSaysSo() {
        ToyRun run = run(4, GOOD, ToyModel.Backend.ofLength(6), Plan.Splicing.ALONE);
        assertThat(run.description().warnings())
                .filteredOn(warning -> warning.contains("by itself"))
                .singleElement()
                .asString()
                .startsWith(
                        "other at layer.0: each sequence runs by itself, padded to the 6 tokens that the model takes,"
                                + " since its logits change");
    }

    @Test
    void aCausalModelIsLeftInItsBatches() {
        ToyRun run = run(4, GOOD, GOOD, Plan.Splicing.ALONE);
        assertThat(run.description().warnings()).noneMatch(warning -> warning.contains("by itself"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void anOriginalThatLooksAtTheBatchIsCutAndResumedOneSequenceAtATime(int batch) {
        ToyRun run = run(batch, ToyModel.Backend.leaky(), GOOD, Plan.Splicing.TOGETHER);
        ToyRun other = run(11, ToyModel.Backend.leaky(), GOOD, Plan.Splicing.TOGETHER);
        assertThat(run.description().warnings())
                .anyMatch(warning -> warning.startsWith("the original: each sequence runs by itself"));
        assertThat(run.records()).usingRecursiveComparison().isEqualTo(other.records());
        assertThat(run.description().arithmetic().largestLogitDifference()).isZero();
        for (double[] same : sums(run, "same")) {
            assertThat(same[0]).as("the unchanged activation").isZero();
        }
    }

    @Test
    void severalSitesOfOnePassAreSplicedAsInABatch() {
        ToyRun batches = run(4, GOOD, GOOD, Plan.Splicing.TOGETHER);
        ToyRun alone = run(4, ToyModel.Backend.cautious("a toy says so"), GOOD, Plan.Splicing.TOGETHER);
        assertThat(alone.description().warnings())
                .anyMatch(
                        warning -> warning.startsWith(
                                "the original: each sequence runs by itself, without padding, since a toy says so; in batches"));
        assertThat(alone.records()).usingRecursiveComparison().isEqualTo(batches.records());
    }
}
