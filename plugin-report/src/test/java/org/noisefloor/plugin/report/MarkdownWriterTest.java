package org.noisefloor.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Provider;
import org.noisefloor.testkit.metric.ProviderContract;

class MarkdownWriterTest implements ProviderContract {
    @TempDir
    Path temp;

    @Override
    public Provider<?> provider() {
        return new MarkdownWriter();
    }

    private String written(Finished run) throws IOException {
        new MarkdownWriter().write(run, temp, new NoOptions());
        return Files.readString(temp.resolve("summary.md"));
    }

    @Test
    void aSiteIsATableAndASentenceForEachIntervention() throws IOException {
        assertThat(written(Reports.run(Reports.JSON))).isEqualTo("""
                        # Damage or noise

                        gpt2, 6 scored positions in 2 sequences; 95 % intervals in brackets.

                        ## blocks.0

                        | intervention | kl | ce_delta | loss recovered (zero) | × eps | × cov | × other |
                        | --- | --: | --: | --: | --: | --: | --: |
                        | mine | 0.100 [0.0800, 0.120] | 0.0200 [0.0100, 0.0300] | 0.900 [0.800, 0.950] | 2.00× [1.50, 2.50] | 0.500× [0.400, 0.600] | 1.00× [0.900, 1.10] |

                        **mine** does more damage than eps, does less damage than cov, cannot be told from other (kl).

                        - Warning: fewer than 20 sequences.
                        """);
    }

    @Test
    void withoutAFloorThereIsNoVerdict() throws IOException {
        assertThat(written(Reports.run(Reports.JSON.replace("\"floors\"", "\"nothing\""))))
                .contains("**mine** stands against no noise floor, so this run does not tell damage from noise.")
                .doesNotContain("×");
    }

    @Test
    void whatIsMissingIsADash() throws IOException {
        assertThat(written(Reports.run(Reports.JSON.replace("\"value\": 0.02", "\"value\": null"))))
                .contains("| – |");
    }

    @Test
    void aRunThatMeasuredNothingIsAHeading() throws IOException {
        assertThat(written(Reports.nothing())).startsWith("# Damage or noise\n\na model, 0 scored positions");
    }
}
