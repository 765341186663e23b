package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

    record Floats(@Option(doc = "a number", orElse = "1") float scale) {}

    record Bare(Optional<String> writes) {}

    @Test
    void anOptionMayBeOneThatIsLeftOut() {
        assertThat(OptionsCheck.problem(Left.class, Kind.METRIC)).isEmpty();
    }

    @Test
    void anOptionOfAnotherTypeIsRefused() {
        assertThat(OptionsCheck.problem(Lists.class, Kind.METRIC).orElseThrow())
                .startsWith("component 'lists' of its options ")
                .endsWith("or one of them as an Optional, OptionalInt, OptionalLong or OptionalDouble");
        assertThat(OptionsCheck.problem(Floats.class, Kind.METRIC).orElseThrow())
                .contains("has the type float, but an option is an int");
    }

    @Test
    void anOptionalNeedsItsDescriptionToo() {
        assertThat(OptionsCheck.problem(Bare.class, Kind.METRIC).orElseThrow())
                .startsWith("component 'writes' of its options ")
                .endsWith(" has no @Option");
    }

    record Named(@Option(doc = "a word", orElse = "") Optional<String> name) {}

    record Lengthy(@Option(doc = "a number", orElse = "1") int length) {}

    @Test
    void anOptionThatTheHostsOwnKeysHideIsRefused() {
        for (Kind kind : List.of(Kind.METRIC, Kind.STRATIFIER, Kind.INTERVENTION, Kind.REPORT)) {
            assertThat(OptionsCheck.problem(Named.class, kind))
                    .hasValueSatisfying(
                            sentence -> assertThat(sentence)
                                    .endsWith(
                                            "can never be set, since 'name' is a key of noisefloor's own there; give it another name"));
            assertThat(OptionsCheck.problem(Lengthy.class, kind)).isEmpty();
        }
        assertThat(OptionsCheck.problem(Lengthy.class, Kind.CORPUS)).isPresent();
        assertThat(OptionsCheck.problem(Named.class, Kind.CORPUS)).isEmpty();
    }
}
