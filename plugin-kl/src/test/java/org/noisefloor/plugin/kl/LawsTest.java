package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Decades;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.plugin.kl.exact.ChainRule;
import org.noisefloor.plugin.kl.exact.Quantity;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.metric.Comparisons;

/** The laws of the divergences, on both paths: vocabularies on either side of the one from which on the vector path is taken. */
class LawsTest {
    private static final TestContext CONTEXT = TestContext.ofWidth(1);
    private static final TailOptions TAIL = new TailOptions(1e-4);
    private static final double CLOSE = 1e-6;
    private static final double[] ORDERS = {0.25, 0.5, 1, 2, 5, Double.POSITIVE_INFINITY};
    private static final List<Quantity> DIVERGENCES = List.of(
            Quantity.KL,
            Quantity.KL_REVERSE,
            Quantity.JS,
            Quantity.TV,
            Quantity.HELLINGER_SQ,
            Quantity.LOGPROB_L2_SQ,
            Quantity.LOGIT_L2_SQ);

    /** Two logit vectors on a grid of 2⁻¹⁰, so that a shift by a whole number is exact. */
    private static final class Pair {
        final float[] p;
        final float[] q;

        Pair(float[] p, float[] q) {
            this.p = p;
            this.q = q;
        }

        int target() {
            return p.length / 3;
        }
    }

    @Provide
    Arbitrary<Pair> pairs() {
        Arbitrary<Integer> vocabulary = Arbitraries.oneOf(
                Arbitraries.integers().between(2, 40), Arbitraries.integers().between(256, 700));
        Arbitrary<Double> change = Arbitraries.of(0.002, 0.05, 0.7, 5.0, 30.0);
        return Combinators.combine(vocabulary, change, Arbitraries.longs()).as((v, noise, seed) -> {
            Random random = new Random(seed);
            float[] p = onGrid(Logits.random(v, random));
            return new Pair(p, onGrid(Logits.changed(p, 0, noise, random)));
        });
    }

    @Property(tries = 300)
    void noDivergenceIsNegativeAndAllAreZeroForEqualLogits(@ForAll("pairs") Pair pair) {
        Divergences changed = divergences(pair);
        Divergences equal = divergences(new Pair(pair.p, pair.p.clone()));
        for (Quantity quantity : DIVERGENCES) {
            assertThat(changed.total(quantity)).as(quantity.id()).isNotNegative();
            assertThat(equal.total(quantity)).as(quantity.id()).isZero();
        }
        for (double order : ORDERS) {
            assertThat(changed.renyi(order)).as("order %s", order).isNotNegative();
            assertThat(equal.renyi(order)).as("order %s", order).isZero();
        }
        for (ChainRule split : List.of(split(changed, pair), split(equal, pair))) {
            assertThat(split.at()).isNotNegative();
            assertThat(split.others()).isNotNegative();
        }
        assertThat(split(equal, pair)).isEqualTo(new ChainRule(0, 0));
    }

    @Property(tries = 300)
    void aShiftOfOneSideChangesNothing(@ForAll("pairs") Pair pair) {
        float[] shifted = pair.q.clone();
        for (int v = 0; v < shifted.length; v++) {
            shifted[v] -= 24;
        }
        Divergences before = divergences(pair);
        Divergences after = divergences(new Pair(pair.p, shifted));
        for (Quantity quantity : Quantity.values()) {
            double expected = before.total(quantity);
            assertThat(after.total(quantity)).as(quantity.id()).isCloseTo(expected, within(CLOSE * Math.abs(expected)));
        }
        for (double order : ORDERS) {
            double expected = before.renyi(order);
            assertThat(after.renyi(order)).as("order %s", order).isCloseTo(expected, within(CLOSE * expected));
        }
    }

    @Property(tries = 300)
    void boundedDivergencesKeepTheirBounds(@ForAll("pairs") Pair pair) {
        Divergences of = divergences(pair);
        assertThat(of.total(Quantity.JS)).isLessThanOrEqualTo(Math.log(2) * (1 + CLOSE));
        assertThat(of.total(Quantity.TV)).isLessThanOrEqualTo(1 + CLOSE);
        assertThat(of.total(Quantity.HELLINGER_SQ)).isLessThanOrEqualTo(1 + CLOSE);
    }

    /** Pinsker: TV ≤ sqrt(KL/2), in both directions; and H² ≤ TV ≤ √2 H. */
    @Property(tries = 300)
    void totalVariationIsBoundedByTheOthers(@ForAll("pairs") Pair pair) {
        Divergences of = divergences(pair);
        double tv = of.total(Quantity.TV);
        double more = 1 + CLOSE;
        assertThat(tv).isLessThanOrEqualTo(more * Math.sqrt(of.total(Quantity.KL) / 2));
        assertThat(tv).isLessThanOrEqualTo(more * Math.sqrt(of.total(Quantity.KL_REVERSE) / 2));
        assertThat(tv).isLessThanOrEqualTo(more * Math.sqrt(2 * of.total(Quantity.HELLINGER_SQ)));
        assertThat(of.total(Quantity.HELLINGER_SQ)).isLessThanOrEqualTo(more * tv);
    }

