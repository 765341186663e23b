package org.noisefloor.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.run.PreparedRun;
import org.noisefloor.core.run.ToyPlan;

class CheckCommandTest {

    /** Something that was read from files. */
    private record Read(String id, Map<String, Object> read) implements InterventionProvider<NoOptions> {
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
            return new Intervention() {
                @Override
                public Needs needs() {
                    return Needs.nothing();
                }

                @Override
                public void replace(Activations activations) {}

                @Override
                public Map<String, Object> provenance() {
                    return read;
                }
            };
        }
    }

    private static Chosen<InterventionProvider<?>> chosen(InterventionProvider<?> provider) {
        return new Chosen<>(provider.id(), provider, site -> new NoOptions(), "toy.yaml:3");
    }

    @Test
    void namesWhatInterventionsWereMadeOfInOrderWithShortDigests() {
        Read sae =
                new Read("sae", Map.of("layout", "SAELens", "d_in", 4, "weights_sha256", "0123456789abcdef".repeat(4)));
        Plan plan = ChangedPlan.of(
                new ToyPlan(4, 2).plan(),
                Map.of("interventions", List.of(chosen(sae), chosen(new Read("without", Map.of())))));
        try (PreparedRun run = PreparedRun.open(plan, Path.of("target/cache"), new ToyPlan.Silence())) {
            assertThat(CheckCommand.madeOf(run))
                    .containsExactly(
                            "layer.0, sae: d_in 4, layout SAELens, weights_sha256 0123456789ab",
                            "layer.1, sae: d_in 4, layout SAELens, weights_sha256 0123456789ab");
        }
    }
}
