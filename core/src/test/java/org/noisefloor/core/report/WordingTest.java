package org.noisefloor.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordingTest {

    @Test
    void longSentencesAreWrappedBetweenWords() {
        assertThat(Wording.wrapped("one two three four", 9)).isEqualTo("one two\n  three\n  four\n");
        assertThat(Wording.wrapped("short", 9)).isEqualTo("short\n");
    }
}
