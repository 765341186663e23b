package org.noisefloor.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnsTest {

    @Test
    void columnsAreAlignedTheFirstToTheLeftTheOthersToTheRight() {
        String text = new Columns()
                .row(List.of("", "kl", "ce"))
                .row(List.of("sae", "0.1", "3.25"))
                .text(80);
        assertThat(text).isEqualTo("      kl    ce\nsae  0.1  3.25\n");
    }

    @Test
    void columnsThatDoNotFitComeBelowWithTheNamesAgain() {
        String text = new Columns()
                .row(List.of("", "first", "second"))
                .row(List.of("sae", "1", "2"))
                .text(12);
        assertThat(text).isEqualTo("     first\nsae      1\n\n     second\nsae       2\n");
    }

    @Test
    void aRowOfOneCellIsAHeadingAndWidensNothing() {
        String text = new Columns()
                .row(List.of("", "kl"))
                .row(List.of("blocks.3.hook_resid_post"))
                .row(List.of("  sae", "0.1"))
                .text(80);
        assertThat(text).isEqualTo("        kl\nblocks.3.hook_resid_post\n  sae  0.1\n");
    }
}
