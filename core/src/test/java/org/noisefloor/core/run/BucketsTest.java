package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;

/** Sequences of like length share a batch, and whoever looks at the records cannot tell. */
class BucketsTest {
    private static final int BATCH = 2;
    private static final int WINDOW = 8 * BATCH;
    private static final int SEQUENCES = 2 * WINDOW + 7;
    private static final ToyPlan TOY = new ToyPlan(
            BATCH, 2, ToyPlan.documents(SEQUENCES), new ToyPlan(1, 1).baselines(), new ToyPlan(1, 1).positions(), 0);
    private static final Plan PLAIN = TOY.plan();
    private static final Plan PLAN = inBuckets(PLAIN);
    private static final List<SequenceRecord> RECORDS = ToyRun.of(PLAN).records();

    private static Plan inBuckets(Plan plan) {
        return ChangedPlan.of(
                plan,
                Map.of(
                        "run",
                        new Plan.Run(
                                2, OptionalInt.of(BATCH), OptionalInt.empty(), true, OptionalLong.empty(), 100, 0)));
    }

    private static Plan with(Plan plan, ModelBackend<NoOptions> backend) {
        return ChangedPlan.of(
                plan,
                Map.of(
                        "model",
                        new Plan.Model(
                                ToyPlan.chosen(backend), Path.of("pom.xml").toAbsolutePath(), Optional.empty())));
    }

    private static PreparedRun open(Plan plan) {
        return PreparedRun.open(plan, Path.of("target/cache"), new ToyPlan.Silence());
    }

    /** Takes what a run adds to some records. */
    private record Further(List<SequenceRecord> earlier, List<SequenceRecord> records, List<Integer> kept)
            implements RunSink {
        Further(List<SequenceRecord> earlier) {
            this(earlier, new ArrayList<>(), new ArrayList<>());
        }

        @Override
        public void earlier(Consumer<SequenceRecord> each) {
            earlier.forEach(each);
        }

        @Override
        public void describe(RunDescription run) {}

        @Override
        public void take(SequenceRecord record) {
            records.add(record);
        }

        @Override
        public void batchTaken() {
            kept.add(earlier.size() + records.size());
        }
    }

    /** The toy, which remembers at which shapes it was cut. */
    private record Watched(Set<BatchShape> shapes) implements ToyBackend {
        @Override
        public LanguageModel open(Path path, NoOptions options, Context context) {
            return new ToyModel() {
                @Override
                public CutModel cutAt(List<Site> sites, BatchShape shape) {
                    shapes.add(shape);
                    return super.cutAt(sites, shape);
                }
            };
        }
    }

    @Test
    void recordsAreThoseOfARunWithoutInOrder() {
        assertThat(RECORDS)
                .usingRecursiveComparison()
                .isEqualTo(ToyRun.of(PLAIN).records());
    }

    @Test
    void recordsAreThoseOfARunWithoutWhereSitesAreSplicedTogether() {
        Map<String, Object> together = Map.of("splice", Plan.Splicing.TOGETHER);
        assertThat(ToyRun.of(ChangedPlan.of(PLAN, together)).records())
                .usingRecursiveComparison()
                .isEqualTo(ToyRun.of(ChangedPlan.of(PLAIN, together)).records());
    }

    @Test
    void aBatchOfShortSequencesRunsAtAShorterLength() {
        Set<BatchShape> without = new LinkedHashSet<>();
        ToyRun.of(with(PLAIN, new Watched(without)));
        assertThat(without)
                .filteredOn(shape -> shape.sequences() == BATCH)
                .extracting(BatchShape::length)
                .containsOnly(ToyPlan.LENGTH);
        Set<BatchShape> shapes = new LinkedHashSet<>();
        ToyRun.of(with(PLAN, new Watched(shapes)));
        assertThat(shapes).contains(BatchShape.of(BATCH, ToyPlan.LENGTH), BatchShape.of(BATCH, ToyPlan.LENGTH / 2));
        try (PreparedRun run = open(PLAN)) {
            run.run(new Further(List.of()));
            assertThat(run.passes()).isEqualTo("batches of 2 × 6 (padded to 2, 3 where no sequence is longer)");
        }
    }

    @Test
    void aModelThatTakesOneLengthOnlyRunsAtThatAndTheRunSaysSo() {
        ToyRun run = ToyRun.of(with(PLAN, ToyModel.Backend.ofLength(ToyPlan.LENGTH)));
        assertThat(run.description().warnings())
                .anyMatch(each ->
                        each.startsWith("run.buckets saves nothing here: this model takes sequences of exactly 6"));
        assertThat(run.records()).hasSize(SEQUENCES);
    }

    @Test
    void aModelWhoseLogitsDependOnTheBatchRunsOneSequenceAtATimeAllTheSame() {
        assertThat(ToyRun.of(with(PLAN, ToyModel.Backend.leaky())).records())
                .usingRecursiveComparison()
                .isEqualTo(ToyRun.of(with(PLAIN, ToyModel.Backend.leaky())).records());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, WINDOW, 2 * WINDOW, SEQUENCES})
    void aRunThatGoesOnBehindWholeWindowsGivesTheSameRecords(int there) {
        Further further = new Further(RECORDS.subList(0, there));
        try (PreparedRun run = open(PLAN)) {
            run.run(further);
        }
        assertThat(further.records).usingRecursiveComparison().isEqualTo(RECORDS.subList(there, SEQUENCES));
        assertThat(List.of(WINDOW, 2 * WINDOW, SEQUENCES)).endsWith(further.kept.toArray(Integer[]::new));
    }

    @Test
    void theRecordsOfAllShardsAreThoseOfTheRun() {
        List<SequenceRecord> together = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            try (PreparedRun run = open(PLAN)) {
                Further shard = new Further(List.of());
                run.run(new Shard(number, 3), run.count(), shard);
                together.addAll(shard.records);
            }
        }
        assertThat(together).usingRecursiveComparison().isEqualTo(RECORDS);
    }

    @Test
    void moreShardsThanWindowsAreRefusedWithWhatWouldDo() {
        assertThatThrownBy(() -> new Shard(3, 4).range(SEQUENCES, BATCH, WINDOW))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "--shard: 4 shards were asked for, but 39 sequences in windows of 16 are only 3 windows, and a"
                                + " shard has whole ones; take at most 3 shards, or a smaller run.batch, or leave run.buckets out");
    }
}
