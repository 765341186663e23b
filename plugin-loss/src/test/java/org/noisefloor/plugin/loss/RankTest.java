package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.metric.Comparisons;
import org.noisefloor.testkit.metric.GoldenPair;
import org.noisefloor.testkit.metric.GoldenPairs;
import org.noisefloor.testkit.metric.MetricContract;

class RankTest implements MetricContract<NoOptions> {
    private static final float NONE = Float.NEGATIVE_INFINITY;

    @Override
    public MetricProvider<NoOptions> provider() {
        return new Rank();
    }

    @Override
    public NoOptions metricOptions() {
        return new NoOptions();
    }

    static Stream<GoldenPair> pairs() {
        return GoldenPairs.all();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void givesTheGoldenValues(GoldenPair pair) {
        assertThat(ranks(pair.comparison())).containsExactly(pair.expected("rank"), pair.expected("rank_spliced"));
    }

    @Test
    void countsWhatIsAbove() {
        assertThat(ranks(Comparisons.of(new float[] {3, 1, 2}, new float[] {3, 4, 2}, 1)))
                .containsExactly(3, 1);
    }

    @Test
    void amongEqualsTheLowestIdComesFirst() {
        float[] tied = {2, 5, 2, 2};
        assertThat(ranks(Comparisons.of(tied, tied.clone(), 0))).containsExactly(2, 2);
        assertThat(ranks(Comparisons.of(tied, tied.clone(), 2))).containsExactly(3, 3);
        assertThat(ranks(Comparisons.of(tied, tied.clone(), 3))).containsExactly(4, 4);
    }

    @Test
    void aForbiddenTokenComesAfterAllThatAreAllowed() {
        float[] all = {1, 2, 3, 4};
        float[] some = {NONE, 2, NONE, NONE};
        assertThat(ranks(Comparisons.of(all, some, 3))[1]).isEqualTo(4);
        assertThat(ranks(Comparisons.of(all, some, 0))[1]).isEqualTo(2);
    }

    @Test
    void amongForbiddenTokensTheLowestIdComesFirst() {
        float[] original = {NONE, 2, NONE, 1, NONE};
        float[] spliced = {NONE, 2, NONE, NONE, NONE};
        assertThat(ranks(Comparisons.of(original, spliced, 0))).containsExactly(3, 2);
        assertThat(ranks(Comparisons.of(original, spliced, 2))).containsExactly(4, 3);
        assertThat(ranks(Comparisons.of(original, spliced, 3))).containsExactly(2, 4);
        assertThat(ranks(Comparisons.of(original, spliced, 4))).containsExactly(5, 5);
    }

    @Property(tries = 50)
    void theRanksOfAllTokensAreOneToV(@ForAll long seed) {
        for (Comparison c : Scores.random(seed)) {
            boolean[] taken = new boolean[c.vocabulary()];
            for (int y = 0; y < c.vocabulary(); y++) {
                int rank = (int) ranks(Comparisons.of(c.original(), c.spliced(), y))[1];
                assertThat(taken[rank - 1]).as("rank %d twice", rank).isFalse();
                taken[rank - 1] = true;
            }
        }
    }

    @Property(tries = 50)
    void theFavouriteHasRankOne(@ForAll long seed) {
        for (Comparison c : Scores.random(seed)) {
            assertThat(ranks(c)[0] == 1).isEqualTo(c.top1Original() == c.target());
            assertThat(ranks(c)[1] == 1).isEqualTo(c.top1Spliced() == c.target());
        }
    }

    private double[] ranks(Comparison c) {
        return Scores.at(provider().create(metricOptions(), context()), c);
    }
}
