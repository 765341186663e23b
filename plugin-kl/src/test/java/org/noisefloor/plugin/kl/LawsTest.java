package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.Site;
import org.noisefloor.testkit.metric.Comparisons;

/** The laws of KL, on both paths: vocabularies on either side of the one from which on the vector path is taken. */
class LawsTest {
    private static final Site SITE = new Site("blocks.0.hook_resid_post", "t", 1);
    private static final Metric KL = create(new Kl());
    private static final Metric REVERSE = create(new KlReverse());

    /** Two logit vectors on a grid of 2⁻¹⁰, so that a shift by a whole number is exact. */
    private static final class Pair {
        final float[] p;
        final float[] q;

        Pair(float[] p, float[] q) {
            this.p = p;
            this.q = q;
        }

        Pair exchanged() {
            return new Pair(q, p);
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
    void isNotNegativeAndZeroForEqualLogits(@ForAll("pairs") Pair pair) {
        assertThat(kl(pair)).isNotNegative();
        assertThat(kl(new Pair(pair.p, pair.p.clone()))).isZero();
    }

    @Property(tries = 300)
    void isZeroOnlyWhereTheDistributionsAreEqual(@ForAll("pairs") Pair pair) {
        boolean equal = true;
        for (int v = 1; v < pair.p.length; v++) {
            equal &= pair.p[v] - pair.q[v] == pair.p[0] - pair.q[0];
        }
        assertThat(kl(pair) == 0).isEqualTo(equal);
    }

    @Property(tries = 300)
    void aShiftOfOneSideChangesNothing(@ForAll("pairs") Pair pair) {
        float[] shifted = pair.q.clone();
        for (int v = 0; v < shifted.length; v++) {
            shifted[v] -= 24;
        }
        double expected = kl(pair);
        assertThat(kl(new Pair(pair.p, shifted))).isCloseTo(expected, within(1e-10 * expected));
    }

    /** Gibbs: −Σ p log q is smallest for q = p. */
    @Property(tries = 300)
    void isTheCrossEntropyAboveTheEntropy(@ForAll("pairs") Pair pair) {
        Comparison c = comparison(pair);
        double excess = 0;
        for (int v = 0; v < pair.p.length; v++) {
            double logP = c.logProbOriginal(v);
            excess += Math.exp(logP) * (logP - c.logProbSpliced(v));
        }
        assertThat(kl(pair)).isCloseTo(excess, within(1e-12 + 1e-10 * Math.abs(excess)));
    }

    @Property(tries = 300)
    void theReverseIsKlWithTheOrderReversed(@ForAll("pairs") Pair pair) {
        double expected = kl(pair.exchanged());
        assertThat(reverse(pair)).isCloseTo(expected, within(1e-10 * expected));
    }

    /** Pinsker: TV ≤ sqrt(KL/2), in both directions. */
    @Property(tries = 300)
    void boundsTheTotalVariation(@ForAll("pairs") Pair pair) {
        Comparison c = comparison(pair);
        double tv = 0;
        for (int v = 0; v < pair.p.length; v++) {
            tv += Math.abs(Math.exp(c.logProbOriginal(v)) - Math.exp(c.logProbSpliced(v))) / 2;
        }
        assertThat(tv).isLessThanOrEqualTo(Math.sqrt(kl(pair) / 2) + 1e-12);
        assertThat(tv).isLessThanOrEqualTo(Math.sqrt(reverse(pair) / 2) + 1e-12);
    }

    /** Merging tokens cannot raise KL: here all but the favourite of p become one. */
    @Property(tries = 300)
    void isAtLeastTheKlOfACoarserVocabulary(@ForAll("pairs") Pair pair) {
        Comparison c = comparison(pair);
        int favourite = c.favouriteOriginal();
        double[] p = {Math.exp(c.logProbOriginal(favourite)), 0};
        double[] q = {Math.exp(c.logProbSpliced(favourite)), 0};
        for (int v = 0; v < pair.p.length; v++) {
            if (v != favourite) {
                p[1] += Math.exp(c.logProbOriginal(v));
                q[1] += Math.exp(c.logProbSpliced(v));
            }
        }
        double coarse = p[0] * Math.log(p[0] / q[0]) + p[1] * Math.log(p[1] / q[1]);
        assertThat(kl(pair)).isGreaterThanOrEqualTo(coarse - 1e-9 * Math.max(1, coarse));
    }

    private static double kl(Pair pair) {
        return score(KL, pair);
    }

    private static double reverse(Pair pair) {
        return score(REVERSE, pair);
    }

    private static double score(Metric metric, Pair pair) {
        double[] out = new double[64];
        metric.score(comparison(pair), out);
        return out[0];
    }

    private static Comparison comparison(Pair pair) {
        return Comparisons.of(pair.p, pair.q, 0);
    }

    private static Metric create(MetricProvider<TailOptions> provider) {
        return provider.create(new TailOptions(1e-4), SITE);
    }

    private static float[] onGrid(float[] logits) {
        for (int v = 0; v < logits.length; v++) {
            logits[v] = Math.round(logits[v] * 1024) / 1024f;
        }
        return logits;
    }
}
