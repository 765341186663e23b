package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.testkit.TestContext;

/** The native library: which one is there, where it goes, and what is said if it cannot be loaded. */
class TorchTest {

    @Test
    void fitsThePlatformThatBuildsIt() {
        assertThat(new DjlBackend().probe()).isEmpty();
        assertThat(Torch.carried())
                .hasValue(Torch.platform(System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    @Test
    void namesPlatformsAsTheNativesDo() {
        assertThat(Torch.platform("Linux", "amd64")).isEqualTo("linux-x86_64");
        assertThat(Torch.platform("Linux", "aarch64")).isEqualTo("linux-aarch64");
        assertThat(Torch.platform("Mac OS X", "aarch64")).isEqualTo("osx-aarch64");
        assertThat(Torch.platform("Windows 11", "amd64")).isEqualTo("win-x86_64");
    }

    @Test
    void saysInASentenceWhatIsCarriedAndWhatThisMachineIs() {
        assertThat(Torch.missing(Optional.of("win-x86_64"), "Linux", "amd64"))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("this distribution carries PyTorch for win-x86_64, and this is Linux on amd64"));
        assertThat(Torch.missing(Optional.empty(), "Linux", "amd64"))
                .hasValueSatisfying(reason ->
                        assertThat(reason).startsWith("this distribution carries PyTorch without its native library"));
        assertThat(Torch.missing(Optional.of("linux-x86_64"), "Linux", "amd64")).isEmpty();
    }

    @Test
    void liesInTheCacheInAFolderOfItsVersion() {
        Fixtures.open(Fixtures.tiny("gpt2")).close();
        assertThat(Path.of(LibUtils.getLibtorchPath()))
                .startsWith(Fixtures.CONTEXT.cache().toAbsolutePath().resolve("pytorch"));
        assertThat(LibUtils.getLibtorchPath()).contains("2.7.1");
        assertThat(System.getProperty("ENGINE_CACHE_DIR"))
                .as("as it was before")
                .isNull();
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
        assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
    }

    @Test
    void computesWithAsManyThreadsAsAreGranted() {
        for (int threads : new int[] {2, 1}) {
            try (LanguageModel model = new DjlBackend()
                            .open(
                                    Fixtures.tiny("gpt2"),
                                    new DjlOptions(DjlOptions.Dtype.FLOAT32, "auto"),
                                    TestContext.builder().threads(threads).build());
                    CutModel cut = model.cutAt(List.of(), BatchShape.of(1, 2))) {
                assertThat(cut.shape().length()).isEqualTo(2);
            }
            assertThat(JniUtils.getNumThreads()).isEqualTo(threads);
        }
    }

    @Test
    void saysThatAnotherPluginHasIt() {
        Throwable failure = new IllegalStateException(
                "Failed to load",
                new UnsatisfiedLinkError("Native Library libtorch.so already loaded in another classloader"));
        assertThat(Torch.whyNot(failure, "see to it"))
                .startsWith("PyTorch's native library cannot be loaded: Native Library libtorch.so already loaded")
                .contains("another plugin of this process has loaded PyTorch")
                .doesNotContain("\n");
    }

    @Test
    void saysWhereToLookIfTheLibraryIsBroken() {
        Throwable failure = new UnsatisfiedLinkError("libtorch.so: file too short\nand more");
        assertThat(Torch.whyNot(failure, "see to it"))
                .isEqualTo("PyTorch's native library cannot be loaded: libtorch.so: file too short; see to it");
    }

    @Test
    void saysThatTheDriverIsMissing() {
        Throwable failure = new UnsatisfiedLinkError(
                "/torch/lib/libcaffe2_nvrtc.so: libcuda.so.1: cannot open shared object file: No such file or directory");
        assertThat(Torch.whyNot(failure, "see to it"))
                .endsWith("No such file or directory; libcuda.so comes with NVIDIA's driver, which is not installed");
    }
}
