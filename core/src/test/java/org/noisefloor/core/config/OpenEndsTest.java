package org.noisefloor.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.Option;
import org.noisefloor.api.UserError;

/** Ends of a range that do not belong to it, and numbers that may be left out. */
class OpenEndsTest {
    private static final Place HERE = new Place("run.yaml", 0);

    record Ends(
            @Option(doc = "a size", orElse = "1", above = 0) double size,

            @Option(doc = "a share", orElse = "0.5", above = 0, max = 1)
            double share,

            @Option(doc = "an angle", orElse = "0", min = 0, below = 360)
            double angle,

            @Option(doc = "a count", orElse = "1", above = 0.5, below = 8)
            int count,

            @Option(doc = "sizes", orElse = "[1]", above = 0)
            List<Double> sizes,

            @Option(doc = "a size that may be left out", orElse = "", above = 0)
            OptionalDouble other,

            @Option(doc = "a seed that may be left out", orElse = "")
            OptionalLong seed) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size: 0 | x.size: expected a number above 0, found '0'",
                "size: -1e-300 | x.size: expected a number above 0, found '-1e-300'",
                "share: 0 | x.share: expected a number above 0 and at most 1, found '0'",
                "share: 1.5 | x.share: expected a number above 0 and at most 1, found '1.5'",
                "angle: 360 | x.angle: expected a number of at least 0 and below 360, found '360'",
                "count: 8 | x.count: expected a whole number from 1 to 7, found '8'",
                "sizes: [1, 0] | x.sizes: expected a number above 0, found '0'",
                "other: 0 | x.other: expected a number above 0, found '0'"
            })
    void anEndThatDoesNotBelongToTheRangeIsRefused(String given, String sentence) {
        assertThat(mistakes(given)).containsExactly("run.yaml: " + sentence);
    }

    @Test
    void whatLiesNextToAnEndIsTaken() {
        Ends ends = bound("size: 4.9e-324").at().apply("");
        assertThat(ends.size()).isEqualTo(Double.MIN_VALUE);
        assertThat(bound("share: 1").at().apply("").share()).isEqualTo(1);
        assertThat(bound("angle: 0").at().apply("").angle()).isZero();
        assertThat(bound("count: 7").at().apply("").count()).isEqualTo(7);
    }

    @Test
    void numbersThatMayBeLeftOutAreEmptyAndNotWrittenDown() {
        var none = bound("size: 1");
        assertThat(none.at().apply("").other()).isEmpty();
        assertThat(none.at().apply("").seed()).isEmpty();
        assertThat(none.plain()).doesNotContainKeys("other", "seed");
        assertThat(bound("other: 0.25").plain()).containsEntry("other", 0.25);
        assertThat(bound("seed: 9000000000").plain()).containsEntry("seed", 9_000_000_000L);
        assertThat(bound("seed: 9000000000").at().apply("").seed()).hasValue(9_000_000_000L);
    }

    @Test
    void rangesAreListedInWordsAndInTheSchema() {
        Map<String, String> ranges = new HashMap<>();
        OptionTable.of(Ends.class).rows().forEach(row -> ranges.put(row.key(), row.range()));
        assertThat(ranges)
                .containsEntry("size", "above 0")
                .containsEntry("share", "above 0 and at most 1")
                .containsEntry("angle", "at least 0 and below 360")
                .containsEntry("count", "1 to 7")
                .containsEntry("seed", "");
        OptionType angle = OptionTable.of(Ends.class).slots().get(2).type();
        assertThat(TypeSchema.of(angle))
                .hasToString("{\"type\":\"number\",\"minimum\":0.0,\"exclusiveMaximum\":360.0}");
    }

    private static List<String> mistakes(String given) {
        Mistakes mistakes = new Mistakes();
        bind(given, mistakes);
        try {
            mistakes.throwIfAny();
            return List.of();
        } catch (UserError wrong) {
            return wrong.sentences();
        }
    }

    private static OptionBinder.Bound<Ends> bound(String given) {
        Mistakes mistakes = new Mistakes();
        var bound = bind(given, mistakes);
        mistakes.throwIfAny();
        return bound.orElseThrow();
    }

    private static Optional<OptionBinder.Bound<Ends>> bind(String given, Mistakes mistakes) {
        Value.Fields fields = (Value.Fields) YamlReader.value("{" + given + "}", HERE, mistakes);
        return new OptionBinder(Path.of("")).bind(OptionTable.of(Ends.class), fields.fields(), "x", HERE, mistakes);
    }
}
