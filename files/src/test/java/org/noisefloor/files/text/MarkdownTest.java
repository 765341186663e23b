package org.noisefloor.files.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTest {
    @Test
    void aCellEndsNeitherItselfNorItsLine() {
        assertThat(Markdown.cell("a|b\r\n\nc")).isEqualTo("a\\|b c");
    }

    @Test
    void aTableHasALineForEachRow() {
        assertThat(Markdown.table(List.of("", "kl"), List.of(List.of("a|b", "1"), List.of("c", "2"))))
                .isEqualTo("|  | kl |\n|---|---|\n| a\\|b | 1 |\n| c | 2 |\n");
    }
}
