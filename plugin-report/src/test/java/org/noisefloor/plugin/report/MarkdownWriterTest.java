package org.noisefloor.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.noisefloor.plugin.report.TestArm.bare;
import static org.noisefloor.plugin.report.TestArm.verdict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Provider;
import org.noisefloor.api.metric.Figure.Kind;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.api.report.Verdict.Word;
import org.noisefloor.testkit.ProviderContract;
import org.noisefloor.testkit.TestContext;

class MarkdownWriterTest implements ProviderContract {
    @TempDir
    Path temp;

    @Override
    public Provider<?> provider() {
        return new MarkdownWriter();
    }

    private String written(Finished run) throws IOException {
        new MarkdownWriter()
                .write(run, temp, new NoOptions(), TestContext.builder().build());
        return Files.readString(temp.resolve("summary.md"));
    }

    @Test
    void aSiteIsATableAndASentenceForEachIntervention() throws IOException {
        assertThat(written(Reports.run(Reports.sample()))).isEqualTo("""
                        # Damage or noise

                        **The SAE at blocks.0 costs more KL than equally large noise in random directions (eps); it costs less KL than the floor cov; it cannot be told apart from the floor other.**

                        |  | against equally large noise in random directions (eps) | against cov | against other |
                        |---|---|---|---|
                        | blocks.0 | worse 2.00× [1.50, 2.50] | milder 0.500× [0.400, 0.600] | not told apart 1.00× [0.900, 1.10] |

                        gpt2, 6 scored positions in 2 sequences; 95 % intervals over 40 documents in brackets. The 3 verdicts hold together at 95 % (Holm 1979).

                        ## blocks.0

                        | intervention | kl | ce_delta | loss recovered (zero) | × eps | × cov | × other |
                        | --- | --: | --: | --: | --: | --: | --: |
                        | mine | 0.100 [0.0800, 0.120] | 0.0200 [0.0100, 0.0300] | 0.900 [0.800, 0.950] | 2.00× [1.50, 2.50] | 0.500× [0.400, 0.600] | 1.00× [0.900, 1.10] |

                        **mine**: by kl, worse than eps, milder than cov, not told apart from other.

                        - Warning: fewer than 20 sequences.
                        """);
    }

    @Test
    void ofAJointSpliceTheInterventionsAreATable() throws IOException {
        assertThat(written(Reports.run(Reports.together()))).contains("""
                        ## Several at once

                        | intervention | figure | joint | sum alone | joint − sum |
                        | --- | --- | --: | --: | --: |
                        | mine | kl | 0.500 [0.400, 0.600] | 0.300 [0.200, 0.400] | 0.200 [0.100, 0.300] |

                        - Warning""");
    }

    @Test
    void theVerdictIsTheReportsWhateverTheIntervalSays() throws IOException {
        TestReport report = Reports.sample();
        report.arm("mine").withoutFloors().floor("eps", Estimate.of(2, 1.5, 2.5), verdict(Word.MILDER));
        assertThat(written(Reports.run(report))).contains("**mine**: by kl, milder than eps.");
    }

    @Test
    void anUnknownVerdictSaysWhy() throws IOException {
        TestReport report = Reports.sample();
        report.arm("mine")
                .floor("eps", Estimate.undefined("the floor is 0"), new Verdict(Word.UNKNOWN, "the floor | is 0"));
        assertThat(written(Reports.run(report)))
                .contains("**mine**: by kl, milder than cov, not told apart from other,"
                        + " unknown against eps (the floor \\| is 0).");
    }

    @Test
    void theReportsMainDivergenceIsTheOneOfTheTableAndTheVerdicts() throws IOException {
        TestReport report =
                Reports.sample().figure("tv", "tv", "share", Kind.DIVERGENCE).main("tv");
        report.arm("mine")
                .figure("tv", Estimate.of(0.5, 0.25, 0.75))
                .floor(
                        "eps",
                        "tv",
                        new FloorContrast(
                                bare(0.25), bare(0.25), Estimate.of(3, 2, 4), null, 0.01, verdict(Word.WORSE), null));
        assertThat(written(Reports.run(report)))
                .contains("| intervention | tv | ce_delta |", "3.00× [2.00, 4.00]", "**mine**: by tv, worse than eps.")
                .doesNotContain("| kl |");
    }

    @Test
    void withoutADivergenceThereIsNoVerdict() throws IOException {
        assertThat(written(Reports.run(Reports.sample().main(null))))
                .contains("**mine**: no divergence was compared with a noise floor, so there is no verdict.")
                .doesNotContain("×");
    }

    @Test
    void withoutAFloorThereIsNoVerdict() throws IOException {
        TestReport report = Reports.sample();
        report.arm("mine").withoutFloors();
        assertThat(written(Reports.run(report)))
                .contains("**mine** stands against no noise floor, so this run does not tell damage from noise.")
                .doesNotContain("×");
    }

    @Test
    void whatIsMissingIsADash() throws IOException {
        TestReport report = Reports.sample();
        report.arm("mine").figure("ce_delta", Estimate.undefined("a reason"));
        assertThat(written(Reports.run(report))).contains("| – |");
    }

    @Test
    void infinityHasASign() throws IOException {
        TestReport report = Reports.sample();
        report.arm("mine").figure("kl", Double.POSITIVE_INFINITY).figure("ce_delta", Double.NEGATIVE_INFINITY);
        assertThat(written(Reports.run(report))).contains("| mine | ∞ | −∞ |");
    }

    @Test
    void aRunThatMeasuredNothingIsAHeading() throws IOException {
        assertThat(written(Reports.nothing()))
                .startsWith(
                        "# Damage or noise\n\n**The run has no intervention, so there is nothing to judge.**\n\ngpt2, 0 scored positions");
    }
}
