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
                One of two interventions costs more d than the floor noise, one cannot be told apart from it.

                d as a multiple of that of the noise [95 % interval]
                                                    noise
                layer.0           worse 3.09 [1.99, 4.58]
                layer.1  not told apart 1.70 [1.04, 3.81]

                What each costs: mean over scored positions [95 % interval]
                                      d (nats)
                layer.0   0.222 [0.131, 0.331]
                layer.1  0.132 [0.0834, 0.170]

                not told apart: its own interval lies above 1, but not if all 2 comparisons are to hold together
                The 2 verdicts hold together at 95 % (Holm 1979); each interval stands for itself.
                17 scored positions in 11 sequences of 11 documents: special tokens (id 0) are neither intervened on
                  nor scored.
                """);
    }
}
