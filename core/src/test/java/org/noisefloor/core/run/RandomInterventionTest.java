package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.run.ToyPlugins.Changing;

/** An intervention that is itself random, and floors that copy its error. */
class RandomInterventionTest {
    private static final int DRAWS = 5;

    private static final Changing RANDOM =
            new Changing("random", Needs.nothing().drawn(DRAWS), acts -> {
                for (int row = 0; row < acts.rows(); row++) {
                    int at = row * acts.width();
                    acts.replaced()
                            .put(
                                    at,
                                    acts.original().get(at)
                                            + (float) acts.random(row).nextDouble());
                }
            });

    private static final Changing COPY =
            new Changing("noise", Needs.nothing().drawn(3).matched(), acts -> {
                for (int i = 0; i < acts.rows() * acts.width(); i++) {
                    acts.replaced().put(i, acts.matched().get(i));
                }
            });

    private static Plan plan(InterventionProvider<?>... baselines) {
        Plan plan = new ToyPlan(
                        4,
                        2,
                        ToyPlan.documents(11),
                        List.of(baselines),
                        new Plan.Positions(0, Optional.empty(), OptionalInt.empty()),
                        0)
                .plan();
        return ChangedPlan.of(plan, Map.of("interventions", List.of(ToyPlan.chosen(RANDOM))));
    }

    private static Arm.Draws draws(ToyRun run) {
        return run.description().layout().arms().get(run.arm("random")).draws();
    }

    private static double divergence(ToyRun run, String arm, int draw) {
        int place = run.arm(arm);
        return run.records().stream()
                .mapToDouble(each -> each.arms().get(place).get(draw).scored().sums()[0])
                .sum();
    }

    @Test
    void itIsDrawnOnceWhereItsErrorIsCopied() {
        assertThat(draws(ToyRun.of(plan(COPY)))).isEqualTo(new Arm.Draws(1, true, false, 0));
    }

    @Test
    void itKeepsItsDrawsWhereNothingCopiesThem() {
        assertThat(draws(ToyRun.of(plan(ToyPlugins.ZERO))).count()).isEqualTo(DRAWS);
    }

    @Test
    void theDrawThatIsJudgedIsTheFirst() {
        assertThat(divergence(ToyRun.of(plan(COPY)), "random", 0))
                .isEqualTo(divergence(ToyRun.of(plan(ToyPlugins.ZERO)), "random", 0));
    }

    @Test
    void floorsCopyTheErrorOfTheDrawThatIsJudged() {
        ToyRun run = ToyRun.of(plan(COPY));
        for (int draw = 0; draw < 3; draw++) {
            assertThat(divergence(run, "noise", draw)).isEqualTo(divergence(run, "random", 0));
        }
    }

    @Test
    void floorsCopyItInAJointPassToo() {
        ToyRun run = ToyRun.of(ChangedPlan.of(plan(COPY), Map.of("splice", Plan.Splicing.TOGETHER)));
        List<Arm> arms = run.description().layout().arms();
        List<Double> joint = new ArrayList<>();
        for (int a = 0; a < arms.size(); a++) {
            if (arms.get(a).actsTogether()) {
                int place = a;
                joint.add(run.records().stream()
                        .mapToDouble(
                                each -> each.arms().get(place).get(0).scored().sums()[0])
                        .sum());
            }
        }
        assertThat(joint).hasSize(2).allMatch(each -> Math.abs(each - joint.get(0)) < 1e-5 * joint.get(0));
    }

    @Test
    void aDrawThatIsTheOnlyOneIsRankedAmongThoseOfItsFloors() {
        Layout layout = ToyRun.of(plan(COPY)).description().layout();
        assertThat(layout.floors()).allMatch(floor -> floor.ranked().equals(floor.compared()));
    }

    @Test
    void severalDrawsHaveNoOneRank() {
        Changing unmatched = new Changing("noise", Needs.nothing().drawn(3), acts -> {});
        Layout layout = ToyRun.of(plan(unmatched)).description().layout();
        assertThat(layout.floors())
                .isNotEmpty()
                .allMatch(floor -> floor.ranked().isEmpty());
    }

