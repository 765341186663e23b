package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.SequenceRecord;

/** What a run tells of itself while it is made. */
class SoFarTest {

    private static String last(Plan plan) {
        List<String> found = new ArrayList<>();
        ToyRun.of(plan, new ToyPlan.Silence() {
            @Override
            public void found(String soFar) {
                found.add(soFar);
            }
        });
        return found.get(found.size() - 1);
    }

    private static String mean(ToyRun run, boolean withEnds) {
        double sum = 0;
        double count = 0;
        for (SequenceRecord record : run.records()) {
            var scored = record.arms().get(0).get(0).scored();
            sum += scored.sums()[0] + (withEnds ? scored.ends()[0] : 0);
            count += record.scored() + (withEnds ? record.ends() : 0);
        }
        return String.format(Locale.ROOT, "d %.3g under half at layer.0", sum / count);
    }

    @Test
    void isTheMeanOverScoredPositions() {
        Plan plan = new ToyPlan(4, 1).plan();
        assertThat(last(plan)).isEqualTo(mean(ToyRun.of(plan), false));
    }

    @Test
    void underSaelensConventionsTheEndsCountAsInTheReport() {
        Plan plan = new ToyPlan(4, 1).saelens();
        ToyRun run = ToyRun.of(plan);
        assertThat(mean(run, true)).isNotEqualTo(mean(run, false));
        assertThat(last(plan)).isEqualTo(mean(run, true));
    }
}
