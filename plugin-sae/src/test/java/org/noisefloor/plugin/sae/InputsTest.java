package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class InputsTest {
    private static final String READ = "blocks.3.mlp.hook_in";
    private static final String NORM = "blocks.3.ln2.hook_normalized";

    @Test
    void whatTheMlpIsGivenHasTwoNamesWhereALayerNormGivesIt() {
        assertThat(Inputs.same(READ, NORM, "gpt2")).isTrue();
        assertThat(Inputs.same(NORM, READ, "gpt_neox")).isTrue();
    }

    @Test
    void behindAnRmsNormAWeightStandsBetweenTheTwo() {
        assertThat(Inputs.same(READ, NORM, "gemma2")).isFalse();
        assertThat(Inputs.same(READ, NORM, "llama")).isFalse();
        assertThat(Inputs.same(NORM, NORM, "llama")).isTrue();
    }

    @Test
    void otherActivationsHaveOne() {
        assertThat(Inputs.same("hook_embed", "hook_embed", "gpt2")).isTrue();
        assertThat(Inputs.same(READ, "blocks.4.ln2.hook_normalized", "gpt2")).isFalse();
        assertThat(Inputs.same(READ, "blocks.3.hook_mlp_in", "gpt2")).isFalse();
        assertThat(Inputs.same("blocks.3.hook_resid_post", "blocks.4.hook_resid_pre", "gpt2"))
                .isFalse();
    }
}
