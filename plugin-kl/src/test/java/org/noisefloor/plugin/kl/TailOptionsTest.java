package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TailOptionsTest {
    @Test
    void theTailEndsWhereADecadeEnds() {
        assertThat(new TailOptions(1e-6).tail()).isEqualTo(1e-6);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TailOptions(0.002))
                .withMessage("tail is 0.002, a power of ten from 1e-8 to 0.1 is needed, where a decade ends");
        assertThatIllegalArgumentException().isThrownBy(() -> new KlOptions(0.002, true));
    }
}
