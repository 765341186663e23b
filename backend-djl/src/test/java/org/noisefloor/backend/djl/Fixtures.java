package org.noisefloor.backend.djl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.testkit.TestContext;

/** The models that the tests open: see {@code examples/tiny-models}. */
final class Fixtures {
    static final Path MODELS = Path.of("src", "test", "resources", "models");
    static final Path DEMO = Path.of("..", "examples", "demo", "model");

    /** One thread: for models of this size more would only wait for each other. */
    static final TestContext CONTEXT = TestContext.builder().build();

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

    static LanguageModel open(Path path) {
        return open(path, DjlOptions.Dtype.FLOAT32);
    }

    static LanguageModel open(Path path, DjlOptions.Dtype dtype) {
        return new DjlBackend().open(path, new DjlOptions(dtype), CONTEXT);
    }
}
