package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What is made of {@code config.json}: the defaults of each family, and keys as older and newer versions write them. */
class ArchitectureTest {
    static final List<String> FAMILIES = Family.KNOWN;

    private static final int ALL = Integer.MAX_VALUE;
    private static final String SIZES = "'hidden_size': 32, 'num_hidden_layers': 4, 'num_attention_heads': 4,"
            + " 'intermediate_size': 8, 'vocab_size': 9";

    private static Architecture read(String modelType, String more) {
        try {
            String json = "{'model_type': '" + modelType + "', " + SIZES + more + "}";
            return Architecture.read("config.json", (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void everyFamilyCanBeReadAndNamesItsPaper(String modelType) {
        assertThat(Family.of("config.json", modelType, new ObjectMapper().createObjectNode())
                        .paper())
                .matches(".*\\d{4}.*");
    }

    @Test
    void fillsInWhatTransformersFillsIn() {
        Architecture llama = read("llama", "");
        assertThat(llama.keyValueHeads()).isEqualTo(4);
        assertThat(llama.headDim()).isEqualTo(8);
        assertThat(llama.epsilon()).isEqualTo(1e-6);
        assertThat(llama.tied()).isFalse();
        assertThat(llama.activation()).isEqualTo(Activation.SILU);
        assertThat(llama.rotaries().get(0).orElseThrow().rotated()).isEqualTo(8);

        Architecture neox = read("gpt_neox", "");
        assertThat(neox.family().parallel()).isTrue();
        assertThat(neox.qkvBias()).isTrue();
        assertThat(neox.rotaries().get(0).orElseThrow().rotated())
                .as("a quarter of 8")
                .isEqualTo(2);

        Architecture gemma = read("gemma2", ", 'num_key_value_heads': 2");
        assertThat(gemma.headDim()).isEqualTo(256);
        assertThat(gemma.scales().attention()).isEqualTo(1.0 / 16);
        assertThat(gemma.attentionCap()).hasValue(50.0);
        assertThat(gemma.logitCap()).hasValue(30.0);
        assertThat(gemma.tied()).isTrue();
        assertThat(gemma.activation()).isEqualTo(Activation.GELU_TANH);
    }

    @Test
    void aCapOfNullIsNoCap() {
        Architecture gemma = read(
                "gemma2",
                ", 'num_key_value_heads': 2, 'attn_logit_softcapping': null, 'final_logit_softcapping': null");
        assertThat(gemma.attentionCap()).isEmpty();
        assertThat(gemma.logitCap()).isEmpty();
    }

    @Test
    void knowsWhichLayersOfWhichFamilySeeAWindowOnly() {
        assertThat(read("llama", ", 'sliding_window': 5").windows()).containsOnly(ALL);
        assertThat(read("mistral", ", 'num_key_value_heads': 2, 'sliding_window': 5")
                        .windows())
                .containsOnly(5);
        assertThat(read("mistral", ", 'num_key_value_heads': 2, 'sliding_window': null")
                        .windows())
                .containsOnly(ALL);
        assertThat(read("gemma2", ", 'num_key_value_heads': 2, 'sliding_window': 5")
                        .windows())
                .containsExactly(5, ALL, 5, ALL);
        String qwen = ", 'num_key_value_heads': 2, 'sliding_window': 5, 'max_window_layers': 3";
        assertThat(read("qwen2", qwen).windows()).containsOnly(ALL);
        assertThat(read("qwen2", qwen + ", 'use_sliding_window': true").windows())
                .containsExactly(ALL, ALL, ALL, 5);
        assertThat(read(
                                "mistral",
                                ", 'num_key_value_heads': 2, 'sliding_window': 5, 'layer_types': ['full_attention',"
                                        + " 'sliding_attention', 'full_attention', 'full_attention']")
                        .windows())
                .containsExactly(ALL, 5, ALL, ALL);
    }

    @Test
    void readsRotationsAsOlderAndNewerVersionsWriteThem() {
        List<Float> plain = frequencies(", 'rope_theta': 500");
        assertThat(plain).hasSize(4);
        assertThat(plain.get(0)).isEqualTo(1);
        assertThat(plain.get(2)).isCloseTo((float) (1 / Math.sqrt(500)), within(Math.ulp(plain.get(2))));
        assertThat(frequencies(", 'rope_theta': 500, 'rope_scaling': null")).isEqualTo(plain);
        assertThat(frequencies(", 'rope_parameters': {'rope_theta': 500, 'rope_type': 'default'}"))
                .isEqualTo(plain);
        List<Float> halves = plain.stream().map(frequency -> frequency / 2).toList();
        assertThat(frequencies(", 'rope_theta': 500, 'rope_scaling': {'type': 'linear', 'factor': 2}"))
                .isEqualTo(halves);
    }

    @Test
    void llama3KeepsFastRotationsAndSlowsDownSlowOnes() {
        List<Float> plain = frequencies(", 'rope_theta': 500");
        // turns within 64 positions: 10, 2.2, 0.46, 0.10
        List<Float> scaled = frequencies(", 'rope_theta': 500, 'rope_scaling': {'rope_type': 'llama3', 'factor': 8,"
                + " 'low_freq_factor': 1, 'high_freq_factor': 4, 'original_max_position_embeddings': 64}");
        assertThat(scaled.get(0)).isEqualTo(plain.get(0));
        double kept = (64 * plain.get(1) / (2 * Math.PI) - 1) / 3;
        // the plain one is rounded to a float, and so is the scaled one, which is smaller
        double expected = plain.get(1) * ((1 - kept) / 8 + kept);
        assertThat((double) scaled.get(1)).isCloseTo(expected, within((double) Math.ulp(plain.get(1))));
        assertThat(scaled.get(2)).isEqualTo(plain.get(2) / 8);
        assertThat(scaled.get(3)).isEqualTo(plain.get(3) / 8);
    }

    @Test
    void whatOneRotationOfAllLayersWasTrainedForStandsOutsideFirstAndOfALayerTypeInside() {
        String yarn = "{'rope_type': 'yarn', 'factor': 4, 'rope_theta': 500, 'beta_fast': 1, 'beta_slow': 0.05,"
                + " 'original_max_position_embeddings': 8%s}";
        List<Float> eight = frequencies(", 'rope_parameters': " + yarn.formatted(""));
        List<Float> sixtyFour =
                frequencies(", 'rope_parameters': " + yarn.replace("8", "64").formatted(""));
        assertThat(eight).isNotEqualTo(sixtyFour);
        assertThat(frequencies(", 'original_max_position_embeddings': 64, 'rope_parameters': " + yarn.formatted("")))
                .isEqualTo(sixtyFour);
        String byType = ", 'original_max_position_embeddings': 64, 'layer_types': ['full_attention', 'full_attention',"
                + " 'full_attention', 'full_attention'], 'rope_parameters': {'full_attention': %s}";
        assertThat(olmo(byType.formatted(yarn.formatted("")))).isEqualTo(eight);
        assertThat(olmo(byType.formatted(yarn.formatted(", 'truncate': false"))))
                .as("transformers looks for truncate beside the types of layers")
                .isEqualTo(eight);
        assertThat(frequencies(", 'rope_parameters': " + yarn.formatted(", 'truncate': false")))
                .isNotEqualTo(eight);
        assertThat(olmo(byType.formatted(
                        "{'rope_type': 'yarn', 'factor': 4, 'rope_theta': 500, 'beta_fast': 1, 'beta_slow': 0.05}")))
                .as("the context, where nothing stands inside")
                .isEqualTo(frequencies(
                        ", 'rope_parameters': " + yarn.replace("8", "2048").formatted("")));
    }

    private static List<Float> olmo(String more) {
        return read("olmo3", more).rotaries().get(0).orElseThrow().frequencies(1);
    }

    @Test
    void anOlderScalingComesBeforeNewerParameters() {
        String newer = ", 'rope_theta': 500, 'rope_parameters': {'rope_type': 'default', 'rope_theta': 7}";
        assertThat(frequencies(newer + ", 'rope_scaling': {'type': 'linear', 'factor': 2}"))
                .isEqualTo(frequencies(", 'rope_theta': 500, 'rope_scaling': {'type': 'linear', 'factor': 2}"));
        assertThat(frequencies(newer + ", 'rope_scaling': {}"))
                .as("one that says nothing does not")
                .isEqualTo(frequencies(", 'rope_theta': 7"));
        assertThat(olmo(", 'rope_scaling': {'rope_type': 'linear', 'factor': 2}, 'rope_parameters':"
                        + " {'full_attention': {'rope_theta': 7}}, 'layer_types': ['full_attention', 'full_attention',"
                        + " 'full_attention', 'full_attention']"))
                .as("of rotations by layer type it changes that of the layers without a window")
                .isEqualTo(frequencies(", 'rope_theta': 7, 'rope_scaling': {'type': 'linear', 'factor': 2}"));
    }

    @Test
    void aMinistralWithoutParametersHasThoseOfItsClass() {
        Architecture silent = read("ministral3", ", 'num_key_value_heads': 2");
        Architecture written = read(
                "ministral3",
                ", 'num_key_value_heads': 2, 'rope_parameters': {'type': 'yarn', 'rope_theta': 1000000.0, 'factor': 16.0,"
                        + " 'original_max_position_embeddings': 16384, 'max_position_embeddings': 262144, 'beta_fast': 32.0,"
                        + " 'beta_slow': 1.0, 'mscale_all_dim': 1.0, 'mscale': 1.0, 'llama_4_scaling_beta': 0.1}");
        for (Architecture each :
                List.of(silent, written, read("ministral3", ", 'num_key_value_heads': 2, 'rope_parameters': null"))) {
            assertThat(each.headDim()).isEqualTo(128);
            assertThat(each.context()).isEqualTo(262_144);
            assertThat(each.windows()).containsOnly(ALL);
            assertThat(each.rotaries()).isEqualTo(written.rotaries());
            assertThat(each.scales().queries()).isEqualTo(new Architecture.Growth(0.1, 16_384));
        }
        assertThat(silent.rotaries().get(0).orElseThrow().theta()).isEqualTo(1e6);
    }

    @Test
    void theScaleOfAttentionOfAGraniteThatDoesNotSayItIsOne() {
        assertThat(read("granite", "").scales().attention(3)).isEqualTo(1);
    }

    @Test
    void inGpt2TheScaleOfAttentionMayBeLeftOutOrFallWithTheLayer() {
        assertThat(read("gpt2", ", 'n_embd': 32, 'n_head': 8, 'scale_attn_weights': false")
                        .scales()
                        .attention(1))
                .isEqualTo(1);
        Architecture falling = read("gpt2", ", 'n_embd': 32, 'n_head': 8, 'scale_attn_by_inverse_layer_idx': true");
        assertThat(falling.scales().attention(0)).isEqualTo(falling.scales().attention());
        assertThat(falling.scales().attention(1)).isEqualTo(falling.scales().attention() / 2);
    }

    @Test
    void aKeyMayHaveTheOtherNameThatTransformersHasForItAndThatOneWins() {
        // the sizes of all these configs have the names of Llama
        for (String family : List.of("gpt2", "gptj", "gpt_bigcode", "bloom", "mpt")) {
            Architecture model =
                    read(family, ", 'n_layer': 7, 'n_layers': 7, 'n_head': 3, 'n_heads': 3, 'rotary_dim': 2");
            assertThat(model.layers()).as(family).isEqualTo(4);
            assertThat(model.heads()).as(family).isEqualTo(4);
            assertThat(model.width()).as(family).isEqualTo(32);
        }
        assertThat(read("gpt_neo", ", 'num_heads': 8, 'attention_types': [[['global'], 4]]")
                        .heads())
                .isEqualTo(4);
        assertThat(read("bloom", ", 'n_embed': 16").width()).isEqualTo(16);
        assertThat(read("falcon", ", 'n_embed': 16").width()).isEqualTo(16);
        String two = ", 'num_key_value_heads': 2, 'num_experts': 5, 'num_local_experts': 6";
        assertThat(read("mixtral", two).experts().orElseThrow().count()).isEqualTo(5);
        assertThat(read("gpt_oss", two).experts().orElseThrow().count()).isEqualTo(5);
        assertThat(read("qwen3_moe", two).experts().orElseThrow().count()).isEqualTo(6);
        assertThat(read("gpt2", ", 'n_inner': 8").unread()).containsExactly("intermediate_size");
    }

    private static List<Float> frequencies(String more) {
        return read("llama", more).rotaries().get(0).orElseThrow().frequencies(1);
    }
}
