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

    private static List<Float> frequencies(String more) {
        return read("llama", more).rotaries().get(0).orElseThrow().frequencies(1);
    }
}
