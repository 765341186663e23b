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
        assertThat(c.top1Original()).isEqualTo((int) pair.expected("top_token"));
        assertThat(c.top1Spliced()).isEqualTo((int) pair.expected("top_token_spliced"));
        assertThat(pair.agrees("ce", -c.logProbOriginal(pair.target()), 1e-9, 1e-14))
                .isTrue();
        assertThat(pair.agrees("ce_spliced", -c.logProbSpliced(pair.target()), 1e-9, 1e-14))
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
        var c = Comparisons.with(original, spliced)
                .vocabulary(3)
                .target(2)
                .position(5)
                .build();
        assertThat(c.top1Original()).isEqualTo(1);
        assertThat(c.logPartitionSpliced()).isCloseTo(Math.log(3), within(1e-15));
        assertThat(c.position()).isEqualTo(5);
        assertThat(c.length()).as("tokens up to the target").isEqualTo(7);
        assertThat(c.token(6)).isEqualTo(2);
        assertThatThrownBy(() -> Comparisons.of(original, spliced, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPositionLikeAnotherHasAllThatIsNotChanged() {
        float[] logits = {1, 2, 3};
        var c = Comparisons.with(logits, new float[] {3, 2, 1})
                .target(2)
                .position(1)
                .sequence(4, 9)
                .tokens(0, 1, 2, 0)
                .activations(new float[] {5}, new float[] {6})
                .batchMean(new double[] {7})
                .build();
        var like = Comparisons.like(c).logits(logits, logits).build();
        assertThat(like.spliced()).isSameAs(logits);
        assertThat(like.target()).isEqualTo(2);
        assertThat(like.sequence()).isEqualTo(4);
        assertThat(like.document()).isEqualTo(9);
        assertThat(like.length()).isEqualTo(4);
        assertThat(like.token(1)).isEqualTo(1);
        assertThat(like.replacement()).containsExactly(6);
        assertThat(like.batchMean()).containsExactly(7);
        assertThatThrownBy(() -> Comparisons.like(c).position(4).build()).isInstanceOf(IllegalArgumentException.class);
    }

    private static GoldenPair named(String name) {
        return GoldenPairs.all().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }
}
