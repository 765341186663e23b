package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a PyTorch of the user's own before it is loaded, by the names of its files. */
class OwnTorchTest {

    @TempDir
    Path torch;

    private Path lib;

    @BeforeEach
    void asPipInstallsIt() throws IOException {
        lib = Files.createDirectory(torch.resolve("lib"));
        Files.createFile(lib.resolve(System.mapLibraryName("torch")));
        Files.writeString(torch.resolve("version.py"), "from typing import Optional\n__version__ = '2.7.1+cu126'\n");
    }

    private OwnTorch named(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of("PYTORCH_LIBRARY_PATH", lib.toString()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return OwnTorch.named(settings::get).orElseThrow();
    }

    @Test
    void noneIsNamedWhereTheVariableIsNotSet() {
        assertThat(OwnTorch.named(name -> null)).isEmpty();
    }

    @Test
    void oneOfTheRightVersionIsTakenWithoutAnythingElseBeingSaid() {
        assertThat(named().wrong()).isEmpty();
        assertThat(named().found()).hasValue("2.7.1+cu126");
        assertThat(named(
                                "PYTORCH_LIBRARY_PATH",
                                lib.resolve(System.mapLibraryName("torch")).toString())
                        .wrong())
                .isEmpty();
        assertThat(named("PYTORCH_VERSION", "2.7.1", "PYTORCH_FLAVOR", "cpu").wrong())
                .isEmpty();
    }

    @Test
    void aFolderWithoutPyTorchIsRefused() {
        assertThat(named("PYTORCH_LIBRARY_PATH", torch.toString()).wrong())
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("PYTORCH_LIBRARY_PATH is '" + torch + "', and there is no ")
                        .contains("names the folder lib of a PyTorch 2.7.1"));
    }

    @Test
    void anotherVersionIsRefused() throws IOException {
        Files.delete(torch.resolve("version.py"));
        Files.writeString(torch.resolve("build-version"), "2.5.1+cpu\n");
        assertThat(named().wrong())
                .hasValue("PYTORCH_LIBRARY_PATH names PyTorch 2.5.1+cpu (" + lib
                        + "), and DJL's library here is made for 2.7.1; install torch==2.7.1");
    }

    @Test
    void aVersionOrFlavorThatIsNotHereIsRefused() {
        assertThat(named("PYTORCH_VERSION", "2.5.1").wrong())
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("PYTORCH_VERSION is 2.5.1, and DJL's library here is made for 2.7.1"));
        assertThat(named("PYTORCH_FLAVOR", "cpu-precxx11").wrong())
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("PYTORCH_FLAVOR is 'cpu-precxx11', and DJL's library here has the flavors cpu"));
    }

    @Test
    void theFlavorIsChosenByWhatLiesThereUnlessItIsSaid() throws IOException {
        assertThat(named().flavors()).containsExactly("cpu");
        Files.createFile(lib.resolve(OwnTorch.CUDA));
        assertThat(named().flavors()).last().isEqualTo("cpu");
        assertThat(named("PYTORCH_FLAVOR", "cu128").flavors()).containsExactly("cu128");
    }

    @Test
    void oneForTheProcessorHasNoGpuAndSaysWhatIsMissing() throws IOException {
        assertThat(Torch.withoutCuda(Optional.of(named())))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .startsWith("the PyTorch that PYTORCH_LIBRARY_PATH names was built for the CPU: there is no ")
                        .endsWith(" in " + lib));
        Files.createFile(lib.resolve(OwnTorch.CUDA));
        assertThat(Torch.withoutCuda(Optional.of(named()))).isEmpty();
    }
}
