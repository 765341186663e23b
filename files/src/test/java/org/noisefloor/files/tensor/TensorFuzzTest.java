package org.noisefloor.files.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.testkit.fuzz.HostileFiles;
import org.noisefloor.testkit.fuzz.Mutator;

/** The short form of {@code .ci/fuzz}: files of each format with a few changes, always the same ones. */
final class TensorFuzzTest {
    private static final long INPUTS = 20_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"safetensors", "npy", "npz", "pt"})
    void anyFileIsReadOrRefusedInOneSentence(String format) throws IOException {
        HostileFiles files = new HostileFiles(folder.resolve("input"), TensorFuzz::read);
        long refused = files.check(0, INPUTS, new Mutator(TensorFuzz.seeds(RecordedFilesTest.FOLDER, "." + format)));
        assertThat(refused).isBetween(1L, INPUTS - 1);
    }
}
