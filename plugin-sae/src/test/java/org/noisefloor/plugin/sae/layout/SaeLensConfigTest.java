package org.noisefloor.plugin.sae.layout;

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
import org.noisefloor.api.UserError;
import org.noisefloor.files.Json;
import org.noisefloor.plugin.sae.dictionary.Normalization;

final class SaeLensConfigTest {
    @TempDir
    Path folder;

    private SaeLensConfig read(String keys) throws IOException {
        Path file = folder.resolve("cfg.json");
        Files.writeString(file, "{\"d_in\": 8, \"d_sae\": 24" + (keys.isEmpty() ? "" : ", " + keys) + "}");
        return read(file);
    }

    private static SaeLensConfig read(Path file) {
        return SaeLensConfig.of(new Keys(file, Json.read(file)), Hints.NONE);
    }

    @Test
    void hasTheDefaultsOfSaeLens() throws IOException {
        SaeLensConfig config = read("");
        assertThat(config.architecture()).isEqualTo(SaeLensConfig.Architecture.STANDARD);
        assertThat(config.applyBDecToInput()).isTrue();
        assertThat(config.normalization()).isEqualTo(Normalization.NONE);
        assertThat(config.belongs().hook()).isEmpty();
    }

    @Test
    void readsOlderKeys() throws IOException {
        SaeLensConfig config = read(
                "\"activation_fn_str\": \"topk\", \"activation_fn_kwargs\": {\"k\": 7},"
                        + " \"hook_point\": \"blocks.1.hook_mlp_out\", \"normalize_activations\": false,"
                        + " \"hook_point_head_index\": null, \"model_from_pretrained_kwargs\": {\"center_writing_weights\": false}");
        assertThat(config.architecture()).isEqualTo(SaeLensConfig.Architecture.TOPK);
        assertThat(config.k()).isEqualTo(7);
        assertThat(config.rescaleByDecoderNorm()).isFalse();
        assertThat(config.belongs().hook()).contains("blocks.1.hook_mlp_out");
        assertThat(config.belongs().modelOptions()).contains("{\"center_writing_weights\":false}");
    }

    @Test
    void ignoresWhereATranscoderWouldWriteIfItIsTheSamePlace() throws IOException {
        assertThat(read("\"metadata\": {\"hook_name\": \"a\", \"hook_name_out\": \"a\"}")
                        .belongs()
                        .hook())
                .contains("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata", "meta"})
    void looksUnderBothNamesThatSaeLensGaveTheMetadata(String name) throws IOException {
        SaeLensConfig config =
                read("\"" + name + "\": {\"hook_name\": \"a\", \"model_from_pretrained_kwargs\": {\"fold_ln\": true}}");
        assertThat(config.belongs().hook()).contains("a");
        assertThat(config.belongs().modelOptions()).contains("{\"fold_ln\":true}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "architecture": "temporal"                               | architecture is 'temporal'         | look at one position
            "architecture": "topkk", "k": 4                          | unknown architecture 'topkk'      | did you mean 'topk'
            "architecture": 3                                        | architecture must be a text       | found 3
            "activation_fn": "gelu"                                  | activation_fn is 'gelu'           | expected relu
            "architecture": "gated", "activation_fn": "topk"         | activation_fn is 'topk'           | 'gated'
            "architecture": "topk"                                   | k of a topk SAE must be           | found nothing
            "architecture": "topk", "k": 25                          | from 1 to d_sae = 24              | found 25
            "architecture": "topk", "k": 2.5                         | k of a topk SAE must be           | found 2.5
            "architecture":"topk","k":2,"activation_fn_kwargs":{"k":3} | k is 2                          | activation_fn_kwargs.k is 3
            "k": 16                                                  | k is 16, but without topk         | topk
            "activation_fn": "relu", "activation_fn_kwargs": {"k": 8} | k is 8, but without topk         | topk
            "normalize_activations": "expected_average_only_in"      | normalize_activations is "expected_average_only_in" | fold_activation_norm_scaling_factor
            "normalize_activations": true                            | normalize_activations is true     | fold_activation_norm_scaling_factor
            "normalize_activations": "covariance_whitening"          | normalize_activations is covariance_whitening | fold_activation_whitening
            "reshape_activations": "heads"                           | reshape_activations is "heads"    | none or hook_z
            "d_out": 16                                              | d_out is 16 and d_in is 8         | no transcoder
            "hook_name": "a", "hook_name_out": "b"                   | hook_name_out is "b"              | no transcoder
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
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("d_in must be a whole number from 1 on, found 0");
    }

    @Test
    void refusesWhatIsNotJson() throws IOException {
        Path file = folder.resolve("cfg.json");
        Files.writeString(file, "{\n \"d_in\": 8,\n}");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cfg.json:3: this is not JSON");
        Files.write(file, new byte[0]);
        assertThatThrownBy(() -> read(file)).isInstanceOf(UserError.class);
    }
}
