package org.noisefloor.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesFuzzTest {
    private static final int INPUTS = 5_000;

    @Test
    void aTokenizerOrConfigThatIsNearlyRightIsReadOrRefusedInOneSentence(@TempDir Path folder) throws IOException {
        assertThat(new ModelFilesFuzz(folder).check(0, INPUTS)).isBetween(1L, INPUTS - 1L);
    }
}
