package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Sums;
import org.noisefloor.plugin.kl.exact.Quantity;

class TailShareTest {
    private final Figure share = TailShare.of(Quantity.KL, 1e-4);

    @Test
    void isThatOfTheTail() {
        assertThat(share.name()).isEqualTo("kl_tail_share");
        assertThat(share.reads()).containsExactly("kl_by_decade");
        assertThat(share.formula().of(sums(1, 3))).isEqualTo(0.25);
    }

    @Test
    void whatIsInfiniteOutsideTheTailLeavesNoShareToIt() {
        assertThat(share.formula().of(sums(1, Double.POSITIVE_INFINITY))).isZero();
    }

    @Test
    void saysWhyItIsUndefined() {
        assertThat(share.formula().of(sums(0, 0))).isNaN();
        assertThat(share.formula().whyUndefined(sums(0, 0), 1)).isEqualTo("undefined: kl is 0");
        Sums infinite = sums(Double.POSITIVE_INFINITY, 3);
        assertThat(share.formula().of(infinite)).isNaN();
        assertThat(share.formula().whyUndefined(infinite, 1)).startsWith("∞ divided by ∞");
    }

    private static Sums sums(double lowest, double highest) {
        return new Sums() {
            @Override
            public double count() {
                return 1;
            }

            @Override
            public double sum(String column) {
                throw new AssertionError(column + " is a vector");
            }

            @Override
            public double sum(String column, int component) {
                assertThat(column).isEqualTo("kl_by_decade");
                return component == 0 ? lowest : component == 8 ? highest : 0;
            }
        };
    }
}
