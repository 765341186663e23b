package org.noisefloor.testkit.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenPairsTest {
    static Stream<GoldenPair> all() {
        return GoldenPairs.all();
    }

    @Test
    void everyPairHasANameOfItsOwn() {
        assertThat(GoldenPairs.all().map(GoldenPair::name))
                .hasSizeGreaterThan(40)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theComparisonAgreesWithTheGoldenValues(GoldenPair pair) {
        var c = pair.comparison();
        assertThat(c.favouriteOriginal()).isEqualTo((int) pair.expected("top_token"));
        assertThat(c.favouriteSpliced()).isEqualTo((int) pair.expected("top_token_spliced"));
        assertThat(pair.agrees("ce", -c.logProbOriginal(pair.correct()), 1e-9, 1e-14))
                .isTrue();
        assertThat(pair.agrees("ce_spliced", -c.logProbSpliced(pair.correct()), 1e-9, 1e-14))
                .isTrue();
    }

    @Test
    void readsInfinitiesAndTailShares() {
        GoldenPair masked = named("masked in q only");
        assertThat(masked.expected("kl")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(masked.spliced()[2]).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(masked.agrees("kl", 1e300, 1, 1e300)).isFalse();
        assertThat(named("V=32 noise 1").tailShare().orElseThrow().get("tokens"))
                .isBetween(0.0, 1.0);
    }

    @Test
    void aMeasureWithoutAGoldenValueIsNamed() {
        assertThatThrownBy(() -> named("V=3").expected("lk"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'lk'");
    }

    @Test
    void comparisonsTakeTheLowestOfEqualsAndHonourTheVocabulary() {
        float[] original = {1, 3, 3, 99};
        float[] spliced = {0, 0, 0, Float.NaN};
        var c = Comparisons.of(original, spliced, 3, 2, 5, new float[] {1}, new float[] {2});
        assertThat(c.favouriteOriginal()).isEqualTo(1);
        assertThat(c.logPartitionSpliced()).isCloseTo(Math.log(3), within(1e-15));
        assertThat(c.position()).isEqualTo(5);
        assertThatThrownBy(() -> Comparisons.of(original, spliced, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    private static GoldenPair named(String name) {
        return GoldenPairs.all().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }
}
