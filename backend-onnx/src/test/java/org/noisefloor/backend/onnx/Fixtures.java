package org.noisefloor.backend.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.testkit.TestContext;

/** The models that the tests open: see {@code examples/tiny-models}. */
final class Fixtures {
    static final Path RESOURCES = Path.of("src", "test", "resources");
    static final Path MODELS = RESOURCES.resolve("models");
    static final Path FAMILIES = RESOURCES.resolve("families");
    static final Path DEMO = Path.of("..", "examples", "demo", "model");
    static final TestContext CONTEXT = TestContext.builder().threads(2).build();

    private Fixtures() {}

    /** One folder for each family and exporter. */
    static List<Path> tiny() throws IOException {
        try (Stream<Path> folders = Files.list(MODELS)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    static Path tiny(String name) {
        return MODELS.resolve(name);
    }

    static LanguageModel open(Path path) {
        return open(path, SessionSettings.SMALL);
    }

    /** @param small bytes of weights up to which memory is not spared */
    static LanguageModel open(Path path, long small) {
        return OnnxLanguageModel.open(path, new OnnxOptions(java.util.Optional.empty(), "auto"), CONTEXT, small);
    }
}
