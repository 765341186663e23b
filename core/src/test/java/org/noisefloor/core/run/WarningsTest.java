package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;

/** What a run warns of, and writes down for the report. */
class WarningsTest {
    private static final String NOTE = "its weights are rounded";
    private static final String SURPLUS =
            "the model has 7 logits, but embeddings for 6 tokens only; positions.vocab: 6 leaves the others out";

    private static List<String> warnings(OptionalInt vocabulary) {
        ToyPlan toy = new ToyPlan(4, 1);
        Plan plan = new ToyPlan(
                        4,
                        1,
                        List.of(new int[] {0, 1, 2, 3}, new int[] {0, 3, 4, 5}),
                        toy.baselines(),
                        new Plan.Positions(0, Optional.empty(), vocabulary),
                        0)
                .plan();
        ToyModel.Backend backend = new ToyModel.Backend(ToyModel.VOCABULARY, 1, OptionalInt.of(6), List.of(NOTE));
        return ToyRun.of(ChangedPlan.of(
                        plan,
                        Map.of(
                                "model",
                                new Plan.Model(
                                        ToyPlan.chosen(backend), plan.model().path(), Optional.empty()))))
                .description()
                .warnings();
    }

    @Test
    void whatABackendSaysOfTheModelIsWrittenDown() {
        assertThat(warnings(OptionalInt.empty())).contains(NOTE);
    }

    @Test
    void logitsThatBelongToNoTokenAreWarnedOf() {
        assertThat(warnings(OptionalInt.empty())).contains(SURPLUS);
    }

    @Test
    void adviceThatTheConfigFollowsIsNotRepeated() {
        assertThat(warnings(OptionalInt.of(6))).doesNotContain(SURPLUS);
    }
}
