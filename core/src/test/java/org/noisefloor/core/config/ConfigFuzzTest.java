package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in the file, the answer is a plan or sentences for the user, never another exception. */
class ConfigFuzzTest {
    private static final int INPUTS = 2_000;

    @Test
    void givesAPlanOrSentencesForAnyMutationOfAConfig(@TempDir Path folder) throws IOException {
        assertThat(new ConfigFuzz(folder).check(0, INPUTS)).isBetween(INPUTS / 4L, INPUTS - 1L);
    }
}
