package org.noisefloor.files.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.report.Estimate;

class WidthTest {
    @Test
    void aWidthIsAShareOfTheValueOrANumberInItsUnit() {
        Estimate estimate = Estimate.of(-2, -2.1, -1.8);
        assertThat(Width.parse("15 %").of(estimate)).isCloseTo(15, within(1e-9));
        assertThat(Width.parse("15%").number()).isEqualTo(15);
        assertThat(Width.parse("0.3").of(estimate)).isCloseTo(0.3, within(1e-9));
        assertThat(Width.parse(" 3e-1 ")).isEqualTo(new Width(0.3, false));
    }

    @Test
    void noWidthIsAShareOfNothing() {
        assertThat(Width.parse("15 %").of(Estimate.of(0, -0.1, 0.1))).isInfinite();
        assertThat(Width.parse("15 %").of(Estimate.of(0, 0, 0))).isZero();
    }
}
