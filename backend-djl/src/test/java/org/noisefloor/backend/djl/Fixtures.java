package org.noisefloor.backend.djl;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.files.tensor.StoredTensor;
import org.noisefloor.files.tensor.TensorFile;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.backend.Recording;

/** The models that the tests open: see {@code examples/tiny-models}. */
final class Fixtures {
    static final Path MODELS = Path.of("src", "test", "resources", "models");
    static final Path DEMO = Path.of("..", "examples", "demo", "model");

    /** One thread: for models of this size more would only wait for each other. */
    static final TestContext CONTEXT = TestContext.builder().build();

    private static final String SPLICED = "spliced.";

    private Fixtures() {}

    /** One folder for each family, and for each way in which weights are stored. */
    static List<Path> folders() throws IOException {
        try (Stream<Path> folders = Files.list(MODELS)) {
            return folders.filter(folder -> Files.exists(folder.resolve("config.json")))
                    .filter(folder -> Files.exists(folder.resolve(ModelFiles.WHOLE))
                            || Files.exists(folder.resolve(ModelFiles.INDEX)))
                    .sorted()
                    .toList();
        }
    }

    static Path tiny(String name) {
        return MODELS.resolve(name);
    }

    /** What transformers computes of a folder: its {@code expected.safetensors}. */
    static Recording recording(Path folder) {
        Map<String, float[]> activations = new LinkedHashMap<>();
        Map<String, float[]> spliced = new LinkedHashMap<>();
        try (TensorFile file = TensorFile.open(folder.resolve("expected.safetensors"))) {
            file.tensors().keySet().stream()
                    .filter(name -> name.contains("hook_"))
                    .forEach(name -> (name.startsWith(SPLICED) ? spliced : activations)
                            .put(name.replace(SPLICED, ""), numbers(file, name)));
            return new Recording(sequences(file), numbers(file, "logits"), activations, spliced);
        }
    }

    static List<int[]> sequences(TensorFile file) {
        int length = Math.toIntExact(file.tensors().get("tokens").shape().get(1));
        float[] tokens = numbers(file, "tokens");
        return IntStream.iterate(0, from -> from < tokens.length, from -> from + length)
                .mapToObj(from -> IntStream.range(from, from + length)
                        .map(t -> (int) tokens[t])
                        .toArray())
                .toList();
    }

    static float[] numbers(TensorFile file, String name) {
        StoredTensor tensor = file.tensors().get(name);
        FloatBuffer numbers = FloatBuffer.allocate(Math.toIntExact(tensor.elements()));
        file.floats(tensor, numbers);
        return numbers.array();
    }

    static LanguageModel open(Path path) {
        return open(path, DjlOptions.Dtype.FLOAT32);
    }

    static LanguageModel open(Path path, DjlOptions.Dtype dtype) {
        return new DjlBackend().open(path, new DjlOptions(dtype, "auto"), CONTEXT);
    }
}
