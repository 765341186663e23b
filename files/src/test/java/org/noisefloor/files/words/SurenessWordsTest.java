package org.noisefloor.files.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.RunReport;

class SurenessWordsTest {
    private static RunReport.Until until(String width, boolean reached, double widest) {
        return new RunReport.Until("kl", width, List.of(20, 40, 80, 160), reached, widest, "blocks.3", "sae");
    }

    @Test
    void aRunThatIsSureEnoughSaysAfterHowManySequences() {
        assertThat(SurenessWords.of(until("5 %", true, 4.2), 40))
                .isEqualTo("kl is no more than 4.20 % wide after 40 of 160 sequences, where 5 % was to do."
                        + " All intervals are of 98.75 %, to hold with 95 % whichever of 4 looks ended the run.");
    }

    @Test
    void aRunThatIsNotSaysHowManyWouldDo() {
        assertThat(SurenessWords.ofLook(until("0.05", false, 0.1), 40))
                .isEqualTo("kl is 0.100 wide (sae at blocks.3) after 40 of 160 sequences, where 0.05 was to do;"
                        + " about 160 would");
    }

    @Test
    void ofAFigureThatIsNothingNoShareIsAsked() {
        assertThat(SurenessWords.ofLook(until("5 %", false, Double.POSITIVE_INFINITY), 40))
                .isEqualTo("kl is 0 (sae at blocks.3) after 40 of 160 sequences, of which no width is 5 %;"
                        + " give until.width in the figure's unit");
    }
}
