package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.UserError;

class UntilTest {
    private static Until until(String width) {
        return new Until("kl.ratio.eps_random", width, "demo.yaml:5");
    }

    @Test
    void looksAtAnEighthAQuarterAndHalfBeforeTheEnd() {
        assertThat(Until.looks(160)).containsExactly(20, 40, 80, 160);
        assertThat(Until.looks(101)).containsExactly(13, 26, 51, 101);
    }

    @Test
    void looksAtNoFewerSequencesThanAnIntervalTakes() {
        assertThat(Until.looks(20)).containsExactly(10, 20);
        assertThat(Until.looks(4)).containsExactly(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5 %", "wide", "5 nats", "", "1e999", "1e999x", "0 %"})
    void anotherWidthIsRefused(String width) {
        assertThatThrownBy(() -> until(width).wide())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected a width above 0");
    }

    @Test
    void aFigureMayBeOfOneIntervention() {
        About about = new Until("sae@blocks.3.hook_resid_post: kl", "5 %", "").about();
        assertThat(about.quantity()).isEqualTo("kl");
        assertThat(about.isOf("sae", "blocks.3.hook_resid_post")).isTrue();
        assertThat(about.isOf("sae", "blocks.2.hook_resid_post")).isFalse();
        assertThat(about.isOf("zero", "blocks.3.hook_resid_post")).isFalse();
    }
}
