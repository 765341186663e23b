package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;

/** A run that goes on behind the records of an interrupted one: as if it had not been. */
class ResumedRunTest {
    private static final int BATCH = 4;
    private static final Plan PLAN = new ToyPlan(BATCH, 2).plan();
    private static final ToyRun WHOLE = ToyRun.of(PLAN);

    /** Takes what a run adds to some records. */
    private static final class Further implements RunSink {
        private final List<SequenceRecord> earlier;
        private final List<SequenceRecord> records = new ArrayList<>();
        private int batches;

        Further(List<SequenceRecord> earlier) {
            this.earlier = earlier;
        }

        @Override
        public void earlier(Consumer<SequenceRecord> each) {
            earlier.forEach(each);
        }

        @Override
        public void describe(RunDescription run) {
            assertThat(earlier)
                    .as("what is described already is not described again")
                    .isEmpty();
        }

        @Override
        public void take(SequenceRecord record) {
            records.add(record);
        }

        @Override
        public void batchTaken() {
            batches++;
        }
    }

    private static Further resumed(Plan plan, List<SequenceRecord> earlier) {
        Further further = new Further(earlier);
        try (PreparedRun run = PreparedRun.open(plan, Path.of("target/cache"), new ToyPlan.Silence())) {
            run.run(further);
        }
        return further;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 11})
    void theRecordsBehindThoseThatAreThereAreTheSame(int there) {
        Further further = resumed(PLAN, WHOLE.records().subList(0, there));
        assertThat(further.records)
                .usingRecursiveComparison()
                .isEqualTo(WHOLE.records().subList(there, WHOLE.records().size()));
        assertThat(further.batches).isEqualTo((WHOLE.records().size() - there + BATCH - 1) / BATCH);
    }

    @Test
    void positionsThatWereNotFiniteBeforeCountToo() {
        List<SequenceRecord> records = ToyPlan.broken(1000).records();
        long all = records.stream().mapToLong(SequenceRecord::nonfinite).sum();
        long first = records.subList(0, BATCH).stream()
                .mapToLong(SequenceRecord::nonfinite)
                .sum();
        assertThat(first).isBetween(1L, all - 1);
        assertThat(resumed(ToyPlan.broken(all).plan(), records.subList(0, BATCH)).records)
                .hasSize(records.size() - BATCH);
        assertThatThrownBy(() -> resumed(ToyPlan.broken(all - 1).plan(), records.subList(0, BATCH)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("run.max_nonfinite allows " + (all - 1));
    }
}
