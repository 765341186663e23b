package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarFuzzTest {
    private static final int INPUTS = 600;

    @Test
    void aJarThatIsNearlyRightIsAPluginOrARowThatSaysWhyNot(@TempDir Path folder) throws IOException {
        JarFuzz fuzz = new JarFuzz(folder);
        assertThat(fuzz.entries()).isEqualTo(2);
        assertThat(fuzz.check(0, INPUTS)).isBetween(1L, INPUTS - 1L);
    }
}
