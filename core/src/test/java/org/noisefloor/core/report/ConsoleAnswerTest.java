package org.noisefloor.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.summary.ToyReport;
import org.noisefloor.files.words.Headline;

class ConsoleAnswerTest {
    private final RunReport report = ToyReport.of(new ToyPlan(4, 1));

    @Test
    void theVerdictInWordsStandsFirst() {
        String words = ConsoleAnswer.of(report, 100).replaceAll("\\s+", " ");
        assertThat(words).startsWith(String.join(" ", Headline.of(report)));
    }

    @Test
    void noLineIsWiderThanTheScreen() {
        for (int width : new int[] {60, 80, 100}) {
            assertThat(ConsoleAnswer.of(report, width).lines()).allMatch(line -> line.length() <= width);
        }
    }

    @Test
    void eachInterventionHasARowWithItsVerdictAndOneWithItsCost() {
        assertThat(ConsoleAnswer.of(report, 100)).isEqualTo("""
                Both interventions cost more d than the floor noise.

                d as a multiple of that of the noise [95 % interval]
                                           noise
                layer.0  worse 3.09 [1.85, 5.36]
                layer.1  worse 1.70 [1.10, 3.72]

                What each costs: mean over scored positions [95 % interval]
                                      d (nats)
                layer.0   0.222 [0.115, 0.305]
                layer.1  0.132 [0.0966, 0.171]

                2 divergences are so small that arithmetic alone could have caused them.
                17 scored positions in 11 sequences: special tokens (id 0) are neither intervened on nor scored.
                """);
    }
}
