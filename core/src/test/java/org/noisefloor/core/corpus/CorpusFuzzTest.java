package org.noisefloor.core.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusFuzzTest {
    private static final int INPUTS = 5_000;

    @Test
    void aCorpusThatIsNearlyRightIsReadOrRefusedInOneSentence(@TempDir Path folder) {
        assertThat(new CorpusFuzz(folder).check(0, INPUTS)).isBetween(1L, 2L * INPUTS - 1);
    }
}
