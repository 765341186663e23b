package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.backend.djl.DjlOptions.Dtype;
import org.noisefloor.files.tensor.TensorFile;

/** What transformers computes in 16 bits, and at the end of a long sequence: {@code others.safetensors} of {@code examples/tiny-models}. */
class HalvesTest {
    private static final Path OTHERS = Path.of("src", "test", "resources", "others.safetensors");

    /** Of these transformers rounds more: scores with ALiBi, or products before their bias is added. */
    private static final Set<String> OTHERWISE = Set.of("bloom", "falcon", "falcon-alibi", "mpt");

    private static List<String> named(String end) {
        try (TensorFile file = TensorFile.open(OTHERS)) {
            return file.tensors().keySet().stream()
                    .filter(name -> name.endsWith(end))
                    .map(name -> name.substring(0, name.length() - end.length()))
                    .sorted()
                    .toList();
        }
    }

    static List<String> norms() {
        return named(".norm");
    }

    static List<String> logits() {
        return named(".bfloat16.logits");
    }

    private static float[] other(String name) {
        try (TensorFile file = TensorFile.open(OTHERS)) {
            return Fixtures.numbers(file, name);
        }
    }

    /** The order of rounding and multiplying shows in every third number. */
    @ParameterizedTest
    @MethodSource("norms")
    void aNormRoundsWhereThatOfTransformersDoes(String name) {
        String folder = name.substring(0, name.lastIndexOf('.'));
        Dtype type = Dtype.valueOf(name.substring(name.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT));
        float[] expected = other(name + ".norm");
        float[] made = normed(Fixtures.tiny(folder), type);
        long different = IntStream.range(0, expected.length)
                .filter(i -> made[i] != expected[i])
                .count();
        assertThat(different).isLessThanOrEqualTo(1);
    }

    /** What the last norm of a model makes of the rows of the file. */
    private static float[] normed(Path folder, Dtype type) {
        ModelFiles files = ModelFiles.locate(folder);
        Architecture model = Architecture.read(folder.toString(), files.config().json());
        Checkpoint checkpoint =
                new Checkpoint(files, model.family().base(), model.family().renamed());
        float[] rows = other("rows." + model.width());
        try (Kernels kernels = new Kernels(() -> Torch.manager(Fixtures.CONTEXT), "cpu")) {
            Normal norm = WeightLoader.load(model, checkpoint, kernels, type).finalNorm();
            Shape shape = new Shape(rows.length / model.width(), model.width());
            PtNDArray given = (PtNDArray) kernels.manager().create(rows, shape);
            PtNDArray made = norm.of(kernels.put(given, type.code()));
            return kernels.put(made, Dtype.FLOAT32.code()).toFloatArray();
        } finally {
            checkpoint.close();
        }
    }

    /** Two programs that round at other steps are √2 as far from each other as each is from exact numbers. */
    @ParameterizedTest
    @MethodSource("logits")
    void inBfloat16AModelIsAsNearToTransformersAsRoundingAllows(String name) {
        float[] expected = other(name + ".bfloat16.logits");
        List<int[]> tokens;
        float[] exact;
        try (TensorFile file = TensorFile.open(Fixtures.tiny(name).resolve("expected.safetensors"))) {
            tokens = Fixtures.sequences(file);
            exact = Fixtures.numbers(file, "logits");
        }
        BatchShape shape = BatchShape.of(tokens.size(), tokens.get(0).length);
        try (LanguageModel model = Fixtures.open(Fixtures.tiny(name), Dtype.BFLOAT16);
                CutModel cut = model.cutAt(List.of(), shape)) {
            FloatBuffer made = cut.run(TokenBatch.of(shape, tokens)).logits();
            double away = 0;
            double rounding = 0;
            for (int i = 0; i < expected.length; i++) {
                away += Math.abs(made.get(i) - expected[i]);
                rounding += Math.abs(exact[i] - expected[i]);
            }
            assertThat(away / rounding).isLessThan(OTHERWISE.contains(name) ? 1.3 : 0.8);
        }
    }

    /** Falcon's positions are numbers of 8 bits, of which 257 and more are not all different. */
    @Test
    void theAlibiOfFalconIsRoundedBeyondPosition256() {
        int[] tokens = IntStream.range(0, 300).map(t -> t % 61).toArray();
        BatchShape shape = BatchShape.of(1, tokens.length);
        float[] expected = other("falcon-alibi.long");
        try (LanguageModel model = Fixtures.open(Fixtures.tiny("falcon-alibi"));
                CutModel cut = model.cutAt(List.of(), shape)) {
            FloatBuffer made = cut.run(TokenBatch.of(shape, List.of(tokens))).logits();
            for (int i = 0; i < expected.length; i++) {
                assertThat(made.get((tokens.length - 1) * expected.length + i)).isCloseTo(expected[i], within(2e-5f));
            }
        }
    }
}
