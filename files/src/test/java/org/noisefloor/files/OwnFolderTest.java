package org.noisefloor.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class OwnFolderTest {
    @TempDir
    Path temp;

    private Path above;
    private Path folder;

    @BeforeEach
    void makeFolders() throws IOException {
        above = Files.createDirectory(temp.toRealPath().resolve("above"));
        folder = Files.createDirectory(above.resolve("folder"));
        permit(above, "rwxr-xr-x");
        permit(folder, "rwxr-xr-x");
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void aFolderOfOnesOwnIsNobodyElses() {
        assertThat(OwnFolder.others(folder)).isEmpty();
        assertThat(OwnFolder.others(folder.resolve("not yet/there"))).isEmpty();
        assertThat(OwnFolder.there(folder.resolve("not yet/there"))).isEqualTo(folder);
    }

    @Test
    void aFolderThatEverybodyMayWriteToIsTold() throws IOException {
        permit(folder, "rwxrwxrwx");
        assertThat(OwnFolder.others(folder)).contains("everybody may write to " + folder);
    }

    @Test
    void soIsOneThatCouldBeReplacedByAnother() throws IOException {
        permit(above, "rwxrwxrwx");
        assertThat(OwnFolder.others(folder)).contains("everybody may write to " + above);
    }

    @Test
    void aLinkIsAsGoodAsWhatItLeadsTo() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), folder);
        assertThat(OwnFolder.others(link)).isEmpty();
        permit(folder, "rwxrwxrwx");
        assertThat(OwnFolder.others(link)).contains("everybody may write to " + folder);
    }

    @Test
    void inAStickyFolderOnesOwnIsSafeAndTheFolderItselfIsNot() throws IOException {
        // the temporary folder of most systems
        Files.setAttribute(above, "unix:mode", 01777);
        assertThat(OwnFolder.others(folder)).isEmpty();
        assertThat(OwnFolder.others(above.resolve("new"))).isEmpty();
        assertThat(OwnFolder.others(above)).contains("everybody may write to " + above);
    }
}
