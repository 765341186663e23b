package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFolderTest {
    private static final FileTime LONG_AGO = FileTime.fromMillis(0);

    @TempDir
    Path temp;

    private URL source;
    private Path folder;
    private Path target;

    @BeforeEach
    void makeJar() throws IOException {
        Path jar = temp.resolve("natives.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("library.so"));
            out.write("native code".getBytes(StandardCharsets.UTF_8));
        }
        source = URI.create("jar:" + jar.toUri() + "!/library.so").toURL();
        folder = temp.resolve("cache/natives-1.0");
        target = folder.resolve("library.so");
    }

    @Test
    void aLibraryIsUnpackedWhole() throws IOException {
        NativeFolder.unpack(source, folder, "library.so");
        assertThat(target).hasContent("native code");
        assertThat(others()).isEmpty();
    }

    @Test
    void oneThatIsThereIsLeftAlone() throws IOException {
        NativeFolder.unpack(source, folder, "library.so");
        Files.setLastModifiedTime(target, LONG_AGO);
        NativeFolder.unpack(source, folder, "library.so");
        assertThat(Files.getLastModifiedTime(target)).isEqualTo(LONG_AGO);
    }

    @Test
    void soIsOneInAFolderThatCanOnlyBeRead() throws IOException {
        NativeFolder.unpack(source, folder, "library.so");
        Files.delete(folder.resolve(".lock"));
        NativeFolder.unpack(source, folder, "library.so");
        assertThat(folder.resolve(".lock")).doesNotExist();
    }

    @Test
    void oneThatWasCutShortIsReplaced() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(target, "nat");
        NativeFolder.unpack(source, folder, "library.so");
        assertThat(target).hasContent("native code");
    }

    @Test
    void soIsOneOfTheRightSizeWithOtherBytesAsAPowerCutLeavesIt() throws IOException {
        Files.createDirectories(folder);
        Files.write(target, new byte["native code".length()]);
        NativeFolder.unpack(source, folder, "library.so");
        assertThat(target).hasContent("native code");
    }

    @Test
    void whatAKilledProcessLeftIsRemoved() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("library.so.123.part"), "nati");
        NativeFolder.unpack(source, folder, "library.so");
        assertThat(target).hasContent("native code");
        assertThat(others()).isEmpty();
    }

    @Test
    void manyMayUnpackAtTheSameTime() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 20; round++) {
                Path its = temp.resolve("cache").resolve("round " + round);
                List<Future<?>> all = IntStream.range(0, 8)
                        .<Future<?>>mapToObj(i -> threads.submit(() -> {
                            NativeFolder.unpack(source, its, "library.so");
                            assertThat(its.resolve("library.so")).hasContent("native code");
                            return i;
                        }))
                        .toList();
                for (Future<?> each : all) {
                    each.get();
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    /** What lies there besides the library and the lock. */
    private List<Path> others() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.equals(target) && !file.endsWith(".lock"))
                    .toList();
        }
    }
}
