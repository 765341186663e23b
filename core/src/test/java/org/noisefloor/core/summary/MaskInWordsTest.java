package org.noisefloor.core.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.core.record.RunDescription.MaskRule;

class MaskInWordsTest {
    private static String words(int skipFirst, String conventions, Integer... special) {
        return MaskInWords.of(new MaskRule(List.of(special), skipFirst, 10, conventions));
    }

    @Test
    void theMaskIsSaidInWords() {
        assertThat(words(0, "noisefloor", 0)).isEqualTo("special tokens (id 0) are neither intervened on nor scored");
        assertThat(words(1, "noisefloor", 0, 2))
                .isEqualTo("special tokens (ids 0, 2) are neither intervened on nor scored, nor the first position of a"
                        + " sequence");
        assertThat(words(0, "noisefloor")).isEqualTo("all tokens are intervened on and scored");
        assertThat(words(0, "saelens", 0))
                .isEqualTo(
                        "special tokens (id 0) are neither intervened on nor scored; as in SAELens, divergences between"
                                + " predictions are taken at the last position of a sequence too");
    }
}
