package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.UserError;

class ConditionTest {
    private static Condition condition(String text) {
        return Condition.parse(text, "demo.yaml:9");
    }

    @Test
    void isAboutEveryInterventionUnlessItNamesOne() {
        Condition all = condition("kl.ratio.eps_random.upper < 3");
        assertThat(all.about().intervention()).isEmpty();
        assertThat(all.about().site()).isEmpty();
        assertThat(all.about().quantity()).isEqualTo("kl.ratio.eps_random");
        assertThat(all.bound()).isEqualTo(Condition.Bound.UPPER);
        assertThat(all.limit()).isEqualTo(3);
        Condition one = condition("sae@blocks.3.hook_resid_post: kl<=2e-1");
        assertThat(one.about().intervention()).contains("sae");
        assertThat(one.about().site()).contains("blocks.3.hook_resid_post");
        assertThat(one.about().quantity()).isEqualTo("kl");
        assertThat(one.bound()).isEqualTo(Condition.Bound.VALUE);
        assertThat(one.limit()).isEqualTo(0.2);
        assertThat(condition("sae: loss_recovered.dose_0.1 > -1").about().quantity())
                .isEqualTo("loss_recovered.dose_0.1");
    }

    @ParameterizedTest
    @CsvSource({"<,false,true", "<=,true,true", ">,false,false", ">=,true,false"})
    void comparesWithItsLimit(String sign, boolean atLimit, boolean below) {
        Condition condition = condition("kl " + sign + " 0.5");
        assertThat(condition.holds(0.5)).isEqualTo(atLimit);
        assertThat(condition.holds(0.25)).isEqualTo(below);
        assertThat(condition.holds(Double.NaN)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kl", "kl <", "kl < many", "kl = 3", "kl < 1.2.3", "a b: kl < 3", "< 3", "kl < 3 nats"})
    void refusesWhatIsNoCondition(String text) {
        assertThatThrownBy(() -> condition(text))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("gate: expected");
    }
}
