package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.backend.LanguageModel;

/** A {@code config.json} as transformers 4 wrote it, which most published folders have. */
class OlderConfigTest {
    private static final String OLDER = "config-4.json";

    static List<Path> folders() throws IOException {
        return Fixtures.folders().stream()
                .filter(folder -> Files.exists(folder.resolve(OLDER)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("folders")
    void describesTheSameModel(Path folder, @TempDir Path older) throws IOException {
        Files.copy(folder.resolve(OLDER), older.resolve("config.json"));
        Files.copy(folder.resolve(ModelFiles.WHOLE), older.resolve(ModelFiles.WHOLE));
        try (LanguageModel model = Fixtures.open(older)) {
            Fixtures.recording(folder).assertComputedBy(model);
            assertThat(model.info().notes()).isEmpty();
        }
    }
}
