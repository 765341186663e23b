package org.noisefloor.core.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFuzzTest {
    private static final int INPUTS = 6_000;

    @Test
    void aStoreThatIsNearlyRightIsReadOrRefusedInOneSentence(@TempDir Path folder) throws IOException {
        long refused = new RecordFuzz(folder.resolve("records.bin")).check(0, INPUTS);
        assertThat(refused).isBetween(1L, INPUTS - 1L);
    }
}
