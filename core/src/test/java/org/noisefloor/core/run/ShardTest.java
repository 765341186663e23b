package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.UserError;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;

class ShardTest {

    @Test
    void shardsAreWholeBatchesOneBehindTheOther() {
        for (int sequences = 1; sequences < 40; sequences++) {
            for (int batch = 1; batch < 9; batch++) {
                int batches = (sequences + batch - 1) / batch;
                for (int of = 1; of <= batches; of++) {
                    int next = 0;
                    for (int number = 1; number <= of; number++) {
                        Shard.Range range = new Shard(number, of).range(sequences, batch, batch);
                        assertThat(range.from()).isEqualTo(next);
                        assertThat(range.from() % batch).isZero();
                        assertThat(range.to()).isGreaterThan(range.from());
                        next = range.to();
                    }
                    assertThat(next).isEqualTo(sequences);
                }
            }
        }
    }

    @Test
    void moreShardsThanBatchesAreRefusedWithWhatWouldDo() {
        assertThatThrownBy(() -> new Shard(3, 4).range(11, 4, 4))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "--shard: 4 shards were asked for, but 11 sequences in batches of 4 are only 3 batches, and a"
                                + " shard has whole ones; take at most 3 shards, or a smaller run.batch");
    }

    @Test
    void aShardIsANumberOfHowMany() {
        assertThat(Shard.of("3/16")).isEqualTo(new Shard(3, 16));
        assertThat(Shard.of(" 1 / 1 ")).isEqualTo(new Shard(1, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "0/4", "5/4", "-1/4", "1/0", "a/b", "1/99999999999"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> Shard.of(text))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("--shard: expected");
    }

    @Test
    void theRecordsOfAllShardsAreThoseOfTheRun() {
        ToyPlan toy = new ToyPlan(2, 2);
        List<SequenceRecord> whole = toy.records();
        List<SequenceRecord> together = new ArrayList<>();
        for (int number = 1; number <= 4; number++) {
            try (PreparedRun run = PreparedRun.open(toy.plan(), Path.of("target/cache"), new ToyPlan.Silence())) {
                run.run(new Shard(number, 4), run.count(), new RunSink() {
                    @Override
                    public void describe(RunDescription description) {}

                    @Override
                    public void take(SequenceRecord record) {
                        together.add(record);
                    }
                });
            }
        }
        assertThat(together).usingRecursiveComparison().isEqualTo(whole);
    }
}
