package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.ArmReport.Role;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.RunDescription;

/** A whole model in the original's place, and the original once more as the numeric floor. */
class WholeModelTest {
    private static final ToyModel.Backend SAME = new ToyModel.Backend();
    private static final ToyModel.Backend SHARPER = new ToyModel.Backend(ToyModel.VOCABULARY, 1.5f);

    private static Plan.OtherModel model(String name, ToyModel.Backend backend, Optional<String> ruler) {
        return ToyPlan.otherModel(name, backend, ruler);
    }

    private static Plan plan(List<Plan.OtherModel> others, Optional<Plan.OtherModel> numericFloor) {
        Plan plan = new ToyPlan(4, 2).plan();
        return ChangedPlan.of(plan, Map.of("otherModels", others, "numericFloor", numericFloor));
    }

    /** The sum of the divergence over all positions. */
    private static double divergence(ToyRun run, String arm) {
        return run.sums(arm).stream()
                .mapToDouble(each -> each.scored().sums()[0])
                .sum();
    }

    @Test
    void theSameModelOnceMoreChangesNothing() {
        ToyRun run = ToyRun.of(plan(List.of(model("same_model", SAME, Optional.empty())), Optional.empty()));
        Arm same = run.description().layout().arms().get(run.arm("same_model"));
        assertThat(same.type()).isEqualTo("model");
        assertThat(same.role()).isEqualTo(Role.WHOLE_MODEL);
        assertThat(divergence(run, "same_model")).isZero();
    }

    @Test
    void anotherModelIsScoredAsAWholeAndItsActivationsAreNotLookedAt() {
        ToyRun run = ToyRun.of(plan(List.of(model("sharper", SHARPER, Optional.empty())), Optional.empty()));
        assertThat(divergence(run, "sharper")).isPositive();
        assertThat(run.description().layout().intervened().get(run.arm("sharper")))
                .isEqualTo(ColumnLayout.NONE);
        assertThat(run.figures().intervened(run.arm("sharper"))).isEmpty();
        assertThat(run.sums("sharper")).allSatisfy(each -> {
            assertThat(each.intervened().sums()).isEmpty();
            assertThat(each.intervened().relativeError()).isEmpty();
            assertThat(each.classes()).isNotEmpty();
        });
    }

    @Test
    void standsAtTheSiteOfItsRuler() {
        ToyRun run = ToyRun.of(plan(
                List.of(model("first", SHARPER, Optional.empty()), model("second", SHARPER, Optional.of("layer.1"))),
                Optional.empty()));
        List<Arm> arms = run.description().layout().arms();
        assertThat(arms.get(run.arm("first")).site()).isEqualTo("layer.0");
        assertThat(arms.get(run.arm("second")).site()).isEqualTo("layer.1");
        assertThat(divergence(run, "first")).isEqualTo(divergence(run, "second"));
    }

    @Test
    void refusesARulerThatIsNoSiteOfTheRun() {
        Plan plan = plan(List.of(model("other", SAME, Optional.of("layer.7"))), Optional.empty());
        assertThatThrownBy(() -> ToyRun.of(plan))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("toy.yaml:7: other: unknown site of the run 'layer.7'");
    }

    @Test
    void refusesAModelWithAnotherVocabulary() {
        Plan plan = plan(
                List.of(model("other", new ToyModel.Backend(ToyModel.VOCABULARY + 1, 1), Optional.empty())),
                Optional.empty());
        assertThatThrownBy(() -> ToyRun.of(plan))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "toy.yaml:7: other: this model has 8 output entries, but the original has 7; if that is padding"
                                + " only, positions.vocab: 7 compares the first 7 of both");
    }

    @Test
    void refusesAModelThatTakesAnotherLengthOnly() {
        Plan plan = plan(List.of(model("other", ToyModel.Backend.ofLength(9), Optional.empty())), Optional.empty());
        assertThatThrownBy(() -> ToyRun.of(plan))
                .isInstanceOf(UserError.class)
                .hasMessage("toy.yaml:7: other: this model was exported for sequences of exactly 9 tokens, but"
                        + " corpus.length is 6; export it with dynamic axes, or set corpus.length to that if the original"
                        + " takes it");
    }

    @Test
    void aModelWithAnotherPaddingOfTheVocabularyIsComparedOnWhatPositionsVocabLeaves() {
        for (int padded : new int[] {ToyModel.VOCABULARY - 1, ToyModel.VOCABULARY + 2}) {
            Plan plan = ChangedPlan.of(
                    plan(List.of(model("other", new ToyModel.Backend(padded, 1), Optional.empty())), Optional.empty()),
                    Map.of("positions", new Plan.Positions(0, Optional.empty(), OptionalInt.of(6))));
            ToyRun run = ToyRun.of(withoutTheLastToken(plan));
            assertThat(divergence(run, "other")).as("padded to %d", padded).isZero();
        }
    }

    private static Plan withoutTheLastToken(Plan plan) {
        List<int[]> documents = ToyPlan.documents(11).stream()
                .map(tokens -> IntStream.of(tokens).filter(token -> token < 6).toArray())
                .toList();
        Plan other = new ToyPlan(
                        4, 2, documents, List.of(), new Plan.Positions(0, Optional.empty(), OptionalInt.of(6)), 0)
                .plan();
        return ChangedPlan.of(plan, Map.of("corpus", other.corpus()));
    }

    @Test
    void theOriginalOnceMoreIsAnArmOfItsOwnRoleAndSaidToBeOne() {
        Plan.OtherModel numeric = model("numeric", SHARPER, Optional.empty());
        ToyRun run = ToyRun.of(plan(List.of(), Optional.of(numeric)));
        Arm arm = run.description().layout().arms().get(run.arm("numeric"));
        assertThat(arm.role()).isEqualTo(Role.NUMERIC_FLOOR);
        assertThat(arm.servesAsAblation()).isFalse();
        assertThat(run.description().arithmetic().again())
                .isEqualTo(new RunDescription.Again("numeric", "toy", Map.of()));
        assertThat(divergence(run, "numeric")).isPositive();
    }
}