    @Test
    void thatOneDrawOfSeveralIsJudgedIsTold() {
        String told =
                "an intervention whose error is copied is drawn once, so of its draws the first is judged: random";
        assertThat(ToyRun.of(plan(COPY)).description().warnings()).contains(told);
        assertThat(ToyRun.of(plan(ToyPlugins.ZERO)).description().warnings()).doesNotContain(told);
    }

    @Test
    void whatCalibratesAFloorIsNotTheDrawThatIsJudged() {
        Seen seen = new Seen();
        Plan plan = plan(seen);
        Plan.Corpus corpus = plan.corpus();
        ToyRun.of(ChangedPlan.of(
                plan,
                Map.of(
                        "corpus",
                        new Plan.Corpus(
                                corpus.path(),
                                corpus.reader(),
                                OptionalInt.of(8),
                                Plan.Taking.FIRST,
                                corpus.length(),
                                corpus.packing(),
                                corpus.prependBos(),
                                corpus.tokenizer(),
                                new Plan.Calibration(Optional.empty(), 3),
                                corpus.places()))));
        assertThat(seen.calibrating).isNotEmpty().doesNotContainAnyElementsOf(seen.judged);
    }

    @Test
    void floorsCopyTheErrorOfWhatKnowsAllCalibrationTexts() {
        Plan plan = ChangedPlan.of(plan(COPY), Map.of("interventions", List.of(ToyPlan.chosen(new Learned()))));
        Plan.Corpus corpus = plan.corpus();
        ToyRun run = ToyRun.of(ChangedPlan.of(
                plan,
                Map.of(
                        "corpus",
                        new Plan.Corpus(
                                corpus.path(),
                                corpus.reader(),
                                OptionalInt.of(6),
                                Plan.Taking.FIRST,
                                corpus.length(),
                                corpus.packing(),
                                corpus.prependBos(),
                                corpus.tokenizer(),
                                new Plan.Calibration(Optional.empty(), 5),
                                corpus.places()))));
        assertThat(run.description()
                        .layout()
                        .arms()
                        .get(run.arm("random"))
                        .draws()
                        .recalibrations())
                .isPositive();
        assertThat(divergence(run, "noise", 0)).isEqualTo(divergence(run, "random", 0));
    }

    /** Puts the number of rows that it was calibrated on into each activation. */
    private static final class Learned implements InterventionProvider<NoOptions> {
        @Override
        public String id() {
            return "random";
        }

        @Override
        public String summary() {
            return "what it learned";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Intervention create(NoOptions options, RunContext context) {
            int[] rows = new int[1];
            return new Intervention() {
                @Override
                public Needs needs() {
                    return Needs.nothing().calibrated();
                }

                @Override
                public void calibrate(Activations acts) {
                    for (int row = 0; row < acts.rows(); row++) {
                        rows[0] += acts.intervened(row) ? 1 : 0;
                    }
                }

                @Override
                public void replace(Activations acts) {
                    for (int row = 0; row < acts.rows(); row++) {
                        acts.replaced().put(row * acts.width(), rows[0] / 10f);
                    }
                }
            };
        }
    }

    /** Keeps the first error of each row, when it is calibrated and when it replaces. */
    private static final class Seen implements InterventionProvider<NoOptions> {
        final List<Float> calibrating = new ArrayList<>();
        final List<Float> judged = new ArrayList<>();

        @Override
        public String id() {
            return "noise";
        }

        @Override
        public String summary() {
            return "what it sees";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        private static void take(Activations acts, List<Float> errors) {
            for (int row = 0; row < acts.rows(); row++) {
                if (acts.intervened(row)) {
                    int at = row * acts.width();
                    // back to the number that was drawn, of which few bits are lost to the sum
                    errors.add(Math.round(1e4f
                                    * (acts.matched().get(at) - acts.original().get(at)))
                            / 1e4f);
                }
            }
        }

        @Override
        public Intervention create(NoOptions options, RunContext context) {
            return new Intervention() {
                @Override
                public Needs needs() {
                    return Needs.nothing().matched().calibrated();
                }

                @Override
                public void calibrate(Activations acts) {
                    take(acts, calibrating);
                }

                @Override
                public void replace(Activations acts) {
                    take(acts, judged);
                }
            };
        }
    }
}
