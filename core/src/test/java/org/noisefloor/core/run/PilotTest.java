package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.report.ArmReport.Pilot;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;

/** How often an arm is drawn if the config leaves that to the run. */
class PilotTest {

    /** What is left of the activation differs by so much from draw to draw. */
    private static ToyPlugins.Changing noise(Needs needs, double luck) {
        return new ToyPlugins.Changing("noise", needs, acts -> {
            for (int row = 0; row < acts.rows(); row++) {
                RandomGenerator random = acts.random(row);
                float scale = (float) (0.3 + luck * random.nextDouble(-0.5, 0.5));
                for (int i = row * acts.width(); i < (row + 1) * acts.width(); i++) {
                    acts.replaced().put(i, acts.original().get(i) * scale);
                }
            }
        });
    }

    private static final Needs AS_NEEDED = Needs.nothing().drawn(DrawCount.AUTO);

    private static Plan plan(int batch, int threads, int documents, ToyPlugins.Changing baseline) {
        ToyPlan toy = new ToyPlan(batch, threads);
        return new ToyPlan(batch, threads, ToyPlan.documents(documents), List.of(baseline), toy.positions(), 0).plan();
    }

    private static Arm.Draws draws(ToyRun run) {
        return run.description().layout().arms().get(run.arm("noise")).draws();
    }

    private static List<double[]> firstDraws(ToyRun run, int draws) {
        int arm = run.arm("noise");
        return run.records().stream()
                .flatMap(record -> record.arms().get(arm).stream().limit(draws))
                .map(ArmSums::scored)
                .map(ArmSums.Scored::sums)
                .toList();
    }

    @Test
    void whatHardlyDiffersBetweenDrawsIsDrawnTwice() {
        ToyRun run = ToyRun.of(plan(4, 2, 20, noise(AS_NEEDED, 1e-4)));
        assertThat(draws(run).count()).isEqualTo(2);
        Pilot pilot = draws(run).pilot();
        assertThat(pilot.sequences()).isEqualTo(16);
        assertThat(pilot.figure()).isEqualTo("d");
        assertThat(pilot.against()).isEqualTo("half");
        assertThat(pilot.share()).isBetween(0.0, 0.1);
    }

    @Test
    void whatIsAllLuckIsDrawnSixteenTimes() {
        ToyRun run = ToyRun.of(plan(4, 2, 20, noise(AS_NEEDED, 1)));
        assertThat(draws(run).count()).isEqualTo(16);
        assertThat(draws(run).pilot().share()).isGreaterThan(0.1);
        assertThat(run.records())
                .allMatch(record -> record.arms().get(run.arm("noise")).size() == 16);
    }

    @Test
    void theDrawsOfARunAreThoseThatACountWouldHaveMade() {
        ToyRun decided = ToyRun.of(plan(4, 2, 20, noise(AS_NEEDED, 0.2)));
        ToyRun named = ToyRun.of(plan(
                4, 2, 20, noise(Needs.nothing().drawn(draws(decided).count()), 0.2)));
        assertThat(firstDraws(decided, 16)).containsExactlyElementsOf(firstDraws(named, 16));
        assertThat(draws(named).pilot()).isNull();
    }

    @Test
    void neitherBatchNorThreadsChangeTheDecision() {
        List<double[]> one = firstDraws(ToyRun.of(plan(1, 1, 20, noise(AS_NEEDED, 0.2))), 16);
        for (int batch : new int[] {3, 16, 20}) {
            ToyRun other = ToyRun.of(plan(batch, 2, 20, noise(AS_NEEDED, 0.2)));
            assertThat(firstDraws(other, 16)).containsExactlyElementsOf(one);
        }
    }

    @Test
    void aShardDrawsAsOftenAsTheWholeRun() {
        Plan plan = plan(4, 2, 24, noise(AS_NEEDED, 0.2));
        List<SequenceRecord> last = new ArrayList<>();
        List<RunDescription> described = new ArrayList<>();
        try (PreparedRun run = PreparedRun.open(plan, Path.of("target/cache"), new ToyPlan.Silence())) {
            run.run(new Shard(3, 3), 24, new RunSink() {
                @Override
                public void describe(RunDescription description) {
                    described.add(description);
                }

                @Override
                public void take(SequenceRecord record) {
                    last.add(record);
                }
            });
        }
        ToyRun whole = ToyRun.of(plan);
        assertThat(described.get(0).layout()).isEqualTo(whole.description().layout());
        assertThat(firstDraws(new ToyRun(described.get(0), whole.figures(), last), 16))
                .containsExactlyElementsOf(firstDraws(
                        new ToyRun(
                                whole.description(),
                                whole.figures(),
                                whole.records().subList(16, 24)),
                        16));
    }

    @Test
    void fewSequencesTellNothingAndTheUsualNumberIsDrawn() {
        ToyRun run = ToyRun.of(plan(4, 2, 5, noise(AS_NEEDED, 1)));
        assertThat(draws(run).count()).isEqualTo(8);
        assertThat(draws(run).pilot()).isEqualTo(new Pilot(5, null, null, 0));
    }

    @Test
    void whatIsNoFloorIsJudgedByItsOwnFigure() {
        Plan plan =
                ChangedPlan.of(plan(4, 2, 20, noise(AS_NEEDED, 0.2)), Map.of("floors", Optional.of(List.<String>of())));
        assertThat(draws(ToyRun.of(plan)).pilot().against()).isNull();
    }

    @Test
    void whatAllSequencesShareIsDrawnAsOftenAsEver() {
        ToyRun run = ToyRun.of(plan(4, 2, 20, noise(AS_NEEDED.sharingDraws(), 1)));
        assertThat(draws(run).count()).isEqualTo(8);
        assertThat(draws(run).pilot()).isNull();
    }

    @Test
    void aCalibratedFloorIsDrawnOnceForEachGroupOfTexts() {
        Plan plan = plan(4, 2, 30, noise(AS_NEEDED.calibrated(), 1));
        Plan.Corpus corpus = plan.corpus();
        ToyRun run = ToyRun.of(ChangedPlan.of(
                plan,
                Map.of(
                        "corpus",
                        new Plan.Corpus(
                                corpus.path(),
                                corpus.reader(),
                                OptionalInt.of(20),
                                Plan.Taking.FIRST,
                                corpus.length(),
                                corpus.packing(),
                                corpus.prependBos(),
                                corpus.tokenizer(),
                                new Plan.Calibration(Optional.empty(), 10),
                                corpus.places()))));
        assertThat(draws(run).count()).isEqualTo(8);
        assertThat(draws(run).calibrations()).isEqualTo(8);
        assertThat(draws(run).pilot()).isNull();
    }

    @Test
    void anInterventionWhoseErrorIsCopiedIsDrawnOnce() {
        Plan plan = ChangedPlan.of(
                plan(4, 2, 20, ToyPlugins.NOISE),
                Map.of(
                        "interventions",
                        List.of(ToyPlan.chosen(new ToyPlugins.Changing(
                                "random", AS_NEEDED, noise(AS_NEEDED, 1).change())))));
        ToyRun run = ToyRun.of(plan);
        assertThat(run.description().layout().arms().get(run.arm("random")).draws())
                .isEqualTo(Arm.Draws.random(1));
        assertThat(run.description().warnings()).noneMatch(each -> each.contains("drawn once, so of its draws"));
    }
}
