package org.noisefloor.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.UserError;

class Sha256Test {
    /** FIPS 180-4's examples. */
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String OF_A_MILLION_A = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

    @TempDir
    Path folder;

    @Test
    void digestsFilesOfAnyLength() throws IOException {
        Path abc = Files.writeString(folder.resolve("abc"), "abc");
        Path million = Files.writeString(folder.resolve("million"), "a".repeat(1_000_000));
        assertThat(Sha256.of(abc)).isEqualTo(OF_ABC);
        assertThat(Sha256.byName(List.of(million, abc)))
                .containsExactly(entry("million", OF_A_MILLION_A), entry("abc", OF_ABC));
    }

    @Test
    void saysWhichFileCannotBeRead() {
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> Sha256.of(absent))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(absent + ": the file cannot be read: NoSuchFileException");
    }
}
