package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.config.Plan;

class MistakesOfARunTest {
    /** An intervention whose file is broken. */
    private record Broken(String id) implements InterventionProvider<NoOptions> {
        @Override
        public String summary() {
            return id;
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Intervention create(NoOptions options, RunContext context) {
            throw new UserError(id + ".safetensors is cut short");
        }
    }

    @Test
    void whatIsWrongInIndependentStagesIsToldTogether() {
        Plan.Positions positions = new Plan.Positions(0, Optional.empty(), OptionalInt.of(1_000));
        List<InterventionProvider<?>> baselines = List.of(new Broken("one"), ToyPlugins.ZERO, new Broken("two"));
        ToyPlan plan = new ToyPlan(4, 1, List.of(new int[] {0, 99}), baselines, positions, 0);
        assertThatThrownBy(() -> PreparedRun.open(plan.plan(), Path.of("target/cache"), new ToyPlan.Silence())
                        .close())
                .isInstanceOf(UserError.class)
                .hasMessage("toy.yaml: positions.vocab is 1000, but the model has 7 output entries\n"
                        + "toy.yaml:1: corpus.path: memory: token id 99 at index 1 is not one of the model, whose vocabulary is 0 to 6\n"
                        + "toy.yaml:3: one.safetensors is cut short\n"
                        + "toy.yaml:3: two.safetensors is cut short");
    }

    @Test
    void theSameSentenceIsToldOnce() {
        Mistakes mistakes = new Mistakes();
        List<Integer> given = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            given.add(mistakes.tried(
                    () -> {
                        throw new UserError("no");
                    },
                    7));
        }
        assertThat(given).containsExactly(7, 7);
        assertThatThrownBy(mistakes::throwIfAny).hasMessage("no");
    }
}
