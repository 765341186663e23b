package org.noisefloor.plugin.sae.layout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HooksTest {
    @ParameterizedTest
    @CsvSource({
        "layers.3, blocks.3.hook_resid_post",
        "model.layers.3, blocks.3.hook_resid_post",
        "transformer.h.11, blocks.11.hook_resid_post",
        "gpt_neox.layers.2.mlp, blocks.2.hook_mlp_out",
        "layers.2.attention, blocks.2.hook_attn_out",
        "model.layers.0.self_attn.o_proj.input, blocks.0.attn.hook_z",
        "model.layers.0.pre_feedforward_layernorm.output, blocks.0.mlp.hook_in",
        "embed_tokens, hook_embed"
    })
    void aModuleHasASite(String module, String site) {
        assertThat(Hooks.ofModule(module)).contains(site);
    }

    @Test
    void whatAModuleReadsIsKnownOfBlocksAndTheirMlps() {
        assertThat(Hooks.inputOf("blocks.3.hook_resid_post")).contains("blocks.3.hook_resid_pre");
        assertThat(Hooks.inputOf("blocks.3.hook_mlp_out")).contains("blocks.3.mlp.hook_in");
        assertThat(Hooks.inputOf("blocks.3.hook_attn_out")).isEmpty();
        assertThat(Hooks.inputOf("hook_embed")).isEmpty();
    }

    @Test
    void anotherModuleHasNone() {
        assertThat(Hooks.ofModule("layers.3.router")).isEmpty();
        assertThat(Hooks.ofModule("final_norm")).isEmpty();
        assertThat(Hooks.ofModule("layers.99999999")).isEmpty();
    }
}
