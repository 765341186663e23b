package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;
import org.noisefloor.testkit.metric.GoldenPair;
import org.noisefloor.testkit.metric.GoldenPairs;

/** Values computed with a thousand digits; where they come from stands in the testkit's {@code golden/pairs.json}. */
class GoldenTest {
    private static final double RELATIVE = 1e-7;
    private static final double ABSOLUTE = 1e-22;

    static Stream<GoldenPair> pairs() {
        return GoldenPairs.all();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theMetricsGiveTheGoldenValues(GoldenPair pair) {
        agrees(pair, "kl", score(new Kl(), pair));
        agrees(pair, "kl_reverse", score(new KlReverse(), pair));
        assertThat(score(new Top1Agreement(), pair)).isEqualTo(pair.expected("top1_agreement"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theExactPathGivesTheGoldenValues(GoldenPair pair) {
        Comparison c = pair.comparison();
        agrees(pair, "kl", ExactKl.of(c.original(), c.spliced(), c.vocabulary(), c.favouriteOriginal()));
        agrees(pair, "kl_reverse", ExactKl.of(c.spliced(), c.original(), c.vocabulary(), c.favouriteSpliced()));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theVectorPathGivesTheGoldenValuesOrDeclines(GoldenPair pair) {
        Comparison c = pair.comparison();
        double kl = VectorKl.of(c.original(), c.spliced(), c.vocabulary(), c.favouriteOriginal());
        if (!Double.isNaN(kl)) {
            agrees(pair, "kl", kl);
        }
        double reverse = VectorKl.of(c.spliced(), c.original(), c.vocabulary(), c.favouriteSpliced());
        if (!Double.isNaN(reverse)) {
            agrees(pair, "kl_reverse", reverse);
        }
    }

    private static double score(MetricProvider<NoOptions> provider, GoldenPair pair) {
        Metric metric = provider.create(new NoOptions(), new Site("blocks.0.hook_resid_post", "t", 1));
        double[] out = new double[1];
        metric.score(pair.comparison(), out);
        return out[0];
    }

    private static void agrees(GoldenPair pair, String measure, double actual) {
        assertThat(pair.agrees(measure, actual, RELATIVE, ABSOLUTE))
                .as("%s is %s, expected %s", measure, actual, pair.expected(measure))
                .isTrue();
    }
}
