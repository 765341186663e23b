package org.noisefloor.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.noisefloor.plugin.report.TestArm.verdict;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Figure.Kind;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.Verdict.Word;
import org.noisefloor.files.words.Headline;

class HeadlineTest {
    private final TestReport report = new TestReport().main("kl").figure("kl", "kl", "nats", Kind.DIVERGENCE);

    private String headline() {
        return String.join(" ", Headline.of(report.report()));
    }

    /** An SAE that costs so much, with one verdict against each floor. */
    private static TestArm sae(String name, double kl, Word random, Word used) {
        Estimate ratio = Estimate.of(1, 0.5, 2);
        return TestArm.intervention(name)
                .figure("kl", kl)
                .floor("eps_random", ratio, verdict(random))
                .floor("cov_random", ratio, verdict(used));
    }

    private void site(int block, TestArm... arms) {
        TestArm[] all = java.util.Arrays.copyOf(arms, arms.length + 2);
        all[arms.length] = TestArm.baseline("eps_random", "eps_random");
        all[arms.length + 1] = TestArm.baseline("cov_random", "cov_random");
        report.site("blocks." + block + ".hook_resid_post", all);
    }

    @Test
    void oneIsToldWithWhereItIs() {
        site(3, sae("sae", 0.1, Word.WORSE, Word.MILDER));
        assertThat(headline())
                .isEqualTo("The SAE after block 3 costs more KL than equally large noise in random directions;"
                        + " it costs less KL than equally large noise in directions that activations use.");
    }

    @Test
    void severalAreCountedFloorByFloor() {
        site(0, sae("sae", 0.1, Word.WORSE, Word.WORSE));
        site(1, sae("sae", 0.1, Word.WORSE, Word.MILDER));
        site(2, sae("sae", 0.1, Word.WORSE, Word.NOT_TOLD_APART));
        assertThat(headline())
                .isEqualTo("All three SAEs cost more KL than equally large noise in random directions."
                        + " One of three costs more than equally large noise in directions that activations use,"
                        + " one costs less and one cannot be told apart from it.");
    }

    @Test
    void floorsOfWhichTheSameCanBeSaidStandTogether() {
        site(0, sae("sae", 0.1, Word.MILDER, Word.MILDER));
        site(1, sae("sae", 0.1, Word.MILDER, Word.MILDER));
        assertThat(headline())
                .isEqualTo("Both SAEs cost less KL than equally large noise in random directions and equally large"
                        + " noise in directions that activations use.");
    }

    @Test
    void whereNoneIsWorseThatIsSaidFirst() {
        site(0, sae("sae", 0.1, Word.MILDER, Word.NOT_TOLD_APART));
        site(1, sae("sae", 0.1, Word.NOT_TOLD_APART, Word.NOT_TOLD_APART));
        assertThat(headline())
                .isEqualTo(
                        "None of two SAEs is shown to cost more KL than equally large noise in random directions: one costs less"
                                + " and one cannot be told apart from it. None of two can be told apart from equally large"
                                + " noise in directions that activations use.");
    }

    @Test
    void whatIsUnknownIsNotCountedAsAnythingElse() {
        TestArm unknown = sae("sae", 0.1, Word.WORSE, Word.WORSE)
                .floor("eps_random", Estimate.undefined("why"), new Verdict(Word.UNKNOWN, "why"));
        site(0, unknown);
        site(1, sae("sae", 0.1, Word.WORSE, Word.WORSE));
        assertThat(headline())
                .startsWith("One of two SAEs costs more KL than equally large noise in random directions,"
                        + " nothing can be said of one.");
    }