    @Property(tries = 300)
    void logitsLieNoFartherApartThanLogProbabilities(@ForAll("pairs") Pair pair) {
        Divergences of = divergences(pair);
        assertThat(of.total(Quantity.LOGIT_L2_SQ)).isLessThanOrEqualTo((1 + CLOSE) * of.total(Quantity.LOGPROB_L2_SQ));
    }

    @Property(tries = 300)
    void theChainRuleSumsToKl(@ForAll("pairs") Pair pair) {
        Divergences of = divergences(pair);
        double kl = of.total(Quantity.KL);
        for (int token : new int[] {pair.target(), Logits.favourite(pair.p)}) {
            ChainRule split = of.split(token);
            assertThat(split.at() + split.others()).isCloseTo(kl, within(CLOSE * kl));
        }
    }

    @Property(tries = 300)
    void theDecadesSumToTheDivergence(@ForAll("pairs") Pair pair) {
        double[] out = new double[64];
        for (Metric metric : List.of(
                new Kl().create(new KlOptions(1e-4, true), CONTEXT),
                new TotalVariation().create(TAIL, CONTEXT),
                new JensenShannon().create(TAIL, CONTEXT))) {
            metric.scorer().score(comparison(pair), out);
            double sum = 0;
            for (int decade = 0; decade < Decades.COUNT; decade++) {
                sum += out[1 + decade];
            }
            assertThat(sum).isEqualTo(out[0]);
        }
        Divergences of = divergences(pair);
        assertThat(of.total(Quantity.MASS_P)).isCloseTo(1, within(CLOSE));
        assertThat(of.total(Quantity.MASS_Q)).isCloseTo(1, within(CLOSE));
        assertThat(of.total(Quantity.TOKENS)).isEqualTo(pair.p.length);
        double kl = of.total(Quantity.KL);
        assertThat(of.total(Quantity.KL_SIGNED)).isCloseTo(kl, within(1e-12 + CLOSE * kl));
    }

    @Property(tries = 300)
    void renyiDoesNotFallAsTheOrderRises(@ForAll("pairs") Pair pair) {
        Divergences of = divergences(pair);
        double before = 0;
        for (double order : ORDERS) {
            double value = of.renyi(order);
            assertThat(value).as("order %s", order).isGreaterThanOrEqualTo(before * (1 - CLOSE));
            before = value;
        }
    }

    /** Gibbs: −Σ p log q is smallest for q = p. */
    @Property(tries = 300)
    void klIsTheCrossEntropyAboveTheEntropy(@ForAll("pairs") Pair pair) {
        Comparison c = comparison(pair);
        double excess = 0;
        for (int v = 0; v < pair.p.length; v++) {
            double logP = c.logProbOriginal(v);
            excess += Math.exp(logP) * (logP - c.logProbSpliced(v));
        }
        assertThat(divergences(pair).total(Quantity.KL)).isCloseTo(excess, within(1e-12 + CLOSE * Math.abs(excess)));
    }

    @Property(tries = 300)
    void exchangingTheTwoExchangesTheDirectionsOfKlAndNothingElse(@ForAll("pairs") Pair pair) {
        Divergences of = divergences(pair);
        Divergences exchanged = divergences(new Pair(pair.q, pair.p));
        assertThat(of.total(Quantity.KL_REVERSE))
                .isCloseTo(exchanged.total(Quantity.KL), within(CLOSE * exchanged.total(Quantity.KL)));
        for (Quantity quantity : List.of(
                Quantity.JS, Quantity.TV, Quantity.HELLINGER_SQ, Quantity.LOGPROB_L2_SQ, Quantity.LOGIT_L2_SQ)) {
            double expected = exchanged.total(quantity);
            assertThat(of.total(quantity)).as(quantity.id()).isCloseTo(expected, within(CLOSE * expected));
        }
    }

    private static Divergences divergences(Pair pair) {
        return Divergences.of(comparison(pair));
    }

    private static ChainRule split(Divergences divergences, Pair pair) {
        return divergences.split(pair.target());
    }

    private static Comparison comparison(Pair pair) {
        return Comparisons.of(pair.p, pair.q, pair.target());
    }

    private static float[] onGrid(float[] logits) {
        for (int v = 0; v < logits.length; v++) {
            logits[v] = Math.round(logits[v] * 1024) / 1024f;
        }
        return logits;
    }
}
