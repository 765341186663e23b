package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Decades;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.plugin.kl.exact.Quantity;
import org.noisefloor.testkit.metric.Comparisons;

/** The one pass over all measures gives what the host makes of each alone, as of a third party's pointwise divergence. */
class QuantityTest {
    private static final double CLOSE = 1e-6;

    private final Random random = new Random(11);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOGIT_L2_SQ")
    void isThePointwiseMetricOfItsTerm(Quantity quantity) {
        float[] original = Logits.random(3_000, random);
        Comparison c = Comparisons.of(original, Logits.changed(original, 0, 0.3, random), 7);
        double[] alone = new double[1 + Decades.COUNT];
        Metric.pointwise("alone", "", "the term alone", quantity).scorer().score(c, alone);
        double[] together = new double[Decades.COUNT];
        Divergences.of(c).byDecade(quantity, together, 0);
        assertThat(Divergences.of(c).total(quantity)).isCloseTo(alone[0], within(CLOSE * alone[0]));
        // p log(p/q) may be negative and cancels between tokens
        double size = quantity == Quantity.KL_SIGNED ? Divergences.of(c).total(Quantity.TV) : alone[0];
        for (int decade = 0; decade < Decades.COUNT; decade++) {
            assertThat(together[decade]).as("decade " + decade).isCloseTo(alone[1 + decade], within(CLOSE * size));
        }
    }

    @Test
    void aTermThatDependsOnAllTokensIsNone() {
        assertThatThrownBy(() -> Quantity.LOGIT_L2_SQ.term(0.5, 0.5, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("logit_l2_sq");
    }
}
