package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Option;

class OptionsCheckTest {
    enum Level {
        LOW
    }

    record Left(
            @Option(doc = "a number", orElse = "") Optional<Double> scale,
            @Option(doc = "a count", orElse = "") OptionalInt k,
            @Option(doc = "a text", orElse = "") Optional<String> writes,
            @Option(doc = "a file", orElse = "") Optional<Path> file,
            @Option(doc = "a word", orElse = "") Optional<Level> level) {}

    record Lists(@Option(doc = "lists", orElse = "") Optional<List<String>> lists) {}

    record Doubles(@Option(doc = "a number", orElse = "") OptionalDouble scale) {}

    record Bare(Optional<String> writes) {}

    @Test
    void anOptionMayBeOneThatIsLeftOut() {
        assertThat(OptionsCheck.problem(Left.class)).isEmpty();
    }

    @Test
    void anOptionalOfAnotherKindIsRefused() {
        assertThat(OptionsCheck.problem(Lists.class).orElseThrow())
                .startsWith("component 'lists' of its options ")
                .endsWith("or one of them as an Optional or OptionalInt");
        assertThat(OptionsCheck.problem(Doubles.class).orElseThrow())
                .contains("has the type java.util.OptionalDouble, but an option is an int");
    }

    @Test
    void anOptionalNeedsItsDescriptionToo() {
        assertThat(OptionsCheck.problem(Bare.class).orElseThrow())
                .startsWith("component 'writes' of its options ")
                .endsWith(" has no @Option");
    }
}
