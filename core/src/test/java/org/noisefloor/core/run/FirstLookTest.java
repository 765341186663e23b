package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
import org.noisefloor.core.config.Plan;

/** What an intervention notices when it replaces the first batch. */
class FirstLookTest {

    /** Says one thing when it is made, and another one when it has seen activations. */
    private record Noticing(String id, Needs needs) implements InterventionProvider<NoOptions> {
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
                private boolean seen;

                @Override
                public Needs needs() {
                    return needs;
                }

                @Override
                public void replace(Activations activations) {
                    seen = true;
                }

                @Override
                public List<String> notes() {
                    return seen ? List.of("it was made so", "it does not fit") : List.of("it was made so");
                }
            };
        }
    }

    private static List<String> warnings(Plan plan) {
        List<String> heard = new ArrayList<>();
        ToyRun.of(plan, new Progress() {
            @Override
            public void phase(String name, long total) {}

            @Override
            public void advance(long more) {}

            @Override
            public void found(String soFar) {}

            @Override
            public void note(String sentence) {}

            @Override
            public void warn(String sentence) {
                heard.add(sentence);
            }
        });
        return heard;
    }

    /** What is matched to several interventions is made several times. */
    @Test
    void whatABaselineNoticesIsToldOnceASite() {
        Plan plan = ChangedPlan.of(
                new ToyPlan(4, 2).plan(),
                Map.of(
                        "sites",
                                List.of(
                                        new Plan.Written("layer.0", "toy.yaml:2"),
                                        new Plan.Written("layer.1", "toy.yaml:2")),
                        "interventions",
                                List.of(
                                        ToyPlan.chosen(new ToyPlugins.Changing("one", Needs.nothing(), acts -> {})),
                                        ToyPlan.chosen(new ToyPlugins.Changing("other", Needs.nothing(), acts -> {}))),
                        "baselines",
                                List.of(ToyPlan.chosen(
                                        new Noticing("noticing", Needs.nothing().matched())))));
        assertThat(warnings(plan))
                .filteredOn(sentence -> sentence.endsWith("it does not fit"))
                .containsExactly("noticing at layer.0: it does not fit", "noticing at layer.1: it does not fit");
    }

    @Test
    void isToldOnceAndBeforeItWhatWasKnownWhenItWasMade() {
        Plan plan = ChangedPlan.of(
                new ToyPlan(4, 2).plan(),
                Map.of(
                        "sites", List.of(new Plan.Written("layer.0", "toy.yaml:2")),
                        "interventions", List.of(ToyPlan.chosen(new Noticing("noticing", Needs.nothing())))));
        assertThat(warnings(plan))
                .filteredOn(sentence -> sentence.contains("noticing"))
                .satisfiesExactly(
                        made -> assertThat(made).endsWith("it was made so"),
                        seen -> assertThat(seen).endsWith("it does not fit"));
    }
}
