package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.core.config.Plan;

/** Opening a run, which is all that {@code noisefloor check} does, refuses what running it would refuse later. */
class FeasibleTest {
    private static AbstractThrowableAssert<?, ? extends Throwable> opening(ToyPlan plan) {
        return assertThatThrownBy(() -> PreparedRun.open(plan.plan(), Path.of("target/cache"), new ToyPlan.Silence())
                        .close())
                .isInstanceOf(UserError.class);
    }

    private static ToyPlan toy(
            List<int[]> documents, List<? extends InterventionProvider<?>> baselines, Plan.Positions positions) {
        return new ToyPlan(4, 1, documents, List.copyOf(baselines), positions, 0);
    }

    private static final Plan.Positions ALL = new Plan.Positions(0, Optional.empty(), OptionalInt.empty());

    @Test
    void sequencesOfBosAndOneMoreTokenHaveNothingToScore() {
        opening(toy(List.of(new int[] {0, 1}, new int[] {0, 2}), List.of(ToyPlugins.ZERO), ALL))
                .hasMessage(
                        "toy.yaml: no position would be scored: every one is special, skipped (positions) or the last"
                                + " of its sequence (corpus.length is 6)");
    }

    @Test
    void skippingTheWholeOfEverySequenceLeavesNothingToScore() {
        opening(new ToyPlan(4, 1).skippingFirst(40)).hasMessageContaining("no position would be scored");
    }

    @Test
    void aTokenBeyondTheVocabularyInUseIsFoundInTheLastSequenceToo() {
        Plan.Positions five = new Plan.Positions(0, Optional.empty(), OptionalInt.of(5));
        opening(toy(List.of(new int[] {0, 1, 2}, new int[] {0, 3, 6}), List.of(ToyPlugins.ZERO), five))
                .hasMessage("toy.yaml: positions.vocab is 5, but the corpus has the token id 6");
    }

    @Test
    void whatIsMadeFromCalibrationSequencesNeedsSome() {
        var mean = new ToyPlugins.Changing("mean", Needs.nothing().calibrated(), acts -> {});
        opening(toy(ToyPlan.documents(11), List.of(ToyPlugins.ZERO, mean), ALL))
                .hasMessage(
                        "toy.yaml:3: 'mean' is made from calibration sequences, but corpus.calibration.sequences is 0;"
                                + " give some, 24 for instance");
    }
}
