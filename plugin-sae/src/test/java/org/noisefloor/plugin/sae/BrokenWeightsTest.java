package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.UserError;

/** What a reader of safetensors refuses by itself is in the tests of {@code files}. */
final class BrokenWeightsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copy() throws IOException {
        Broken.copy("topk", folder);
    }

    private void assertRefused(String... parts) {
        ThrowingCallable opening = () -> Tiny.open(folder, false, 2);
        assertThatThrownBy(opening)
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(folder.toString())
                .hasMessageContainingAll(parts);
    }

    private byte[] bytes() throws IOException {
        return Files.readAllBytes(Broken.weights(folder));
    }

    private void rewrite(byte[] bytes) throws IOException {
        Files.write(Broken.weights(folder), bytes);
    }

    @Test
    void thatAreNotThere() throws IOException {
        Files.delete(Broken.weights(folder));
        assertRefused("cfg.json lies here without sae_weights.safetensors");
    }

    @Test
    void thatAreTruncated() throws IOException {
        rewrite(Arrays.copyOf(bytes(), bytes().length - 4));
        assertRefused("it is truncated; download or copy it again");
    }

    @Test
    void ofATypeThatIsNotAFloat() throws IOException {
        Broken.replaceInHeader(folder, "F32", "I32");
        assertRefused("is I32, expected one of [BF16, F16, F32, F64, F8_E4M3, F8_E5M2]");
    }

    @Test
    void withNan() throws IOException {
        setLastValue(Float.NaN);
        assertRefused("holds NaN at element", "weights must be finite");
    }

    @Test
    void withInfinity() throws IOException {
        setLastValue(Float.NEGATIVE_INFINITY);
        assertRefused("infinite in float32 at element");
    }

    private void setLastValue(float value) throws IOException {
        byte[] bytes = bytes();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, value);
        rewrite(bytes);
    }

    @Test
    void withoutATensor() throws IOException {
        Broken.replaceInHeader(folder, "b_enc", "b_gate");
        assertRefused("tensor b_enc is missing; found ");
    }

    @Test
    void withATensorTooMany() throws IOException {
        Broken.copy("jumprelu", Files.createDirectory(folder.resolve("jump")));
        Files.copy(Broken.weights(folder.resolve("jump")), Broken.weights(folder), StandardCopyOption.REPLACE_EXISTING);
        assertRefused("unknown tensor 'threshold'", "b_enc");
    }

    @Test
    void ofAnotherShapeThanTheConfigSays() throws IOException {
        Broken.replaceInConfig(folder, "\"d_sae\": 24", "\"d_sae\": 12");
        assertRefused("has shape [8, 24], expected [8, 12]");
    }

    @Test
    void thatScaleFeatures() throws IOException {
        byte[] data = new byte[4 * (8 * 24 * 2 + 24 * 2 + 8)];
        Broken.write(folder, """
            {"W_enc": {"dtype": "F32", "shape": [8, 24], "data_offsets": [0, 768]},
             "W_dec": {"dtype": "F32", "shape": [24, 8], "data_offsets": [768, 1536]},
             "b_enc": {"dtype": "F32", "shape": [24], "data_offsets": [1536, 1632]},
             "scaling_factor": {"dtype": "F32", "shape": [24], "data_offsets": [1632, 1728]},
             "b_dec": {"dtype": "F32", "shape": [8], "data_offsets": [1728, 1760]}}""", data);
        assertRefused("tensor scaling_factor scales features", "finetuning_scaling_factor is not true in cfg.json");
    }

    @Test
    void thatShouldScaleFeaturesAndDoNot() throws IOException {
        Broken.replaceInConfig(folder, "\"k\": 5", "\"k\": 5, \"finetuning_scaling_factor\": true");
        assertRefused("finetuning_scaling_factor is true in cfg.json");
    }
}
