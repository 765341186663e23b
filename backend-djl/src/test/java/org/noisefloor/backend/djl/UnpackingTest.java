package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackingTest {
    @TempDir
    Path temp;

    @Test
    void whatAKilledProcessLeftGoesAndNothingElse() throws IOException {
        Path left = Files.createDirectories(temp.resolve("tmp123"));
        Files.writeString(left.resolve("libtorch.so"), "half");
        Path whole = Files.createDirectories(temp.resolve("2.7.1-cpu"));
        try (Unpacking first = Unpacking.in(temp)) {
            assertThat(left).doesNotExist();
            Files.createDirectories(left);
            Unpacking.in(temp).close();
            assertThat(left).as("of one that is at it").exists();
            assertThat(first).isNotNull();
        }
        assertThat(whole).exists();
    }

    @Test
    void aFolderThatCannotBeIsNoObstacle() throws IOException {
        Unpacking.in(Files.writeString(temp.resolve("file"), "").resolve("pytorch"))
                .close();
    }
}
