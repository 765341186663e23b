package org.noisefloor.core.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankCountsTest {
    @Test
    void evenCountsAreAsUniformAsCanBe() {
        assertThat(new RankCounts(new long[] {7, 7, 7}).probability()).isEqualTo(1);
    }

    /** χ² = 10/3 with one degree of freedom. */
    @Test
    void unevenCountsAreAsRareAsPearsonSays() {
        assertThat(new RankCounts(new long[] {10, 20}).probability()).isCloseTo(0.0679, within(1e-4));
    }

    @Test
    void oneRankAloneIsNotUniform() {
        RankCounts ranks = RankCounts.among(8);
        for (int i = 0; i < 90; i++) {
            ranks.add(8);
        }
        assertThat(ranks.probability()).isLessThan(1e-12);
    }

    @Test
    void noRanksSayNothing() {
        assertThat(RankCounts.among(3).probability()).isNaN();
    }
}
