package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.RecordSource;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.run.ToyRun;

class ReadingsTest {
    /** Counts how often all records are read. */
    private static final class Counted implements RecordSource {
        private final RecordSource records;
        private int readings;

        Counted(RecordSource records) {
            this.records = records;
        }

        @Override
        public void each(Consumer<SequenceRecord> take) {
            readings++;
            records.each(take);
        }

        @Override
        public void heads(Consumer<SequenceRecord> take) {
            records.heads(take);
        }
    }

    private static RunReport report(ToyRun run, Counted records, long room) {
        return Summarizer.summarize(run.description(), run.figures(), records, new Summarizer.Options(200, true), room);
    }

    @Test
    void howMuchMemorySumsMayHoldDecidesHowOftenRecordsAreReadAndNoFigure() {
        for (Plan plan : List.of(new ToyPlan(4, 1).plan(), new ToyPlan(4, 1).saelens())) {
            ToyRun run = ToyRun.of(plan);
            Counted much = new Counted(RecordSource.of(run.records()));
            Counted little = new Counted(RecordSource.of(run.records()));
            RunReport withMuch = report(run, much, RunData.ROOM);
            assertThat(report(run, little, 1000)).hasToString(withMuch.toString());
            assertThat(much.readings).isLessThan(8);
            assertThat(little.readings).isGreaterThan(10 * much.readings);
        }
    }
}
