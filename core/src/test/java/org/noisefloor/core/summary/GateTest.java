package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunReport.GateOutcome;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.run.ToyRun;

/** What a gate finds of a run of the toy model: the intervention {@code half}, the floor {@code noise}, the ablation {@code zero}. */
class GateTest {
    private static final Plan PLAN = new ToyPlan(4, 1).plan();
    private static final ToyRun RUN = ToyRun.of(PLAN);
    private static final RunReport REPORT = ToyReport.of(RUN);

    private static List<GateOutcome> outcomes(String... conditions) {
        WhatIsAsked.check(
                ChangedPlan.gated(PLAN, conditions).gate(),
                Optional.empty(),
                RUN.description().layout(),
                RUN.figures(),
                Map.of("cov_random", "baselines", "tv", "metrics"));
        RunDescription run = RUN.description();
        RunDescription gated = new RunDescription(
                run.noisefloor(),
                run.model(),
                run.sites(),
                run.shape(),
                run.mask(),
                new RunDescription.Inference(
                        run.inference().seed(),
                        run.inference().resamples(),
                        run.inference().floors(),
                        List.of(conditions)),
                run.layout(),
                run.words(),
                run.arithmetic(),
                run.warnings(),
                Map.of());
        return Gate.judged(REPORT, gated, RUN.figures()).gate();
    }

    @Test
    void judgesEveryInterventionAtEverySite() {
        List<GateOutcome> outcomes = outcomes("d > 0");
        assertThat(outcomes).extracting(GateOutcome::site).containsExactly("layer.0", "layer.1");
        assertThat(outcomes).allMatch(GateOutcome::holds);
    }

    @Test
    void judgesTheOneThatItNames() {
        assertThat(outcomes("half@layer.1: d > 0")).hasSize(1);
        assertThat(outcomes("half: d > 0")).hasSize(2);
    }

    @Test
    void tellsAViolatedConditionWithWhatWasFound() {
        GateOutcome outcome = outcomes("half@layer.1: d < 0").get(0);
        assertThat(outcome.holds()).isFalse();
        assertThat(Gate.line(outcome)).matches("half@layer.1: d < 0: d is [0-9.e-]+ for half at layer.1");
    }

    @Test
    void comparesTheEndOfAnInterval() {
        double upper = REPORT.site("layer.0")
                .flatMap(site -> site.arm("half"))
                .flatMap(arm -> arm.estimate("d"))
                .orElseThrow()
                .high();
        assertThat(outcomes("half@layer.0: d.upper <= " + upper).get(0).holds()).isTrue();
        assertThat(outcomes("half@layer.0: d.upper < " + upper).get(0).holds()).isFalse();
    }

    @Test
    void everyQuantityThatIsFoundHasANameBefore() {
        Layout layout = RUN.description().layout();
        for (int a = 0; a < layout.arms().size(); a++) {
            if (layout.arms().get(a).asks()) {
                Set<String> names = Quantities.names(a, layout, RUN.figures());
                REPORT.site(layout.arms().get(a).site())
                        .orElseThrow()
                        .interventions()
                        .forEach(arm ->
                                assertThat(names).containsAll(Quantities.of(arm).keySet()));
            }
        }
        assertThat(outcomes("d.ratio.noise > 0", "d.excess.noise.lower > -9", "d.above.noise >= 0"))
                .hasSize(6);
    }

    @Test
    void saysWhatWouldHaveToBeAddedForAQuantityThatTheRunLeavesOut() {
        assertThatThrownBy(() -> outcomes("d.ratio.cov_random < 3", "tv < 1"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("quantity 'd.ratio.cov_random' needs 'cov_random', which this run leaves out;"
                        + " add it to 'baselines'")
                .hasMessageContaining("quantity 'tv' needs 'tv', which this run leaves out; add it to 'metrics'");
    }

    @Test
    void saysThatWhereThereAreBaselinesAloneNothingCanBeAsked() {
        Layout layout = RUN.description().layout();
        Layout baselines =
                layout.with(layout.arms().stream().filter(arm -> !arm.asks()).toList());
        assertThatThrownBy(() -> WhatIsAsked.check(
                        ChangedPlan.gated(PLAN, "d < 1").gate(), Optional.empty(), baselines, RUN.figures(), Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessage("toy.yaml:5: gate: 'd' is asked of interventions, of which this run has none; add one to"
                        + " 'interventions'");
    }

    @Test
    void refusesWhatTheRunDoesNotMeasureAllAtOnce() {
        assertThatThrownBy(() -> outcomes("d.ratio.nose < 3", "hlaf: d < 1", "half@layer.7: d < 1"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "toy.yaml:5: gate: unknown quantity 'd.ratio.nose'; did you mean 'd.ratio.noise'?")
                .hasMessageContaining("unknown intervention 'hlaf'; did you mean 'half'?")
                .hasMessageContaining("unknown site of the run 'layer.7'");
    }
}
