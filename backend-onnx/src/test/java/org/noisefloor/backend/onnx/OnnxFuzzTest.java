package org.noisefloor.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFuzzTest {
    private static final int INPUTS = 2_000;

    @Test
    void aGraphThatIsNearlyRightIsReadOrRefusedInOneSentence(@TempDir Path folder) throws IOException {
        assertThat(new OnnxFuzz(Fixtures.tiny(), folder).check(0, INPUTS)).isBetween(1L, INPUTS - 1L);
    }
}
