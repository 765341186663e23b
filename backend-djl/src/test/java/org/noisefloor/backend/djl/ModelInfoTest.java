package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.LanguageModel;

class ModelInfoTest {

    @Test
    void readsTheConfigOfTheDemoModel() {
        try (LanguageModel model = Fixtures.open(Fixtures.DEMO)) {
            ModelInfo info = model.info();
            assertThat(info.architecture()).isEqualTo("gpt2");
            assertThat(info.vocabulary()).isEqualTo(2048);
            assertThat(info.context()).hasValue(256);
            assertThat(info.bos()).hasValue(0);
            assertThat(info.special()).isEqualTo(Map.of("bos", 0, "eos", 0));
            assertThat(info.tokenizer())
                    .hasValueSatisfying(path -> assertThat(path).isRegularFile());
            assertThat(info.digests()).containsOnlyKeys("model.safetensors", "config.json");
            assertThat(info.notes()).isEmpty();
            assertThat(model.sites()).hasSize(1 + 6 * 15);
        }
    }

    @Test
    void digestsEveryShardAndTheIndex() {
        try (LanguageModel model = Fixtures.open(Fixtures.tiny("llama-sharded"))) {
            assertThat(model.info().digests())
                    .containsOnlyKeys(
                            "model.safetensors.index.json",
                            "model-00001-of-00002.safetensors",
                            "model-00002-of-00002.safetensors",
                            "config.json");
        }
    }

    @Test
    void startsSequencesWithBosExceptForQwen2WhichHasNone() {
        try (LanguageModel llama = Fixtures.open(Fixtures.tiny("llama"));
                LanguageModel qwen = Fixtures.open(Fixtures.tiny("qwen2"))) {
            assertThat(llama.info().bos()).hasValue(1);
            assertThat(qwen.info().bos()).isEmpty();
            assertThat(qwen.info().special()).isEqualTo(Map.of("bos", 59, "eos", 60));
        }
    }

    @Test
    void opensTheWeightsThemselvesToo() {
        try (LanguageModel model = Fixtures.open(Fixtures.tiny("llama").resolve("model.safetensors"))) {
            assertThat(model.info().architecture()).isEqualTo("llama");
        }
    }

    @Test
    void namesSitesByTheModulesOfTransformers() {
        try (LanguageModel model = Fixtures.open(Fixtures.tiny("gemma2"))) {
            assertThat(model.site("blocks.1.hook_resid_post").tensor()).isEqualTo("model.layers.1");
            assertThat(model.site("blocks.1.hook_resid_pre").tensor()).isEqualTo("model.layers.0");
            assertThat(model.site("blocks.1.hook_mlp_out").tensor())
                    .isEqualTo("model.layers.1.post_feedforward_layernorm");
            assertThat(model.site("model.layers.1.self_attn.o_proj.input"))
                    .isEqualTo(Site.of(
                            "model.layers.1.self_attn.o_proj.input", "model.layers.1.self_attn.o_proj.input", 24));
        }
        try (LanguageModel model = Fixtures.open(Fixtures.tiny("gpt2"))) {
            assertThat(model.site("hook_embed").tensor()).isEqualTo("transformer.wte");
            assertThat(model.site("blocks.0.hook_resid_pre").tensor()).isEqualTo("transformer.drop");
        }
    }
}
