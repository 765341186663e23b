package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {

    @TempDir
    Path folder;

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
    void isUnpackedWholeAndOnlyOnce() throws IOException {
        URL source = Files.writeString(folder.resolve("library"), "native code")
                .toUri()
                .toURL();
        Path target = folder.resolve("cache").resolve("library.so");
        NativeLibrary.unpack(source, target);
        assertThat(target).hasContent("native code");
        Files.writeString(target, "native ????"); // of the same size: taken for complete
        NativeLibrary.unpack(source, target);
        assertThat(target).hasContent("native ????");
    }

    @Test
    void replacesAFileThatWasCutShortAndLeavesNothingElse() throws IOException {
        URL source = Files.writeString(folder.resolve("library"), "native code")
                .toUri()
                .toURL();
        Path target =
                Files.writeString(Files.createDirectory(folder.resolve("cache")).resolve("library.so"), "nat");
        NativeLibrary.unpack(source, target);
        assertThat(target).hasContent("native code");
        try (Stream<Path> files = Files.list(target.getParent())) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void liesInTheCacheAndNotInTheTemporaryFolder() {
        Fixtures.open(Fixtures.tiny("gpt2-dynamo")).close();
        assertThat(Path.of(System.getProperty("onnxruntime.native.path")))
                .startsWith(Fixtures.CONTEXT.cache().toAbsolutePath());
    }
}
