package org.noisefloor.core.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundTest {
    /** Of ten tosses of a coin, none in 1 of 1,024 times, and at most one in 11. */
    @Test
    void allowsWhatHappensOftenEnough() {
        Bound coin = new Bound(10, 0.5, 0.5, 0.01);
        assertThat(coin.fewest()).isEqualTo(1);
        assertThat(coin.largest()).isEqualTo(9);
        assertThat(coin.allows(0)).isFalse();
        assertThat(coin.allows(1)).isTrue();
        assertThat(coin.allows(9)).isTrue();
        assertThat(coin.allows(10)).isFalse();
    }

    @Test
    void allowsEverythingBetweenTheTwoRates() {
        Bound wide = new Bound(100, 0.2, 0.8, 0.001);
        assertThat(wide.fewest()).isLessThan(20);
        assertThat(wide.largest()).isGreaterThan(80);
        assertThat(wide.allows(20)).isTrue();
        assertThat(wide.allows(80)).isTrue();
    }

    @Test
    void withoutAHighestRateNoCountIsTooLarge() {
        assertThat(new Bound(1000, 0.93, 1, 0.001).largest()).isEqualTo(1000);
        assertThat(new Bound(1000, 0.93, 0.97, 0.001).largest()).isLessThan(1000);
    }
}
