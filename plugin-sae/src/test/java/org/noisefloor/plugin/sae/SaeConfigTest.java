package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.testkit.TestContext;

final class SaeConfigTest {
    @TempDir
    Path folder;

    private SaeConfig read(String keys) throws IOException {
        Path file = folder.resolve("cfg.json");
        Files.writeString(file, "{\"d_in\": 8, \"d_sae\": 24" + (keys.isEmpty() ? "" : ", " + keys) + "}");
        return SaeConfig.read(file);
    }

    @Test
    void hasTheDefaultsOfSaeLens() throws IOException {
        SaeConfig config = read("");
        assertThat(config.architecture()).isEqualTo(SaeConfig.Architecture.STANDARD);
        assertThat(config.applyBDecToInput()).isTrue();
        assertThat(config.normalization()).isEqualTo(SaeConfig.Normalization.NONE);
        assertThat(config.hookName()).isEmpty();
    }

    @Test
    void readsOlderKeys() throws IOException {
        SaeConfig config = read(
                "\"activation_fn_str\": \"topk\", \"activation_fn_kwargs\": {\"k\": 7},"
                        + " \"hook_point\": \"blocks.1.hook_mlp_out\", \"normalize_activations\": false,"
                        + " \"hook_point_head_index\": null, \"model_from_pretrained_kwargs\": {\"center_writing_weights\": false}");
        assertThat(config.architecture()).isEqualTo(SaeConfig.Architecture.TOPK);
        assertThat(config.k()).isEqualTo(7);
        assertThat(config.rescaleByDecoderNorm()).isFalse();
        assertThat(config.hookName()).contains("blocks.1.hook_mlp_out");
        assertThat(config.modelOptions()).contains("{\"center_writing_weights\":false}");
    }

    @Test
    void ignoresWhereATranscoderWouldWriteIfItIsTheSamePlace() throws IOException {
        assertThat(read("\"metadata\": {\"hook_name\": \"a\", \"hook_name_out\": \"a\"}")
                        .hookName())
                .contains("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata", "meta"})
    void looksUnderBothNamesThatSaeLensGaveTheMetadata(String name) throws IOException {
        SaeConfig config =
                read("\"" + name + "\": {\"hook_name\": \"a\", \"model_from_pretrained_kwargs\": {\"fold_ln\": true}}");
        assertThat(config.hookName()).contains("a");
        assertThat(config.modelOptions()).contains("{\"fold_ln\":true}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "architecture": "transcoder"                             | unknown architecture 'transcoder' | gated, jumprelu, standard, topk
            "architecture": "topkk", "k": 4                          | unknown architecture 'topkk'      | did you mean 'topk'
            "architecture": 3                                        | architecture must be a text       | found 3
            "activation_fn": "tanh-relu"                             | activation_fn is 'tanh-relu'      | expected relu
            "architecture": "gated", "activation_fn": "topk"         | activation_fn is 'topk'           | 'gated'
            "architecture": "topk"                                   | k of a topk SAE must be           | found nothing
            "architecture": "topk", "k": 25                          | from 1 to d_sae = 24              | found 25
            "architecture": "topk", "k": 2.5                         | k of a topk SAE must be           | found 2.5
            "architecture":"topk","k":2,"activation_fn_kwargs":{"k":3} | k is 2                          | activation_fn_kwargs.k is 3
            "k": 16                                                  | k is 16, but without topk         | topk
            "activation_fn": "relu", "activation_fn_kwargs": {"k": 8} | k is 8, but without topk         | topk
            "normalize_activations": "expected_average_only_in"      | normalize_activations is "expected_average_only_in" | fold_activation_norm_scaling_factor
            "normalize_activations": true                            | normalize_activations is true     | fold_activation_norm_scaling_factor
            "normalize_activations": "covariance_whitening"          | unknown normalize_activations 'covariance_whitening' | layer_norm
            "reshape_activations": "hook_z"                          | reshape_activations is "hook_z"   | none
            "hook_name": "blocks.0.attn.hook_z"                      | reshape_activations is hook_z by default | none
            "d_out": 16                                              | d_out is 16 and d_in is 8         | transcoder
            "hook_name": "a", "hook_name_out": "b"                   | hook_name_out is "b"              | whole activation
            "metadata": {"hook_head_index": 3}                       | hook_head_index is 3              | whole activation
            "meta": {"hook_head_index": 3}                           | hook_head_index is 3              | whole activation
            "meta": {"hook_name": "blocks.0.attn.hook_z"}            | reshape_activations is hook_z by default | none
            "use_error_term": true                                   | use_error_term is true            | nothing to measure
            "apply_b_dec_to_input": "yes"                            | apply_b_dec_to_input must be true or false | found "yes"
            """)
    void refusesWhatItCannotCompute(String keys, String what, String expected) {
        assertThatThrownBy(() -> read(keys))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(folder.resolve("cfg.json").toString())
                .hasMessageContaining(what)
                .hasMessageContaining(expected);
    }

    @Test
    void refusesSizesThatAreNone() throws IOException {
        Path file = folder.resolve("cfg.json");
        Files.writeString(file, "{\"d_in\": 0, \"d_sae\": 24}");
        assertThatThrownBy(() -> SaeConfig.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("d_in must be a whole number from 1 on, found 0");
    }

    @Test
    void refusesWhatIsNotJson() throws IOException {
        Path file = folder.resolve("cfg.json");
        Files.writeString(file, "{\n \"d_in\": 8,\n}");
        assertThatThrownBy(() -> SaeConfig.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cfg.json:3: this is not JSON");
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> SaeConfig.read(file)).isInstanceOf(UserError.class);
    }

    @Test
    void saysWhatAnSaeIsWhereThereIsNone() {
        assertThatThrownBy(() -> SaeConfig.read(folder.resolve("cfg.json")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("there is no such file")
                .hasMessageContaining("sae_weights.safetensors");
    }

    @Test
    void namesBothWidthsIfTheyDiffer() {
        TestContext wider = TestContext.of(Site.of("blocks.3.hook_resid_post", "t", 16));
        assertThatThrownBy(() -> new Sae().create(new Sae.Options(Tiny.at("topk"), false), wider))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("of width 8, and blocks.3.hook_resid_post has width 16");
    }
}
