package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.plugin.kl.exact.Quantity;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.metric.GoldenPair;
import org.noisefloor.testkit.metric.GoldenPairs;

/** Values computed with a thousand digits; where they come from stands in the testkit's {@code golden/pairs.json}. */
class GoldenTest {
    private static final TestContext CONTEXT = TestContext.ofWidth(1);
    private static final TailOptions TAIL = new TailOptions(1e-4);
    private static final Metric RENYI =
            new Renyi().create(new RenyiOptions(List.of(0.5, 2.0, Double.POSITIVE_INFINITY)), CONTEXT);
    private static final Metric SPLIT = new KlSplit().create(new NoOptions(), CONTEXT);
    private static final Map<String, Metric> KL_FAMILY = Map.of(
            "kl", new Kl().create(new KlOptions(1e-4, true), CONTEXT),
            "kl_reverse", new KlReverse().create(TAIL, CONTEXT),
            "js", new JensenShannon().create(TAIL, CONTEXT));
    private static final Map<String, Metric> OTHERS = Map.of(
            "tv", new TotalVariation().create(TAIL, CONTEXT),
            "hellinger", new Hellinger().create(TAIL, CONTEXT),
            "logprob_l2", new LogprobL2().create(TAIL, CONTEXT),
            "logit_l2", new LogitL2().create(TAIL, CONTEXT),
            "top1_agreement", new Top1Agreement().create(new NoOptions(), CONTEXT),
            "topk_overlap", new TopkOverlap().create(new TopkOverlapOptions(10), CONTEXT));

    static Stream<GoldenPair> pairs() {
        return GoldenPairs.all();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theKlFamilyGivesTheGoldenValues(GoldenPair pair) {
        KL_FAMILY.forEach((name, metric) -> klAgrees(pair, name, score(metric, pair)[0]));
        double[] parts = score(SPLIT, pair);
        klAgrees(pair, "kl_correct", parts[0]);
        klAgrees(pair, "kl_others", parts[1]);
        klAgrees(pair, "kl_wrong_token", parts[2]);
        klAgrees(pair, "kl_rest", parts[3]);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theOtherMeasuresGiveTheGoldenValues(GoldenPair pair) {
        OTHERS.forEach((name, metric) -> agrees(pair, name, score(metric, pair)[0], 1e-9, 1e-14));
        double[] orders = score(RENYI, pair);
        agrees(pair, "renyi_0.5", orders[0], 1e-9, 1e-14);
        agrees(pair, "renyi_2", orders[1], 1e-9, 1e-14);
        agrees(pair, "renyi_inf", orders[2], 1e-9, 1e-14);
        double[] lossAndKl = score(new CePerKl().create(new NoOptions(), CONTEXT), pair);
        agrees(pair, "ce_delta", lossAndKl[0], 1e-9, 1e-14);
        klAgrees(pair, "kl", lossAndKl[1]);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theTailSharesAreTheGoldenOnes(GoldenPair pair) {
        Divergences divergences = Divergences.of(pair.comparison());
        pair.tailShare().orElseThrow().forEach((name, share) -> {
            double[] decades = new double[9];
            divergences.byDecade(Quantity.valueOf(name.toUpperCase(Locale.ROOT)), decades, 0);
            double tail = 0;
            double all = 0;
            for (int i = 0; i < decades.length; i++) {
                tail += i < 5 ? decades[i] : 0;
                all += decades[i];
            }
            assertThat(Math.abs(tail / all - share))
                    .as("tail share of %s is %s, expected %s", name, tail / all, share)
                    .isLessThanOrEqualTo(Math.max(1e-6 * share, 1e-9));
        });
    }

    private static double[] score(Metric metric, GoldenPair pair) {
        double[] out = new double
                [metric.columns().stream().mapToInt(column -> column.width()).sum()];
        metric.scorer().score(pair.comparison(), out);
        return out;
    }

    private static void klAgrees(GoldenPair pair, String measure, double actual) {
        agrees(pair, measure, actual, 1e-7, 1e-22);
    }

    private static void agrees(GoldenPair pair, String measure, double actual, double relative, double absolute) {
        assertThat(pair.agrees(measure, actual, relative, absolute))
                .as("%s is %s, expected %s", measure, actual, pair.expected(measure))
                .isTrue();
    }
}