    @Test
    void theBestOfASiteIsNamedWhereTheVerdictOnThePairTellsIt() {
        site(3, sae("wide", 0.1, Word.WORSE, Word.WORSE), sae("narrow", 0.3, Word.WORSE, Word.WORSE));
        report.pairs(pair("wide", "narrow", Word.MILDER));
        assertThat(headline()).endsWith("After block 3, wide costs least KL of the two.");
        report.pairs(pair("narrow", "wide", Word.WORSE));
        assertThat(headline()).endsWith("After block 3, wide costs least KL of the two.");
        report.pairs(pair("wide", "narrow", Word.NOT_TOLD_APART));
        assertThat(headline()).endsWith("After block 3, wide and narrow cannot be told apart by KL.");
        report.pairs(pair("wide", "narrow", Word.UNKNOWN));
        assertThat(headline()).endsWith("After block 3, wide and narrow cannot be told apart by KL.");
        report.pairs(pair("wide", "narrow", Word.LEVEL));
        assertThat(headline())
                .endsWith("After block 3, wide and narrow differ in KL by no more than arithmetic alone can do.");
    }

    @Test
    void theOnlyOneOfSeveralThatHasAFloorIsNamed() {
        site(
                3,
                sae("sae", 0.1, Word.NOT_TOLD_APART, Word.NOT_TOLD_APART),
                TestArm.wholeModel("int8").figure("kl", 0.01));
        report.pairs(pair("int8", "sae", Word.MILDER));
        assertThat(headline())
                .isEqualTo("After block 3, sae cannot be told apart from equally large noise in random directions and"
                        + " equally large noise in directions that activations use.");
    }

    @Test
    void wholeModelsAreAtNoSiteAndComparedAmongThemselves() {
        site(
                3,
                sae("wide", 0.1, Word.WORSE, Word.WORSE),
                sae("narrow", 0.3, Word.WORSE, Word.WORSE),
                TestArm.wholeModel("int4").figure("kl", 0.02),
                TestArm.wholeModel("int8").figure("kl", 0.01));
        report.pairs(
                pair("wide", "narrow", Word.MILDER),
                pair("int4", "int8", Word.WORSE),
                pair("int8", "wide", Word.MILDER));
        assertThat(headline())
                .startsWith("Both SAEs cost more KL")
                .endsWith(
                        "After block 3, wide costs least KL of the two. Among whole models, int8 costs least KL of the two.");
    }

    private static RunReport.Pair pair(String one, String other, Word word) {
        return new RunReport.Pair(
                "blocks.3.hook_resid_post", one, other, "kl", Estimate.of(0.2, 0.1, 0.3), 0.1, 1e-6, verdict(word));
    }

    @Test
    void aJointSpliceIsToldBesideItsParts() {
        site(0, sae("sae", 0.1, Word.MILDER, Word.MILDER));
        site(1, sae("sae", 0.1, Word.MILDER, Word.MILDER));
        report.site(
                "together",
                sae("sae", 0.5, Word.WORSE, Word.WORSE),
                TestArm.baseline("eps_random", "eps_random"),
                TestArm.baseline("cov_random", "cov_random"));
        assertThat(headline())
                .startsWith("Both SAEs cost less KL")
                .endsWith("In one pass at all sites, sae costs more KL than equally large noise in random directions"
                        + " and equally large noise in directions that activations use.");
    }

    @Test
    void withoutAFloorOrADivergenceThereIsNoVerdict() {
        assertThat(headline()).isEqualTo("The run has no intervention, so there is nothing to judge.");
        site(3, sae("sae", 0.1, Word.WORSE, Word.WORSE).withoutFloors());
        assertThat(headline())
                .isEqualTo("No noise floor was measured, so nothing says whether the KL is damage or noise.");
        report.main(null);
        assertThat(headline()).isEqualTo("No divergence was measured, so there is no verdict.");
    }

    @Test
    void aFloorOfAThirdPartyIsCalledByItsName() {
        report.site(
                "a",
                TestArm.intervention("mine").floor("wobble", Estimate.of(2, 1.5, 3), verdict(Word.WORSE)),
                TestArm.baseline("wobble", "wobble"));
        assertThat(headline()).isEqualTo("The SAE at a costs more KL than the floor wobble.");
    }
}
