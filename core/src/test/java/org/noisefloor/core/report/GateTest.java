package org.noisefloor.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.Experiment;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.summary.Summarizing;
import org.noisefloor.core.summary.Summary;

/** What a gate finds of a run of the toy model: the intervention {@code half}, the floor {@code noise}, the ablation {@code zero}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateTest {
    private final Plan plan = new ToyPlan(4, 1).plan();
    private Experiment run;
    private Summary summary;

    @BeforeAll
    void measure() {
        run = Experiment.open(plan, Path.of("target/cache"), new ToyPlan.Silence());
        List<SequenceRecord> records = new ArrayList<>();
        run.run(records::add);
        summary = Summarizing.summarize(
                run.layout(), run.measures(), records, run.numericFloor(), Set.copyOf(plan.floors()), 3, 200);
    }

    @AfterAll
    void close() {
        run.close();
    }

    private List<Gate.Verdict> verdicts(String... conditions) {
        Plan gated = ChangedPlan.gated(plan, conditions);
        Gate.check(gated, run.layout(), run.measures());
        return Gate.verdicts(gated, run.layout(), run.measures(), summary);
    }

    @Test
    void judgesEveryInterventionAtEverySite() {
        List<Gate.Verdict> verdicts = verdicts("d > 0");
        assertThat(verdicts).extracting(each -> each.arm().site()).containsExactly("layer.0", "layer.1");
        assertThat(verdicts).allMatch(Gate.Verdict::holds);
    }

    @Test
    void judgesTheOneThatItNames() {
        assertThat(verdicts("half@layer.1: d > 0")).hasSize(1);
        assertThat(verdicts("half: d > 0")).hasSize(2);
    }

    @Test
    void tellsAViolatedConditionWithWhatWasFound() {
        Gate.Verdict verdict = verdicts("half@layer.1: d < 0").get(0);
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.line()).matches("half@layer.1: d < 0: d is [0-9.e-]+ for half at layer.1");
    }

    @Test
    void comparesTheEndOfAnInterval() {
        double upper = summary.arms().get(0).estimate("d").high();
        assertThat(verdicts("half@layer.0: d.upper <= " + upper).get(0).holds()).isTrue();
        assertThat(verdicts("half@layer.0: d.upper < " + upper).get(0).holds()).isFalse();
    }

    @Test
    void everyQuantityThatIsFoundHasANameBefore() {
        for (int a = 0; a < summary.arms().size(); a++) {
            if (!summary.arms().get(a).arm().baseline()) {
                Set<String> names = Quantities.names(a, run.layout(), run.measures(), Set.copyOf(plan.floors()));
                assertThat(names)
                        .containsAll(Quantities.of(summary.arms().get(a)).keySet());
            }
        }
        assertThat(verdicts("d.ratio.noise > 0", "d.excess.noise.lower > -9", "d.above.noise >= 0"))
                .hasSize(6);
    }

    @Test
    void refusesWhatTheRunDoesNotMeasureAllAtOnce() {
        assertThatThrownBy(() -> verdicts("d.ratio.nose < 3", "hlaf: d < 1", "half@layer.7: d < 1"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "toy.yaml:5: gate: unknown quantity 'd.ratio.nose'; did you mean 'd.ratio.noise'?")
                .hasMessageContaining("unknown intervention 'hlaf'; did you mean 'half'?")
                .hasMessageContaining("unknown site of the run 'layer.7'");
    }
}
