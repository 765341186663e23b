package org.noisefloor.core.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.noisefloor.api.UserError;

class InstallationTest {
    @Test
    void aCacheFolderThatNoFileSystemTakesIsTheUsersToMend() {
        assertThatThrownBy(() -> Installation.path("the cache folder (NOISEFLOOR_CACHE)", "a\0b"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "the cache folder (NOISEFLOOR_CACHE): 'a b' cannot be the name of a file here (Nul character"
                                + " not allowed); for names beyond ASCII set LC_ALL to a UTF-8 locale, such as C.UTF-8");
    }
}
