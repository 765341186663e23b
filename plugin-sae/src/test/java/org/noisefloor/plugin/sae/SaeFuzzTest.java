package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the campaign of {@code .ci/fuzz}: SAEs of all layouts with one file nearly right, always the same ones. */
final class SaeFuzzTest {
    private static final long INPUTS = 3_000;

    @TempDir
    Path work;

    @Test
    void anySaeIsSplicedOrRefusedInOneSentence() throws IOException {
        SaeFuzz fuzz = new SaeFuzz(PublishedTest.FOLDER, work);
        assertThat(fuzz.files()).isGreaterThan(200);
        assertThat(fuzz.check(0, INPUTS)).isBetween(1L, INPUTS - 1);
    }
}
