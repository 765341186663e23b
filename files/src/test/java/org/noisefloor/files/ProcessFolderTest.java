package org.noisefloor.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFolderTest {
    @TempDir
    Path temp;

    @Test
    void whatIsLeftIsOfNoProcessThatLives() throws IOException {
        long other = ProcessHandle.current().parent().orElseThrow().pid();
        Path own = Files.createDirectory(ProcessFolder.of(temp.resolve(".at-")));
        Path former = Files.createDirectory(temp.resolve(".at-999999999999"));
        for (String name : new String[] {".at-" + other, ".at-", ".at-1x", ".at-99999999999999999999", "at-1"}) {
            Files.createDirectory(temp.resolve(name));
        }
        assertThat(ProcessFolder.left(temp.resolve(".at-"))).containsExactlyInAnyOrder(own, former);
        assertThat(ProcessFolder.left(temp.resolve("gone/.at-"))).isEmpty();
    }
}
