package org.noisefloor.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.core.config.Plan;

class WordingTest {

    @Test
    void numbersHaveFourSignificantDigits() {
        assertThat(Wording.number(0.14978333)).isEqualTo("0.1498");
        assertThat(Wording.number(12.3456)).isEqualTo("12.35");
        assertThat(Wording.number(-2048.4)).isEqualTo("-2048");
        assertThat(Wording.number(3.2e-13)).isEqualTo("3.200e-13");
        assertThat(Wording.number(0)).isEqualTo("0");
        assertThat(Wording.number(Double.NaN)).isEqualTo("–");
        assertThat(Wording.number(Double.POSITIVE_INFINITY)).isEqualTo("∞");
    }

    @Test
    void theMaskIsSaidInWords() {
        assertThat(Wording.mask(List.of(0), 0)).isEqualTo("special tokens (id 0) are neither intervened on nor scored");
        assertThat(Wording.mask(List.of(0, 2), 1))
                .isEqualTo("special tokens (ids 0, 2) are neither intervened on nor scored, nor the first position of a"
                        + " sequence");
        assertThat(Wording.mask(List.of(), 0)).isEqualTo("all tokens are intervened on and scored");
        assertThat(Wording.mask(List.of(0), 0, Plan.Conventions.NOISEFLOOR)).isEqualTo(Wording.mask(List.of(0), 0));
        assertThat(Wording.mask(List.of(0), 0, Plan.Conventions.SAELENS))
                .isEqualTo(
                        "special tokens (id 0) are neither intervened on nor scored; as in SAELens, divergences between"
                                + " predictions are taken at the last position of a sequence too");
    }

    @Test
    void longSentencesAreWrappedBetweenWords() {
        assertThat(Wording.wrapped("one two three four", 9)).isEqualTo("one two\n  three\n  four\n");
        assertThat(Wording.wrapped("short", 9)).isEqualTo("short\n");
    }
}
