package org.noisefloor.plugin.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.noisefloor.plugin.report.TestArm.verdict;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.Verdict.Word;
import org.noisefloor.plugin.report.TestArm;
import org.noisefloor.plugin.report.TestReport;

class CostsTest {
    private final TestArm sae = SampleRun.sae("sae");
    private final TestReport report = SampleRun.sample("kl")
            .site("blocks.3", sae, SampleRun.epsRandom("sae"), floor("error_shuffled"), floor("cov_random"));

    private static TestArm floor(String type) {
        return TestArm.baseline(type, type)
                .drawnFor("sae", 8)
                .figure("kl", Estimate.of(0.25, 0.24, 0.26))
                .figure("ce_delta", 0.1);
    }

    private String costs() {
        Topic topic = Topic.of(report.report());
        return Costs.of(topic, topic.cases().get(0)).toString();
    }

    private void excess(String floor, Estimate excess) {
        sae.floor(floor, "ce_delta", new FloorContrast(TestArm.bare(0.1), excess, null, null, 0.01, null, null));
    }

    @Test
    void aHeadingSaysWhatTheVerdictsSayWhateverTheMeansAre() {
        assertThat(SampleRun.of(SampleRun.sample()).page()).contains(">KL of sae: more than under 1 of 1 floor<");
        Estimate ratio = Estimate.of(1.2, 1.1, 1.3);
        sae.floor("error_shuffled", ratio, verdict(Word.NOT_TOLD_APART));
        sae.floor("cov_random", ratio, verdict(Word.NOT_TOLD_APART));
        assertThat(costs()).contains(">KL of sae: more than under 1 of 3 floors, not told apart from 2<");
        sae.floor("eps_random", ratio, verdict(Word.UNKNOWN));
        sae.floor("cov_random", ratio, verdict(Word.MILDER));
        assertThat(costs())
                .contains(">KL of sae: less than under 1 of 3 floors, not told apart from 1, unknown against 1<");
    }

    @Test
    void withoutVerdictsAHeadingSaysWhatTheIntervalsOfTheExcessSay() {
        excess("eps_random", Estimate.of(0.1, 0.05, 0.15));
        excess("error_shuffled", Estimate.of(0.1, -0.05, 0.25));
        excess("cov_random", Estimate.of(0.1, 0.05, 0.15));
        assertThat(costs())
                .contains(">Rise of the cross-entropy of sae: more than under 2 of 3 floors, not told apart from 1<");
        excess("eps_random", Estimate.of(-0.1, -0.15, -0.05));
        excess("cov_random", TestArm.bare(0.1));
        assertThat(costs())
                .contains(">Rise of the cross-entropy of sae: less than under 1 of 3 floors, not told apart from 1,"
                        + " unknown against 1<");
    }
}
