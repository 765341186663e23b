package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.run.ToyPlugins.Changing;
import org.noisefloor.core.summary.ToyReport;

/** An intervention that reads one site and writes another, as a transcoder does. */
class WrittenSitesTest {
    private static final Needs ELSEWHERE = Needs.nothing().writing("layer.1");
    private static final Needs BOTH = Needs.nothing().writing("layer.0", "layer.1");

    private static ToyRun run(String site, InterventionProvider<?> intervention, InterventionProvider<?>... baselines) {
        return run(site, new ToyPlan(4, 2).positions(), intervention, baselines);
    }

    private static ToyRun run(
            String site,
            Plan.Positions positions,
            InterventionProvider<?> intervention,
            InterventionProvider<?>... baselines) {
        Plan plan = new ToyPlan(4, 2, ToyPlan.documents(11), List.of(baselines), positions, 0).plan();
        return ToyRun.of(ChangedPlan.of(
                plan,
                Map.of(
                        "sites", List.of(new Plan.Written(site, "toy.yaml:2")),
                        "interventions", List.of(ToyPlan.chosen(intervention)))));
    }

    private static String sums(ToyRun run, String arm) {
        try {
            return new ObjectMapper()
                    .writeValueAsString(run.sums(arm).stream()
                            .map(each ->
                                    List.of(each.scored(), each.intervened().sums(), each.classes()))
                            .toList());
        } catch (JsonProcessingException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Adds to the first number of every row of what it writes. */
    private static Changing shift(String id, Needs needs) {
        return new Changing(id, needs, acts -> shift(acts, 0));
    }

    private static void shift(Activations acts, int write) {
        for (int row = 0; row < acts.rows(); row++) {
            int at = row * ToyModel.WIDTH;
            acts.replaced(write).put(at, acts.replaced(write).get(at) + 0.25f);
        }
    }

    @Test
    void leavingWhatItWritesAsItIsCostsExactlyNothing() {
        for (Needs needs : List.of(ELSEWHERE, BOTH)) {
            assertThat(run("layer.0", new Changing("nothing", needs, acts -> {}))
                            .sums("nothing"))
                    .allSatisfy(each -> assertThat(each.scored().sums()).containsExactly(0));
        }
    }

    @Test
    void aShiftOfTheWrittenSiteIsTheSameShiftMadeThere() {
        ToyRun elsewhere = run("layer.0", shift("shift", ELSEWHERE));
        ToyRun there = run("layer.1", shift("shift", Needs.nothing()));
        assertThat(sums(elsewhere, "shift")).isEqualTo(sums(there, "shift"));
        assertThat(elsewhere.sums("shift"))
                .anySatisfy(each -> assertThat(each.scored().sums()[0]).isPositive());
    }

    @Test
    void itIsReportedWhereItReadsAndComparedWhereItWrites() {
        ToyRun run = run("layer.0", shift("shift", ELSEWHERE));
        Arm arm = run.description().layout().arms().get(0);
        assertThat(arm.site()).isEqualTo("layer.0");
        assertThat(arm.writes()).isEqualTo("layer.1");
        assertThat(run.description().sites()).extracting(each -> each.name()).containsExactly("layer.0", "layer.1");
        assertThat(run.description().layout().arms()).hasSize(1);
    }

    @Test
    void aSiteThatIsOnlyWrittenIsNoneOfTheReport() {
        assertThat(ToyReport.of(run("layer.0", shift("shift", ELSEWHERE))).sites())
                .extracting(each -> each.name())
                .containsExactly("layer.0");
    }

    @Test
    void aBatchHasRoomForWhatIsWritten() {
        Plan plan = ChangedPlan.of(
                new ToyPlan(4, 2, ToyPlan.documents(11), List.of(), new ToyPlan(4, 2).positions(), 0).plan(),
                Map.of(
                        "sites", List.of(new Plan.Written("layer.0", "toy.yaml:2")),
                        "interventions", List.of(ToyPlan.chosen(shift("shift", BOTH))),
                        // enough for four sequences if only the site were written that is read
                        "run",
                                new Plan.Run(
                                        2,
                                        OptionalInt.of(4),
                                        OptionalInt.empty(),
                                        false,
                                        OptionalLong.of(4 * 792),
                                        100,
                                        0)));
        ToyRun smaller = ToyRun.of(plan);
        assertThat(smaller.description().shape().sequences()).isEqualTo(3);
        assertThat(smaller.description().warnings()).anyMatch(each -> each.startsWith("batches shrink from 4 to 3"));
        assertThat(sums(smaller, "shift")).isEqualTo(sums(run("layer.0", shift("shift", BOTH)), "shift"));
    }

    @Test
    void itReadsTheSiteOfTheConfig() {
        Changing copy = new Changing("copy", ELSEWHERE, acts -> {
            for (int i = 0; i < acts.rows() * ToyModel.WIDTH; i++) {
                acts.replaced().put(i, acts.original().get(i));
            }
        });
        ToyRun run = run("layer.0", copy);
        ToyRun same = run("layer.0", new Changing("same", Needs.nothing(), acts -> {}));
        for (int s = 0; s < run.records().size(); s++) {
            double[] copied = run.sums("copy").get(s).intervened().sums();
            double[] read = same.sums("same").get(s).intervened().sums();
            assertThat(copied[ToyModel.WIDTH]).isEqualTo(read[0]);
            assertThat(copied[0]).isNotEqualTo(read[0]);
        }
    }

    /** With position 3 outside the mask, where the toy's second layer still feels what was put at the first. */
    @Test
    void rowsOutsideTheMaskGoOnAsThePassMadeThem() {
        int special = ToyPlan.documents(11).get(0)[2];
        Plan.Positions positions = new Plan.Positions(0, Optional.of(List.of(0, special)), OptionalInt.empty());
        Changing first = shift("shift", Needs.nothing());
        // writes at the second site what the first layer's change makes of it anyway
        Changing both = new Changing("shift", BOTH, acts -> {
            shift(acts, 0);
            for (int row = 0; row < acts.rows(); row++) {
                int start = row - row % acts.length();
                int shifted = 0;
                float sum = 0;
                for (int t = start; t <= row; t++) {
                    float value = acts.original().get(t * ToyModel.WIDTH);
                    sum += acts.intervened(t) ? value + 0.25f : value;
                    shifted++;
                }
                acts.replaced(1).put(row * ToyModel.WIDTH, sum / shifted);
            }
        });
        ToyRun one = run("layer.0", positions, first);
        ToyRun two = run("layer.0", positions, both);
        for (int s = 0; s < one.records().size(); s++) {
            assertThat(two.sums("shift").get(s).scored().sums())
                    .isEqualTo(one.sums("shift").get(s).scored().sums());
        }
    }

    @Test
    void aMatchedBaselineActsWhereTheInterventionWrites() {
        ToyRun elsewhere = run("layer.0", shift("shift", ELSEWHERE), ToyPlugins.NOISE);
        ToyRun there = run("layer.1", shift("shift", Needs.nothing()), ToyPlugins.NOISE);
        Arm noise = elsewhere.description().layout().arms().get(1);
        assertThat(noise.site()).isEqualTo("layer.0");
        assertThat(noise.writes()).isEqualTo("layer.1");
        assertThat(noise.matchedTo()).isEqualTo("shift");
        assertThat(sums(elsewhere, "noise")).isEqualTo(sums(there, "noise"));
        assertThat(elsewhere.description().layout().floors().get(0).ranked()).containsExactly(0);
    }

    @Test
    void ofSeveralWrittenSitesABaselineHasNoOneErrorToCopy() {
        assertThatThrownBy(() -> run("layer.0", shift("shift", BOTH), ToyPlugins.NOISE))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "toy.yaml:3: 'shift' writes 2 sites (layer.0, layer.1), so 'noise' has no one error to copy;"
                                + " leave 'noise' out");
    }

    @Test
    void aWrittenSiteThatTheModelDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> run("layer.0", shift("shift", Needs.nothing().writing("layer.7"))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("toy.yaml:3: toy: unknown site 'layer.7'; did you mean 'layer.0'?");
    }

    @Test
    void aWrittenSiteBeforeTheOneThatIsReadIsRefused() {
        assertThatThrownBy(() -> run("layer.1", shift("shift", Needs.nothing().writing("layer.0"))))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "toy.yaml:3: 'shift' reads layer.1 and writes layer.0, which comes before it; an intervention"
                                + " writes at the site that it reads or behind it");
    }

    @Test
    void rowsOfAnotherWidthThanTheWrittenSitesAreRefused() {
        Needs narrow = Needs.nothing().writing("layer.1").writingRowsOf(ToyModel.WIDTH + 1);
        assertThatThrownBy(() -> run("layer.0", shift("shift", narrow)))
                .isInstanceOf(UserError.class)
                .hasMessage("toy.yaml:3: 'shift' gives rows of " + (ToyModel.WIDTH + 1)
                        + " numbers, and layer.1, which it writes, has width " + ToyModel.WIDTH);
    }

    @Test
    void rowsOfItsOwnWidthAreWritten() {
        Needs fitting = Needs.nothing().writing("layer.1").writingRowsOf(ToyModel.WIDTH);
        assertThat(sums(run("layer.0", shift("shift", fitting)), "shift"))
                .isEqualTo(sums(run("layer.0", shift("shift", ELSEWHERE)), "shift"));
    }
}
