package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.run.ToyPlugins.Changing;

/** Several sites spliced in one pass, each seeing what the earlier ones left. */
class TogetherTest {
    private static final Needs MATCHED = Needs.nothing().matched();

    private static Plan plan(InterventionProvider<?> intervention, InterventionProvider<?>... baselines) {
        // a token outside the mask, where what was put at the first layer is still felt at the second
        int special = ToyPlan.documents(11).get(0)[2];
        Plan.Positions positions = new Plan.Positions(0, Optional.of(List.of(0, special)), OptionalInt.empty());
        Plan plan = new ToyPlan(16, 2, ToyPlan.documents(11), List.of(baselines), positions, 0).plan();
        return ChangedPlan.of(plan, Map.of("interventions", List.of(ToyPlan.chosen(intervention))));
    }

    private static Plan together(Plan plan) {
        return ChangedPlan.of(plan, Map.of("splice", Plan.Splicing.TOGETHER));
    }

    private static ToyRun run(InterventionProvider<?> intervention, InterventionProvider<?>... baselines) {
        return ToyRun.of(together(plan(intervention, baselines)));
    }

    /** The joint arm's divergences, by sequence. */
    private static List<Double> joint(ToyRun run, String name) {
        return divergences(run, name, Arm.TOGETHER);
    }

    private static List<Double> divergences(ToyRun run, String name, String site) {
        List<Arm> arms = run.description().layout().arms();
        int place = arms.indexOf(arms.stream()
                .filter(arm -> arm.name().equals(name) && arm.site().equals(site))
                .findFirst()
                .orElseThrow());
        return run.records().stream()
                .map(record -> record.arms().get(place).get(0).scored().sums()[0])
                .toList();
    }

    /** What each call of an intervention saw and left, at the rows of the mask: the error at each number. */
    private static final class Watched {
        final List<List<Float>> errors = new ArrayList<>();
        final List<Double> drawn = new ArrayList<>();

        void take(Activations acts, FloatBuffer from, FloatBuffer to) {
            List<Float> error = new ArrayList<>();
            for (int row = 0; row < acts.rows(); row++) {
                for (int i = row * acts.width(); acts.intervened(row) && i < (row + 1) * acts.width(); i++) {
                    error.add(to.get(i) - from.get(i));
                }
            }
            errors.add(error);
            drawn.add(acts.random(1).nextDouble());
        }
    }

    private static void halve(Activations acts) {
        for (int i = 0; i < acts.rows() * acts.width(); i++) {
            acts.replaced().put(i, acts.original().get(i) / 2);
        }
    }

    @Test
    void leavingEverySiteAsItIsCostsExactlyNothing() {
        ToyRun run = run(ToyPlugins.HALF, ToyPlugins.SAME);
        assertThat(joint(run, "same")).allMatch(each -> each == 0);
        assertThat(joint(run, "half")).anyMatch(each -> each > 0);
    }

    @Test
    void eachSiteSeesWhatTheEarlierOneLeft() {
        // the same by hand, as one intervention that writes both sites
        Changing byHand = new Changing("half", Needs.nothing().writing("layer.0", "layer.1"), acts -> {
            halve(acts);
            int width = acts.width();
            for (int i = 0; i < acts.rows() * width; i++) {
                int row = i / width;
                float sum = 0;
                int start = row - row % acts.length();
                for (int t = start; t <= row; t++) {
                    sum += acts.original().get(t * width + i % width) / (acts.intervened(t) ? 2 : 1);
                }
                acts.replaced(1).put(i, sum / (row - start + 1) / 2);
            }
        });
        ToyRun nested = ToyRun.of(
                ChangedPlan.of(plan(byHand), Map.of("sites", List.of(new Plan.Written("layer.0", "toy.yaml:2")))));
        ToyRun run = run(ToyPlugins.HALF);
        assertThat(joint(run, "half")).isEqualTo(divergences(nested, "half", "layer.0"));
        assertThat(joint(run, "half")).isNotEqualTo(divergences(run, "half", "layer.0"));
    }

