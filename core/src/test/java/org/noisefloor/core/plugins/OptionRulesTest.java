package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Option;
import org.noisefloor.api.option.OptionRules;

class OptionRulesTest {
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
        assertThat(OptionRules.problem(Left.class, Kind.METRIC.service())).isEmpty();
    }

    @Test
    void anOptionOfAnotherTypeIsRefused() {
        assertThat(OptionRules.problem(Lists.class, Kind.METRIC.service()).orElseThrow())
                .startsWith("component 'lists' of its options ")
                .endsWith("or one of them as an Optional, OptionalInt, OptionalLong or OptionalDouble");
        assertThat(OptionRules.problem(Floats.class, Kind.METRIC.service()).orElseThrow())
                .contains("has the type float, but an option is an int");
    }

    @Test
    void anOptionalNeedsItsDescriptionToo() {
        assertThat(OptionRules.problem(Bare.class, Kind.METRIC.service()).orElseThrow())
                .startsWith("component 'writes' of its options ")
                .endsWith(" has no @Option");
    }

    record Named(@Option(doc = "a word", orElse = "") Optional<String> name) {}

    record Lengthy(@Option(doc = "a number", orElse = "1") int length) {}

    @Test
    void anOptionThatTheHostsOwnKeysHideIsRefused() {
        for (Kind kind : List.of(Kind.METRIC, Kind.STRATIFIER, Kind.INTERVENTION, Kind.REPORT)) {
            assertThat(OptionRules.problem(Named.class, kind.service()))
                    .hasValueSatisfying(
                            sentence -> assertThat(sentence)
                                    .endsWith(
                                            "can never be set, since 'name' is a key of noisefloor's own there; give it another name"));
            assertThat(OptionRules.problem(Lengthy.class, kind.service())).isEmpty();
        }
        assertThat(OptionRules.problem(Lengthy.class, Kind.CORPUS.service())).isPresent();
        assertThat(OptionRules.problem(Named.class, Kind.CORPUS.service())).isEmpty();
    }

    record Twice(
            @Option(doc = "a word", orElse = "") String fileName,
            @Option(doc = "a word", orElse = "") String file_name) {}

    record Empty(
            @Option(doc = "a number", orElse = "1", above = 1, max = 1)
            double number) {}

    @Test
    void twoOptionsOfOneKeyAndARangeThatHoldsNothingAreRefused() {
        assertThat(OptionRules.problem(Twice.class, Kind.METRIC.service()).orElseThrow())
                .endsWith("has the key 'file_name' of another one");
        assertThat(OptionRules.problem(Empty.class, Kind.METRIC.service()).orElseThrow())
                .endsWith("has a range in which no number lies");
    }
}
