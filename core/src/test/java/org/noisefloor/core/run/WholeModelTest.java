package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.Summarizing;
import org.noisefloor.core.summary.Summary;
import org.noisefloor.core.summary.Summary.ArmSummary;
import org.noisefloor.core.summary.Summary.FigureSummary;

/** A whole model in the original's place, and the original once more as the numeric floor. */
class WholeModelTest {
    private static final ToyModel.Backend SAME = new ToyModel.Backend();
    private static final ToyModel.Backend SHARPER = new ToyModel.Backend(ToyModel.VOCABULARY, 1.5f);

    private static Plan.OtherModel model(String name, ToyModel.Backend backend, Optional<String> ruler) {
        return new Plan.OtherModel(
                name,
                new Plan.Model(
                        new Chosen<>(backend.id(), backend, site -> new NoOptions(), "toy.yaml:3"),
                        Path.of("other"),
                        Optional.empty()),
                Map.of(),
                ruler,
                "toy.yaml:7");
    }

    private static Plan plan(List<Plan.OtherModel> others, Optional<Plan.OtherModel> numericFloor) {
        Plan plan = new ToyPlan(4, 2).plan();
        return ChangedPlan.of(plan, Map.of("otherModels", others, "numericFloor", numericFloor));
    }

    private static Summary summary(Plan plan) {
        List<SequenceRecord> records = new ArrayList<>();
        try (Experiment run = Experiment.open(plan, Path.of("target/cache"), new ToyPlan.Silence())) {
            run.run(records::add);
            return Summarizing.summarize(
                    run.layout(), run.measures(), records, run.numericFloor(), Set.copyOf(plan.floors()), 3, 200);
        }
    }

    private static ArmSummary arm(Summary summary, String name) {
        return summary.arms().stream()
                .filter(arm -> arm.arm().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static double divergence(ArmSummary arm) {
        return arm.figures().stream()
                .filter(each -> each.figure().name().equals("d"))
                .mapToDouble(each -> each.estimate().value())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSameModelOnceMoreChangesNothing() {
        ArmSummary same = arm(
                summary(plan(List.of(model("same_model", SAME, Optional.empty())), Optional.empty())), "same_model");
        assertThat(same.arm().type()).isEqualTo(Arm.WHOLE_MODEL);
        assertThat(divergence(same)).isZero();
    }

    @Test
    void anotherModelIsScoredAsAWholeAndItsActivationsAreNotLookedAt() {
        ArmSummary sharper =
                arm(summary(plan(List.of(model("sharper", SHARPER, Optional.empty())), Optional.empty())), "sharper");
        assertThat(divergence(sharper)).isPositive();
        assertThat(sharper.figures()).allMatch(FigureSummary::ofScored);
        assertThat(sharper.classes()).isNotEmpty();
    }

    @Test
    void standsAtTheSiteOfItsRuler() {
        Plan plan = plan(
                List.of(model("first", SHARPER, Optional.empty()), model("second", SHARPER, Optional.of("layer.1"))),
                Optional.empty());
        Summary summary = summary(plan);
        assertThat(arm(summary, "first").arm().site()).isEqualTo("layer.0");
        assertThat(arm(summary, "second").arm().site()).isEqualTo("layer.1");
        assertThat(divergence(arm(summary, "first"))).isEqualTo(divergence(arm(summary, "second")));
    }

    @Test
    void refusesARulerThatIsNoSiteOfTheRun() {
        Plan plan = plan(List.of(model("other", SAME, Optional.of("layer.7"))), Optional.empty());
        assertThatThrownBy(() -> summary(plan))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("toy.yaml:7: other: unknown site of the run 'layer.7'");
    }

    @Test
    void refusesAModelWithAnotherVocabulary() {
        Plan plan = plan(
                List.of(model("other", new ToyModel.Backend(ToyModel.VOCABULARY + 1, 1), Optional.empty())),
                Optional.empty());
        assertThatThrownBy(() -> summary(plan))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "toy.yaml:7: other: this model has 8 output entries, but the original has 7; only models with"
                                + " the same vocabulary can be compared");
    }

    @Test
    void theNumericFloorMarksWhatArithmeticCouldHaveDone() {
        Summary without = summary(plan(List.of(model("sharper", SHARPER, Optional.empty())), Optional.empty()));
        assertThat(marked(arm(without, "sharper"))).isFalse();
        Summary with = summary(plan(
                List.of(model("sharper", SHARPER, Optional.empty())),
                Optional.of(model("numeric", SHARPER, Optional.empty()))));
        assertThat(marked(arm(with, "sharper"))).isTrue();
        ArmSummary floor = arm(with, "numeric");
        assertThat(floor.arm().measuresArithmetic()).isTrue();
        assertThat(with.numericFloor())
                .filteredOn(each -> each.figure().equals("d"))
                .allSatisfy(each ->
                        assertThat(each.value()).isEqualTo(divergence(floor)).isGreaterThan(each.cut()));
    }

    private static boolean marked(ArmSummary arm) {
        return arm.figures().stream().anyMatch(each -> each.figure().name().equals("d") && each.belowNumericFloor());
    }

    @Test
    void theNumericFloorIsNoAblationToRecoverFrom() {
        Summary with = summary(plan(List.of(), Optional.of(model("numeric", SHARPER, Optional.empty()))));
        assertThat(with.arms())
                .allSatisfy(arm -> assertThat(arm.recovered())
                        .noneMatch(each -> each.ablation().equals("numeric")));
    }
}
