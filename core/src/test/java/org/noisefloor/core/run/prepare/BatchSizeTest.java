package org.noisefloor.core.run.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.run.ToyPlan;

class BatchSizeTest {
    private static final List<Site> SITES = List.of(Site.of("a", "a", 100));
    private static final int VOCABULARY = 1000;
    /** Bytes of one sequence: two arrays of logits and four of activations, float32. */
    private static final long PER_SEQUENCE = 4L * ToyPlan.LENGTH * (3 * VOCABULARY + 3 * 100);

    private static BatchSize size(OptionalInt sequences, OptionalInt tokens, OptionalLong memory) {
        Plan plan = new ToyPlan(1, 1).plan();
        return BatchSize.of(
                ChangedPlan.of(plan, Map.of("run", new Plan.Run(1, sequences, tokens, false, memory, 100, 0))),
                SITES,
                VOCABULARY);
    }

    @Test
    void theNumberOfSequencesThatWasAskedForIsTaken() {
        BatchSize size = size(OptionalInt.of(5), OptionalInt.empty(), OptionalLong.empty());
        assertThat(size.shape().sequences()).isEqualTo(5);
        assertThat(size.note()).isEmpty();
    }

    @Test
    void roomForMoreSequencesThanTheRunHasIsNotTaken() {
        BatchSize size = size(OptionalInt.of(100_000_000), OptionalInt.empty(), OptionalLong.empty());
        assertThat(size.shape().sequences()).isEqualTo(11);
        assertThat(size.note()).get().asString().contains("batches of 100000000 sequences are asked for, and of 11");
    }

    @Test
    void aNumberOfTokensMakesAsManySequencesAsFit() {
        assertThat(size(OptionalInt.empty(), OptionalInt.of(4 * ToyPlan.LENGTH + 1), OptionalLong.empty())
                        .shape()
                        .sequences())
                .isEqualTo(4);
        assertThat(size(OptionalInt.empty(), OptionalInt.of(1), OptionalLong.empty())
                        .shape()
                        .sequences())
                .isEqualTo(1);
    }

    @Test
    void aBatchShrinksToTheMemoryAllowedAndSaysSo() {
        BatchSize size = size(OptionalInt.of(8), OptionalInt.empty(), OptionalLong.of(3 * PER_SEQUENCE + 1));
        assertThat(size.shape().sequences()).isEqualTo(3);
        assertThat(size.note()).get().asString().contains("from 8 to 3", "run.memory");
    }

    @Test
    void bucketsCountWithWhatTheShorterCutsGiveAndWithTheSameInTheRunsShape() {
        long perSequence = 4L * ToyPlan.LENGTH * (7 * VOCABULARY + 6 * 100);
        Plan plan = new ToyPlan(1, 1).plan();
        Plan.Run inBuckets =
                new Plan.Run(1, OptionalInt.of(8), OptionalInt.empty(), true, OptionalLong.of(3 * perSequence), 100, 0);
        assertThat(BatchSize.of(ChangedPlan.of(plan, Map.of("run", inBuckets)), SITES, VOCABULARY)
                        .shape()
                        .sequences())
                .isEqualTo(3);
    }

    @Test
    void openArmsCountByWhatTheyWrite() {
        // two sites of the cut, and 700 numbers a row in the buffers of the arms
        List<Site> cut = List.of(SITES.get(0), Site.of("b", "b", 200));
        long perSequence = 4L * ToyPlan.LENGTH * (3 * VOCABULARY + 300 + 700);
        Plan plan = ChangedPlan.of(
                new ToyPlan(1, 1).plan(),
                Map.of(
                        "run",
                        new Plan.Run(
                                1,
                                OptionalInt.of(8),
                                OptionalInt.empty(),
                                false,
                                OptionalLong.of(3 * perSequence),
                                100,
                                0)));
        assertThat(BatchSize.of(plan, cut, VOCABULARY, 700).shape().sequences()).isEqualTo(3);
        assertThat(BatchSize.of(plan, cut, VOCABULARY, 701).shape().sequences()).isEqualTo(2);
    }

    @Test
    void lessMemoryThanOneSequenceNeedsIsRefused() {
        assertThatThrownBy(() -> size(OptionalInt.of(8), OptionalInt.empty(), OptionalLong.of(PER_SEQUENCE - 1)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("run.memory")
                .hasMessageContaining("corpus.length");
    }
}
