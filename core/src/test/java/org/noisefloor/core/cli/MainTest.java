package org.noisefloor.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @Test
    void aNameThatNoFileCanHaveIsOneSentence() {
        assertThat(run("check", "a\0b")).isEqualTo(2);
        assertThat(err.toString().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("error: ")
                        .contains("'a\0b' cannot be the name of a file here (Nul character not allowed)"));
        assertThat(err.toString()).doesNotContain("Exception");
    }
}
