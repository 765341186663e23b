package org.noisefloor.plugin.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.noisefloor.plugin.report.TestArm.verdict;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureReport.BySequence;
import org.noisefloor.api.report.RunReport.GateOutcome;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.Verdict.Word;
import org.noisefloor.plugin.report.TestArm;
import org.noisefloor.plugin.report.TestReport;

class GridTest {
    private final TestReport report = SampleRun.sample();

    private String grid() {
        return Grid.of(Topic.of(report.report())).toString();
    }

    private String page() {
        return SampleRun.of(report).page();
    }

    @Test
    void aCellHasAMarkAWordARatioAndItsInterval() {
        assertThat(grid())
                .contains(
                        "<th scope=\"col\" title=\"equally large noise in random directions (eps_random)\">against random")
                .containsPattern(
                        "<td class=\"v worse\" title=\"sae at blocks.3 against eps_random: worse; excess[^>]*>"
                                + "<svg.*</svg><strong>worse</strong> <span class=\"times\">2.00× <i>\\[1.90, 2.10\\]</i></span></td>")
                .contains("<code>eps_random</code>: equally large noise in random directions.");
    }

    @Test
    void theWordIsTheReportsWhateverTheIntervalSays() {
        report.arm("sae").floor("eps_random", Estimate.of(2, 1.9, 2.1), verdict(Word.MILDER));
        assertThat(grid())
                .contains("<strong>milder</strong>", "milder: less damage")
                .doesNotContain("<strong>worse</strong>");
    }

    @Test
    void whyAVerdictIsUnknownIsToldBelow() {
        report.arm("sae")
                .floor("eps_random", Estimate.undefined("the floor is 0"), new Verdict(Word.UNKNOWN, "the floor is 0"));
        assertThat(grid())
                .contains(
                        "unknown since the floor is 0",
                        "Unknown for blocks.3 against random directions: the floor is 0.");
    }

    @Test
    void howManyVerdictsHoldTogetherAndOverWhatIsTold() {
        assertThat(grid())
                .contains(
                        "95 % interval (beside a verdict, of the multiple), over 40 documents;",
                        "The 3 verdicts by KL hold together at 95 %");
    }

    @Test
    void howMuchWiderTheIntervalIsThanOneBySequenceIsToldWithTheSite() {
        report.arm("sae").bySequence("kl", Estimate.of(0.5, 0.4, 0.6), new BySequence(0.45, 0.55, 2));
        assertThat(page()).contains("that of KL of sae would be [0.450, 0.550]: by document it is 2.00 times as wide.");
    }

    @Test
    void whatCalibrationMadeOfAFloorStandsWhereItIsNamed() {
        report.arm("eps_random")
                .calibration(Map.of(
                        "participation_ratio",
                        new ArmReport.Range(21.62, 40.3),
                        "rank",
                        new ArmReport.Range(128, 128)));
        assertThat(grid()).contains("in random directions (spread as evenly as over 22–40 directions, of 128). ");
    }

    @Test
    void whyAVerdictDoesNotHoldWithTheOthersIsToldBelow() {
        report.arm("sae")
                .floor(
                        "eps_random",
                        Estimate.of(1.2, 1.1, 1.3),
                        new Verdict(Word.NOT_TOLD_APART, "not with the others"));
        assertThat(grid())
                .contains("Not told apart for blocks.3 against random directions: not with the others.")
                .doesNotContain("Unknown for");
    }

    @Test
    void aConditionOfTheGateThatDoesNotHoldStandsAtTheTop() {
        report.gate(
                new GateOutcome("kl < 0.1", "blocks.3", "sae", 0.5, false, null),
                new GateOutcome("kl < 1", "blocks.3", "sae", 0.5, true, null));
        assertThat(page())
                .contains("✗ Gate: 1 of 2 conditions do not hold.", "kl &lt; 0.1, for sae at blocks.3: it is 0.500");
        report.gate(new GateOutcome("kl < 1", "blocks.3", "sae", 0.5, true, null));
        assertThat(page()).contains("✓ Gate: all 1 conditions hold.");
    }

    @Test
    void manyWarningsAreFoldedAndCounted() {
        report.warning("one").warning("two");
        assertThat(page()).contains("Warning: one.").doesNotContain("class=\"warnings\"");
        report.warning("three");
        assertThat(page()).contains("<details class=\"warnings\"><summary class=\"warning\">⚠ 3 warnings</summary>");
    }

    @Test
    void theWorstSiteIsOpenAndFirst() {
        TestReport two = SampleRun.sample("kl")
                .site(
                        "blocks.0.hook_resid_post",
                        SampleRun.sae("sae").floor("eps_random", Estimate.of(0.5, 0.4, 0.6), verdict(Word.MILDER)),
                        SampleRun.epsRandom("sae"))
                .site("blocks.1.hook_resid_post", SampleRun.sae("sae"), SampleRun.epsRandom("sae"));
        String page = SampleRun.of(two).page();
        assertThat(page).contains("<details class=\"site\" open><summary><h3>after block 1</h3>");
        assertThat(page.indexOf("<h3>after block 1</h3>")).isLessThan(page.indexOf("<h3>after block 0</h3>"));
    }

    @Test
    void aScatterHasBarsInBothDirections() {
        TestReport two =
                SampleRun.sample("kl").figure("fvu", "reconstruction", "", org.noisefloor.api.metric.Figure.Kind.LEVEL);
        for (int i = 0; i < 2; i++) {
            TestArm sae = SampleRun.sae("sae").figure("fvu", Estimate.of(0.1 + i, 0.05 + i, 0.2 + i));
            two.site("blocks." + i, sae, SampleRun.epsRandom("sae"));
        }
        String scatter = Reconstruction.of(Topic.of(two.report())).toString();
        assertThat(scatter.split("stroke-width=\"2\"", -1)).hasSize(1 + 2 * 2);
    }
}
