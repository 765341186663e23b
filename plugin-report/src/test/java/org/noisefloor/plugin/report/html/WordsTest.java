package org.noisefloor.plugin.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.Estimate;

class WordsTest {
    private static String cell(Estimate estimate) {
        return Words.cell(estimate, "nats").toString();
    }

    @Test
    void anIntervalHasTheDecimalsOfItsValue() {
        Estimate estimate = Estimate.of(0.15396, 0.14786, 0.16049);
        assertThat(Words.of(estimate, "nats")).isEqualTo("0.154 [0.148, 0.160]");
        assertThat(Words.of(estimate, "share")).isEqualTo("15.4 [14.8, 16.0] %");
        assertThat(Words.multiple(estimate)).isEqualTo("0.15× [0.15, 0.16]");
    }

    @Test
    void whatIsUndefinedSaysWhy() {
        assertThat(Words.of(Estimate.undefined("no position"), "nats")).isEqualTo("none: no position");
        assertThat(cell(Estimate.undefined("no position"))).isEqualTo("<span class=\"why\">none: no position</span>");
        assertThat(cell(Words.ABSENT)).isEqualTo("–");
    }

    @Test
    void infinityIsAValueThatSaysWhy() {
        Estimate infinite = Estimate.withoutInterval(Double.POSITIVE_INFINITY, "infinite at one position");
        assertThat(Words.of(infinite, "nats")).isEqualTo("∞");
        assertThat(Words.of(infinite, "share")).isEqualTo("∞");
        assertThat(Words.multiple(infinite)).isEqualTo("∞×");
        assertThat(cell(infinite)).isEqualTo("∞ <span class=\"why\">infinite at one position</span>");
        assertThat(cell(Estimate.alone(Double.NEGATIVE_INFINITY))).isEqualTo("−∞");
    }

    @Test
    void aValueWithoutItsIntervalSaysWhy() {
        assertThat(cell(Estimate.withoutInterval(0.5, "one sequence")))
                .isEqualTo("0.500 <span class=\"why\">no interval: one sequence</span>");
    }

    @Test
    void aMarkAndANoteStandBehindTheInterval() {
        Estimate noted = Estimate.of(0.5, 0.4, 0.6).withNote("two draws");
        assertThat(Words.markedCell(noted, "nats", "below the numeric floor").toString())
                .isEqualTo("0.500 <i>[0.400, 0.600]</i> <i>below the numeric floor</i>"
                        + " <span class=\"why\">two draws</span>");
    }
}
