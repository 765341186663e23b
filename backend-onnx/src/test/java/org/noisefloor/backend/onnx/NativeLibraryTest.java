package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {

    @Test
    void isThereForTheUsualPlatforms() {
        assertThat(NativeLibrary.platformIsMissing("Linux", "amd64")).isEmpty();
        assertThat(NativeLibrary.platformIsMissing("Linux", "aarch64")).isEmpty();
        assertThat(NativeLibrary.platformIsMissing("Mac OS X", "aarch64")).isEmpty();
        assertThat(NativeLibrary.platformIsMissing("Windows 11", "amd64")).isEmpty();
    }

    @Test
    void saysInASentenceWhyItIsMissing() {
        assertThat(NativeLibrary.platformIsMissing("Mac OS X", "x86_64"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("no native library for Mac OS X on x86_64"));
        assertThat(NativeLibrary.platformIsMissing("AIX", "ppc64")).isPresent();
    }

    @Test
    void liesInTheCacheAndNotInTheTemporaryFolder() {
        Fixtures.open(Fixtures.tiny("gpt2-dynamo")).close();
        assertThat(Path.of(System.getProperty("onnxruntime.native.path")))
                .startsWith(Fixtures.CONTEXT.cache().toAbsolutePath());
    }
}
