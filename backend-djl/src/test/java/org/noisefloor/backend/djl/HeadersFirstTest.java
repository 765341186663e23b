package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;

/** A model is opened by the headers of its files; the weights are read by the first batch. */
class HeadersFirstTest {
    private static final BatchShape SHAPE = BatchShape.of(1, 3);
    private static final TokenBatch BATCH = TokenBatch.of(SHAPE, List.of(new int[] {1, 2, 3}));

    @TempDir
    Path folder;

    @BeforeEach
    void aSmallModel() throws IOException {
        for (String name : List.of("config.json", "model.safetensors")) {
            Files.copy(Fixtures.tiny("llama").resolve(name), folder.resolve(name));
        }
    }

    /** The file is sparse: it says that it holds a tebibyte, which could be neither read in time nor held. */
    @Test
    void aModelThatNoMemoryHoldsIsOpened() throws IOException {
        long vocabulary = 1L << 30;
        long width = 512;
        Files.writeString(folder.resolve("config.json"), """
                {"model_type": "gpt2", "vocab_size": %d, "n_positions": 1024, "n_embd": %d, "n_layer": 1, "n_head": 8}
                """.formatted(vocabulary, width));
        sparse(List.of(
                Stored.of("transformer.wte.weight", vocabulary, width),
                Stored.of("transformer.wpe.weight", 1024L, width),
                Stored.of("transformer.h.0.ln_1.weight", width),
                Stored.of("transformer.h.0.ln_1.bias", width),
                Stored.of("transformer.h.0.attn.c_attn.weight", width, 3 * width),
                Stored.of("transformer.h.0.attn.c_attn.bias", 3 * width),
                Stored.of("transformer.h.0.attn.c_proj.weight", width, width),
                Stored.of("transformer.h.0.attn.c_proj.bias", width),
                Stored.of("transformer.h.0.ln_2.weight", width),
                Stored.of("transformer.h.0.ln_2.bias", width),
                Stored.of("transformer.h.0.mlp.c_fc.weight", width, 4 * width),
                Stored.of("transformer.h.0.mlp.c_fc.bias", 4 * width),
                Stored.of("transformer.h.0.mlp.c_proj.weight", 4 * width, width),
                Stored.of("transformer.h.0.mlp.c_proj.bias", width),
                Stored.of("transformer.ln_f.weight", width),
                Stored.of("transformer.ln_f.bias", width)));
        assertThat(Files.size(folder.resolve("model.safetensors"))).isGreaterThan(1L << 40);
        try (LanguageModel model = Fixtures.open(folder)) {
            assertThat(model.info().vocabulary()).isEqualTo(1 << 30);
            assertThat(model.sites()).isNotEmpty();
        }
    }

    @Test
    void aTensorThatIsNotFiniteIsToldByTheFirstBatch() throws IOException {
        Path file = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
        Files.write(file, bytes);
        try (LanguageModel model = Fixtures.open(folder);
                CutModel cut = model.cutAt(List.of(), SHAPE)) {
            assertThatThrownBy(() -> cut.run(BATCH))
                    .isInstanceOf(UserError.class)
                    .message()
                    .startsWith(file.toString())
                    .contains("holds NaN, or a value that is infinite")
                    .doesNotContain("\n");
        }
    }

    @Test
    void digestsAreTheSameWhetherAskedForBeforeOrAfterTheWeightsAreRead() {
        try (LanguageModel unread = Fixtures.open(folder);
                LanguageModel read = Fixtures.open(folder);
                CutModel cut = read.cutAt(List.of(), SHAPE)) {
            cut.run(BATCH);
            assertThat(read.info().digests())
                    .isEqualTo(unread.info().digests())
                    .containsOnlyKeys("config.json", "model.safetensors");
        }
    }

    /** A tensor of float16. */
    private record Stored(String name, List<Long> shape) {
        static Stored of(String name, Long... shape) {
            return new Stored(name, List.of(shape));
        }

        long bytes() {
            return shape.stream().reduce(2L, Math::multiplyExact);
        }
    }

    private void sparse(List<Stored> tensors) throws IOException {
        long[] end = {0};
        String header = tensors.stream()
                .map(tensor -> "\"%s\": {\"dtype\": \"F16\", \"shape\": %s, \"data_offsets\": [%d, %d]}"
                        .formatted(tensor.name(), tensor.shape(), end[0], end[0] += tensor.bytes()))
                .collect(Collectors.joining(",", "{", "}"));
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("model.safetensors").toFile(), "rw")) {
            file.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(json.length)
                    .array());
            file.write(json);
            file.setLength(8 + json.length + end[0]);
        }
    }
}
