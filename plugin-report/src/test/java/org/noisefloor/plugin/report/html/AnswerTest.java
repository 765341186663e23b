package org.noisefloor.plugin.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.noisefloor.plugin.report.TestArm.verdict;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.Verdict.Word;
import org.noisefloor.plugin.report.TestArm;
import org.noisefloor.plugin.report.TestReport;

class AnswerTest {
    private final TestReport report = SampleRun.sample();
    private final TestArm sae = report.arm("sae");

    private Answer answer() {
        return answer(report);
    }

    private static Answer answer(TestReport report) {
        Topic topic = Topic.of(report.report());
        return new Answer(topic, topic.cases().get(0));
    }

    @Test
    void saysHowManyTimesTheFloorAndWhatIsLost() {
        assertThat(answer().sentence())
                .isEqualTo(
                        "sae at blocks.3 costs 2.00× [1.90, 2.10] the KL of equally large noise in random directions (eps_random):"
                                + " 0.500 [0.400, 0.600] nats of KL. The cross-entropy rises by 0.250 [0.200, 0.300] nats, against 0.100 under eps_random."
                                + " 3.0 % of the positions lose the correct token substantially, against 1.0 % under eps_random (fewer than the intervention), each by its own interval.");
    }

    @Test
    void theVerdictIsTheReportsWhateverTheIntervalSays() {
        assertThat(answer().verdict()).isEqualTo("By KL, worse than eps_random.");
        sae.floor("eps_random", Estimate.of(2, 1.9, 2.1), verdict(Word.MILDER));
        assertThat(answer().verdict()).isEqualTo("By KL, milder than eps_random.");
        sae.floor("eps_random", Estimate.of(2, 1.9, 2.1), verdict(Word.NOT_TOLD_APART));
        assertThat(answer().verdict()).isEqualTo("By KL, not told apart from eps_random.");
    }

    @Test
    void aRatioThatIsUndefinedKeepsItsReasonAndItsVerdictIsUnknown() {
        sae.floor("eps_random", Estimate.undefined("the floor is 0"), new Verdict(Word.UNKNOWN, "the floor is 0"));
        assertThat(answer().verdict()).isEqualTo("By KL, unknown against eps_random (the floor is 0).");
        assertThat(answer().sentence())
                .contains(
                        "no known multiple of the KL of equally large noise in random directions (eps_random), since the floor is 0");
    }

    @Test
    void withoutFloorsNothingIsCalledMuch() {
        sae.withoutFloors();
        assertThat(answer().verdict()).isEmpty();
        assertThat(answer().sentence())
                .startsWith("sae at blocks.3 costs 0.500 [0.400, 0.600] nats of KL. No noise floor was measured,"
                        + " so nothing says whether that is much.");
    }

    @Test
    void theIntervalOfTheDifferenceSaysWhetherAFloorLosesFewer() {
        assertThat(withExcess(Estimate.of(-0.02, -0.03, -0.01)))
                .endsWith("1.0 % under eps_random (more than the intervention), each by its own interval.");
        assertThat(withExcess(Estimate.of(0.02, -0.01, 0.05)))
                .endsWith("1.0 % under eps_random (not told apart), each by its own interval.");
        assertThat(withExcess(TestArm.bare(0.02))).endsWith("1.0 % under eps_random.");
    }

    private String withExcess(Estimate share) {
        sae.inClass("correct_token", "lost", SampleRun.lost(share));
        return answer().sentence();
    }

    @Test
    void withoutClassesNothingIsSaidOfTheCorrectToken() {
        sae.withoutClasses();
        assertThat(answer().sentence()).doesNotContain("correct token");
    }

    @Test
    void withoutIntervalsNoneIsMadeUp() {
        sae.floor("eps_random", TestArm.bare(2), new Verdict(Word.UNKNOWN, "one sequence"));
        assertThat(answer().verdict()).isEqualTo("By KL, unknown against eps_random (one sequence).");
        assertThat(answer().sentence()).contains("costs 2.00× the KL");
    }

    @Test
    void anInfiniteCostIsInfinite() {
        Estimate infinite = Estimate.withoutInterval(Double.POSITIVE_INFINITY, "infinite at one position");
        sae.figure("kl", infinite).floor("eps_random", infinite, new Verdict(Word.UNKNOWN, "infinite at one position"));
        assertThat(answer().verdict()).isEqualTo("By KL, unknown against eps_random (infinite at one position).");
        assertThat(answer().sentence())
                .startsWith("sae at blocks.3 costs ∞× the KL of equally large noise in random directions (eps_random):"
                        + " ∞ nats of KL.");
    }

    @Test
    void aLossThatMayBeNothingIsCalledThat() {
        sae.figure("ce_delta", Estimate.of(0.25, -0.2, 0.3));
        assertThat(answer().sentence()).contains("rises by 0.250 [−0.200, 0.300] nats, which may be nothing");
    }

    @Test
    void theReportsMainDivergenceIsTheOneThatIsTold() {
        TestArm mine = SampleRun.sae("sae")
                .figure("tv", Estimate.of(0.5, 0.4, 0.6))
                .floor(
                        "eps_random",
                        "tv",
                        new FloorContrast(
                                TestArm.bare(0.25),
                                TestArm.bare(0.25),
                                Estimate.of(3, 2, 4),
                                null,
                                0.01,
                                verdict(Word.WORSE),
                                null));
        Answer answer = answer(SampleRun.sample("tv").site("blocks.3", mine, SampleRun.epsRandom("sae")));
        assertThat(answer.verdict()).isEqualTo("By tv, worse than eps_random.");
        assertThat(answer.sentence()).contains("3.00× [2.00, 4.00] the tv of equally large noise in random directions");
    }

    @Test
    void severalSitesAreToldApartByWhatDiffers() {
        TestReport two = SampleRun.sample("kl")
                .site("blocks.3.hook_resid_post", SampleRun.sae("sae"))
                .site("blocks.11.hook_resid_post", SampleRun.sae("sae"));
        assertThat(Topic.of(two.report()).cases())
                .extracting(Case::label)
                .containsExactly("after block 3", "after block 11");
    }

    @Test
    void severalInterventionsOfOneSiteAreToldApartByTheirNames() {
        TestReport two = SampleRun.sample("kl").site("blocks.3", SampleRun.sae("wide"), SampleRun.sae("narrow"));
        assertThat(Topic.of(two.report()).cases()).extracting(Case::label).containsExactly("wide", "narrow");
    }
}
