package org.noisefloor.plugin.sae;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.testkit.TestContext;

/** The SAEs that examples/tiny-saes/make_tiny_saes.py wrote. */
final class Tiny {
    static final Path FOLDER = Path.of("src", "test", "resources", "saes");
    static final TestContext CONTEXT = of(1);

    private Tiny() {}

    /** A site of these SAEs' width, for batches of one sequence of so many rows. */
    static TestContext of(int rows) {
        return TestContext.builder().shape(1, rows).threads(2).build();
    }

    static Path at(String name) {
        return FOLDER.resolve(name);
    }

    static List<String> names() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    static JsonNode expected(String name) throws IOException {
        return new JsonMapper().readTree(at(name).resolve("expected.json").toFile());
    }

    static Intervention open(Path folder, boolean center, int rows) {
        return new Sae().create(options(folder, center), of(rows));
    }

    static Sae.Options options(Path folder, boolean center) {
        Sae.Options asFilesSay = Sae.Options.of(folder);
        return new Sae.Options(
                folder, center, asFilesSay.scale(), asFilesSay.k(), asFilesSay.writes(), asFilesSay.reading());
    }

    static float[] floats(JsonNode array) {
        float[] floats = new float[array.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) array.get(i).asDouble();
        }
        return floats;
    }
}