    @Test
    void whatIsDoneAloneKeepsEveryBit() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        ToyRun alone = ToyRun.of(plan(ToyPlugins.HALF, ToyPlugins.NOISE, ToyPlugins.ZERO));
        ToyRun both = run(ToyPlugins.HALF, ToyPlugins.NOISE, ToyPlugins.ZERO);
        int arms = alone.description().layout().arms().size();
        assertThat(both.description().layout().arms()).hasSize(arms + 3);
        assertThat(both.description().layout().arms().subList(0, arms))
                .isEqualTo(alone.description().layout().arms());
        for (int s = 0; s < alone.records().size(); s++) {
            assertThat(json.writeValueAsString(both.records().get(s).arms().subList(0, arms)))
                    .isEqualTo(json.writeValueAsString(alone.records().get(s).arms()));
            assertThat(json.writeValueAsString(both.records().get(s).features().subList(0, arms)))
                    .isEqualTo(json.writeValueAsString(alone.records().get(s).features()));
        }
    }

    @Test
    void aMatchedBaselineCopiesTheErrorOfEachSiteInTheJointPass() {
        Watched halves = new Watched();
        Watched mirrored = new Watched();
        Changing half = new Changing("halved", Needs.nothing(), acts -> {
            halve(acts);
            halves.take(acts, acts.original(), acts.replaced());
        });
        // the opposite error, so that another activation arrives at the second site
        Changing mirror = new Changing("mirror", MATCHED, acts -> {
            mirrored.take(acts, acts.original(), acts.matched());
            for (int i = 0; i < acts.rows() * acts.width(); i++) {
                acts.replaced()
                        .put(i, 2 * acts.original().get(i) - acts.matched().get(i));
            }
        });
        run(half, mirror);
        // alone at the first site, at the second, then both in one pass
        assertThat(halves.errors).hasSize(4);
        assertThat(halves.errors.get(3)).isNotEqualTo(halves.errors.get(1));
        for (int pass : List.of(2, 3)) {
            for (int i = 0; i < halves.errors.get(pass).size(); i++) {
                assertThat(mirrored.errors.get(pass).get(i))
                        .isCloseTo(halves.errors.get(pass).get(i), within(2e-7f));
            }
        }
    }

    @Test
    void errorsThatAreCopiedAsTheyAreCostTheSame() {
        Changing copy = new Changing("copy", MATCHED, acts -> {
            for (int i = 0; i < acts.rows() * acts.width(); i++) {
                acts.replaced().put(i, acts.matched().get(i));
            }
        });
        ToyRun run = run(ToyPlugins.HALF, copy);
        for (int s = 0; s < run.records().size(); s++) {
            assertThat(joint(run, "copy").get(s)).isCloseTo(joint(run, "half").get(s), within(1e-6));
        }
        Arm arm = run.description().layout().arms().get(5);
        assertThat(arm.label()).isEqualTo("copy (of half) at together");
        assertThat(arm.together()).containsExactly("layer.0", "layer.1");
    }

    @Test
    void drawsAtDifferentSitesOfAPassAreIndependent() {
        Watched noise = new Watched();
        run(ToyPlugins.HALF, new Changing("noise", Needs.nothing().drawn(1).matched(), acts -> {
            noise.take(acts, acts.original(), acts.matched());
        }));
        // alone at each site, where the same draw is made, then at both
        assertThat(noise.drawn.get(0)).isEqualTo(noise.drawn.get(1));
        assertThat(noise.drawn.get(2)).isNotEqualTo(noise.drawn.get(3)).isNotEqualTo(noise.drawn.get(0));
    }

    @Test
    void whatIsCalibratedOnErrorsSeesThoseOfTheJointPass() {
        Plan plan = together(plan(ToyPlugins.HALF, new Calibrated()));
        Plan.Corpus corpus = plan.corpus();
        Calibrated.SEEN.clear();
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
        // one instance for each site alone, and one for each site of the joint pass
        assertThat(Calibrated.SEEN).hasSize(4);
        assertThat(Calibrated.SEEN.get(2)).isEqualTo(Calibrated.SEEN.get(0));
        assertThat(Calibrated.SEEN.get(3)).isNotEqualTo(Calibrated.SEEN.get(1));
    }

    /** Keeps the error of each calibration batch. */
    private static final class Calibrated implements InterventionProvider<NoOptions> {
        static final List<List<Float>> SEEN = new ArrayList<>();

        @Override
        public String id() {
            return "calibrated";
        }

        @Override
        public String summary() {
            return "remembers errors";
        }

        @Override
        public Class<NoOptions> options() {
            return NoOptions.class;
        }

        @Override
        public Intervention create(NoOptions options, RunContext context) {
            Watched watched = new Watched();
            return new Intervention() {
                @Override
                public Needs needs() {
                    return MATCHED.calibrated();
                }

                @Override
                public void calibrate(Activations acts) {
                    watched.take(acts, acts.original(), acts.matched());
                }

                @Override
                public void calibrated() {
                    SEEN.addAll(watched.errors);
                }

                @Override
                public void replace(Activations acts) {}
            };
        }
    }

    private static void fill(Activations acts, float value) {
        for (int i = 0; i < acts.rows() * acts.width(); i++) {
            acts.replaced().put(i, value);
        }
    }

    @Test
    void contributionsToOneSiteAreAddedUp() {
        Needs contributing = Needs.nothing().writing("layer.1").adding();
        ToyRun run = run(new Changing("part", contributing, acts -> fill(acts, 0.3f)));
        ToyRun whole =
                ToyRun.of(plan(new Changing("whole", Needs.nothing().writing("layer.1"), acts -> fill(acts, 0.6f))));
        assertThat(joint(run, "part")).isEqualTo(divergences(whole, "whole", "layer.0"));
        // alone, a contribution is the whole replacement
        ToyRun single =
                ToyRun.of(plan(new Changing("whole", Needs.nothing().writing("layer.1"), acts -> fill(acts, 0.3f))));
        assertThat(divergences(run, "part", "layer.0")).isEqualTo(divergences(single, "whole", "layer.0"));
    }

    @Test
    void twoReplacementsOfOneSiteAreRefused() {
        assertThatThrownBy(
                        () -> run(new Changing("part", Needs.nothing().writing("layer.1"), acts -> fill(acts, 0.3f))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'part' writes layer.1 both from layer.0 and from layer.1");
    }

    @Test
    void ofContributionsABaselineHasNoOneErrorToCopy() {
        Needs contributing = Needs.nothing().writing("layer.1").adding();
        assertThatThrownBy(() -> run(new Changing("part", contributing, acts -> {}), ToyPlugins.NOISE))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'part' adds to what others write, so 'noise' has no one error to copy");
    }

    @Test
    void oneSiteIsNotSeveral() {
        Plan plan = ChangedPlan.of(
                plan(ToyPlugins.HALF), Map.of("sites", List.of(new Plan.Written("layer.0", "toy.yaml:2"))));
        assertThatThrownBy(() -> ToyRun.of(together(plan)))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "toy.yaml: splice is together, but the run has one site (layer.0); name several under sites,"
                                + " or leave splice out");
    }

    @Test
    void theNoiseIsCountedAsAFloorOfTheJointArm() {
        ToyRun run = run(ToyPlugins.HALF, ToyPlugins.NOISE, ToyPlugins.ZERO);
        List<Arm> arms = run.description().layout().arms();
        assertThat(arms.subList(6, 9))
                .extracting(Arm::label)
                .containsExactly("half at together", "noise (of half) at together", "zero at together");
        assertThat(run.description().layout().floorsOf(6)).hasSize(1);
        assertThat(run.description().layout().floorsOf(6).get(0).ranked()).containsExactly(6);
    }
}
