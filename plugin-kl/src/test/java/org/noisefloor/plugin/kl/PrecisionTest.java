package org.noisefloor.plugin.kl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Decades;
import org.noisefloor.plugin.kl.exact.ChainRule;
import org.noisefloor.plugin.kl.exact.DecadeSums;
import org.noisefloor.plugin.kl.exact.ExactPath;
import org.noisefloor.plugin.kl.exact.Quantity;
import org.noisefloor.plugin.kl.lanes.VectorPath;
import org.noisefloor.testkit.metric.Comparisons;

/**
 * Every measure against fifty digits, for logits up to ±5,000.
 *
 * <p><em>The exact path.</em> A relative error of {@code 2^-51 (8 + spread + V)}. Each p is e^x, x = z − max: x is rounded once, so
 * that p has a relative error of |x| 2^-53, x up to the spread of the logits, and d likewise; a sum of V terms of one sign adds V 2^-53.
 * Terms of one sign keep the error of their terms, so the sums have the same one. Besides:
 *
 * <ul>
 *   <li>{@code kl_signed} has terms of both signs: its error is relative to Σ p |d|.
 *   <li>Sums by decade, and the parts of {@code kl_split}, may hold small d alone, each the difference of numbers as large as the largest
 *       |d|: it is off by e = 2^-51 max |d|. So a sum S that is of second order in d is off by 2 e √S + e² (Cauchy and Schwarz), one
 *       of first order by e. Norms of d weigh each of V tokens by 1: e √V in place of e, and
 *       for {@code logit_l2} V/4 times as much besides, for the rounding of the mean. (Totals hold the largest, and with it more
 *       than that.)
 *   <li>{@code renyi} divides a logarithm of at least 0.4, or one as accurate as the sum; its terms have one sign.
 *   <li>What float64 cannot hold is 0: sums below {@link #UNDERFLOW}.
 * </ul>
 *
 * <p><em>Lanes.</em> A relative error of 1e-6, which KL keeps down to 1e-12: an absolute one of {@link #NEGLIGIBLE} below that. Besides:
 *
 * <ul>
 *   <li>A token that rises by d has q = e^(x + d), x = log p, and float32 rounds each of the two by 2^-24 of it: where such a token
 *       decides, x is about −d, and 2^-23 d is added. So is 2^-23 of (1−α) d in {@code renyi}, of which lanes take up to 80. Below order 1 it
 *       is the difference of two sums, each up to four or five times as large: four times 1e-6.
 *   <li>A partial sum has 32 terms. Where equal terms round alike, no bound below 31 · 2^-24 = 1.9e-6 holds: in the norms of d, which
 *       weigh all tokens the same, twice 1e-6.
 *   <li>What is of first order in a change has the rounding of the two log partitions in it, 2^-52 of the largest logit and 2^-53 for each term of their sums: {@code tv},
 *       {@code renyi} of order ∞, the norms of single d.
 *   <li>{@code kl_split} divides the change at the token, which has that rounding, by 1 − p_y, 1e-6 at least (below that it takes the
 *       change of the others): the change of the rest is off by 1e3 of it, weighed by √(1 − p_y).
 * </ul>
 */
class PrecisionTest {
    private static final double[] ORDERS = {
        1e-3, 0.3, 0.5, 0.9, 0.9999999, 1, 1.0000001, 1.5, 2, 6, 1_000, Double.POSITIVE_INFINITY
    };

    /** Far above the smallest float64 of 5e-324, so that a sum of V terms of the smallest ones counts as 0. */
    private static final double UNDERFLOW = 1e-300;

    /** The square of the last of the reference's digits, to which it knows a part of KL that is 0. */
    private static final double LAST_DIGIT = 1e-90;

    private static final double LANES = 1e-6;
    private static final double NEGLIGIBLE = 1e-18;

    @Property(tries = 120, shrinking = ShrinkingMode.OFF)
    void theExactPathHasItsDigitsForFewTokens(@ForAll @IntRange(min = 2, max = 40) int vocabulary, @ForAll long seed) {
        exactPathAgrees(vocabulary, new Random(seed), 1);
    }

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void theExactPathHasItsDigitsForManyTokens(
            @ForAll @IntRange(min = 256, max = 600) int vocabulary, @ForAll long seed) {
        exactPathAgrees(vocabulary, new Random(seed), 6);
    }

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void lanesHaveTheirDigits(@ForAll @IntRange(min = 256, max = 600) int vocabulary, @ForAll long seed) {
        Random random = new Random(seed);
        VectorPath lanes = new VectorPath();
        for (int i = 0; i < 100; i++) {
            float[][] pair = Extremes.pair(vocabulary, false, random);
            Comparison c = Comparisons.of(pair[0], pair[1], random.nextInt(vocabulary));
            if (lanes.read(c, Set.of(Quantity.values()), new DecadeSums())) {
                lanesAgree(c, random);
                return;
            }
        }
        throw new AssertionError("no pair for lanes among a hundred");
    }

    @Test
    void aTokenThatUnderflowsDecidesAHighOrder() {
        float[] p = {0, -800};
        float[] q = {0, -2_000};
        assertThat(Divergences.of(Comparisons.of(p, q, 0)).renyi(2)).isCloseTo(400, within(1e-10));
        // α log p + (1 − α) log q is beyond float64 here, a quotient of it is not
        assertThat(Divergences.of(Comparisons.of(p, q, 0)).renyi(1e300)).isEqualTo(1_200);
        assertThat(Divergences.of(Comparisons.of(p, q, 0)).renyi(Double.POSITIVE_INFINITY))
                .isEqualTo(1_200);
    }

    /** q is the same for all tokens but p's favourite, which it forbids, and its logits are far from those of p. */
    @Test
    void whatIsAllButForbiddenTakesNoDigitsFromWhatHardlyChanges() {
        float[] p = new float[297];
        float[] q = new float[297];
        for (int v = 0; v < p.length; v++) {
            p[v] = 40 + (v * 61 % 297) * 1e-4f;
            q[v] = 5_000;
        }
        int favourite = 0;
        for (int v = 0; v < p.length; v++) {
            favourite = p[v] > p[favourite] ? v : favourite;
        }
        q[favourite] = 40;
        DecadeSums sums = new DecadeSums();
        new ExactPath().read(Comparisons.of(p, q, 0), sums);
        Reference reference = new Reference(p, q);
        for (Quantity quantity : List.of(Quantity.TV, Quantity.KL_REVERSE, Quantity.HELLINGER_SQ, Quantity.JS)) {
            double expected = reference.total(quantity);
            assertThat(sums.total(quantity)).as(quantity.name()).isCloseTo(expected, within(1e-13 * expected));
        }
    }

    /** Float32 takes p = e^−95 as 0, and p e^((1 − α) d) is e^−5 for each of 299 tokens. */
    @Test
    void aTokenThatUnderflowsInFloat32DecidesAHighOrder() {
        float[] p = new float[300];
        Arrays.fill(p, 1, p.length, -95);
        float[] q = new float[300];
        Arrays.fill(q, 1, q.length, -113);
        for (double order : new double[] {5, 6}) {
            double expected = StrictMath.log1p(299 * StrictMath.exp(18 * (order - 1) - 95)) / (order - 1);
            assertThat(Divergences.of(Comparisons.of(p, q, 0)).renyi(order))
                    .as("order %s", order)
                    .isCloseTo(expected, within(1e-12 * expected + 1e-15));
        }
    }

    private static void exactPathAgrees(int vocabulary, Random random, int everyNthOrder) {
        float[][] pair = Extremes.pair(vocabulary, true, random);
        int token = random.nextInt(vocabulary);
        Comparison c = Comparisons.of(pair[0], pair[1], token);
        Reference reference = new Reference(pair[0], pair[1]);
        double relative = 0x1p-51 * (8 + reference.spread() + vocabulary);
        Assume.that(!reference.isOnAnEdge(relative));
        String what = pair(pair);
        DecadeSums sums = new DecadeSums();
        ExactPath exact = new ExactPath();
        exact.read(c, sums);
        for (Quantity quantity : Quantity.values()) {
            sumsAgree(what + quantity, reference, quantity, sums, relative);
        }
        for (double order : ORDERS) {
            if (order != 1 && random.nextInt(everyNthOrder) == 0) {
                double actual = Double.isInfinite(order) ? exact.largestFall() : exact.renyi(order);
                agrees(what + "order " + order, actual, reference.renyi(order), relative, UNDERFLOW);
            }
        }
        for (int at : new int[] {token, c.top1Original(), c.top1Spliced()}) {
            ChainRule split = exact.split(at);
            double[] expected = reference.split(at);
            double lost = 0x1p-51 * reference.largestChange();
            agrees(
                    what + "at " + at,
                    split.at(),
                    expected[0],
                    4 * relative,
                    LAST_DIGIT + squareIsOffBy(lost, expected[0]));
            agrees(
                    what + "others than " + at,
                    split.others(),
                    expected[1],
                    4 * relative,
                    LAST_DIGIT + squareIsOffBy(lost, expected[1]));
        }
    }

    private static void sumsAgree(
            String what, Reference reference, Quantity quantity, DecadeSums sums, double relative) {
        double[] expected = reference.byDecade(quantity);
        double[] signed = reference.sizeOfSigned();
        double lost = 0x1p-51 * reference.largestChange();
        int tokens = reference.vocabulary();
        for (int decade = 0; decade < Decades.COUNT; decade++) {
            double absolute = switch (quantity) {
                case MASS_P, MASS_Q, TOKENS -> 0;
                case KL_SIGNED -> relative * signed[decade];
                case TV -> lost;
                case KL, KL_REVERSE, JS, HELLINGER_SQ -> squareIsOffBy(lost, expected[decade]);
                case LOGPROB_L2_SQ -> squareIsOffBy(lost * Math.sqrt(tokens), expected[decade]);
                case LOGIT_L2_SQ -> squareIsOffBy(lost * Math.sqrt(tokens) * (1 + tokens / 4.0), expected[decade]);
            };
            agrees(
                    what + " in decade " + decade,
                    sums.of(quantity, decade),
                    expected[decade],
                    relative,
                    UNDERFLOW + absolute);
        }
        double absolute = quantity == Quantity.KL_SIGNED
                ? relative * Arrays.stream(signed).sum()
                : 0;
        agrees(what, sums.total(quantity), reference.total(quantity), relative, UNDERFLOW + absolute);
    }

    /** How far the square of a norm is off if the norm is. */
    private static double squareIsOffBy(double lost, double square) {
        return Double.isInfinite(square) ? 0 : lost * lost + 2 * lost * Math.sqrt(square);
    }

    private static void lanesAgree(Comparison c, Random random) {
        Reference reference = new Reference(c.original(), c.spliced());
        Divergences of = Divergences.of(c);
        String what = pair(new float[][] {c.original(), c.spliced()});
        double partitions = 0x1p-52 * (8 + reference.size() + c.vocabulary() / 2.0);
        double weighted = LANES + 0x1p-23 * reference.largestRise();
        double kl = reference.total(Quantity.KL);
        for (Quantity quantity : Quantity.values()) {
            double expected = reference.total(quantity);
            double absolute = switch (quantity) {
                case TV -> NEGLIGIBLE + partitions;
                case LOGPROB_L2_SQ, LOGIT_L2_SQ -> squareIsOffBy(partitions * Math.sqrt(c.vocabulary()), expected);
                default -> NEGLIGIBLE;
            };
            agrees(
                    what + quantity,
                    of.total(quantity),
                    expected,
                    quantity.isWeighted() ? weighted : 2 * LANES,
                    absolute);
        }
        agrees(what + "KL alone", of.klAlone(), kl, weighted, NEGLIGIBLE);
        for (double order : ORDERS) {
            if (random.nextInt(4) == 0) {
                double exponent =
                        Double.isInfinite(order) ? 0 : Math.min(80, Math.abs(1 - order) * reference.largestChange());
                agrees(
                        what + "order " + order,
                        of.renyi(order),
                        reference.renyi(order),
                        (order < 1 ? 4 : 1) * weighted + 0x1p-23 * exponent,
                        NEGLIGIBLE + (Double.isInfinite(order) ? partitions : 0));
            }
        }
        for (int at : new int[] {c.target(), c.top1Original()}) {
            ChainRule split = of.split(at);
            double[] expected = reference.split(at);
            double absolute = NEGLIGIBLE + (weighted - 0.9 * LANES) * kl;
            agrees(
                    what + "at " + at,
                    split.at(),
                    expected[0],
                    weighted,
                    absolute + squareIsOffBy(1e3 * partitions, expected[0]));
            agrees(
                    what + "others than " + at,
                    split.others(),
                    expected[1],
                    weighted,
                    absolute + squareIsOffBy(1e3 * partitions, expected[1]));
        }
    }

    private static String pair(float[][] pair) {
        return Arrays.toString(pair[0]) + " against " + Arrays.toString(pair[1]) + ": ";
    }

    private static void agrees(String what, double actual, double expected, double relative, double absolute) {
        if (Double.isInfinite(expected)) {
            assertThat(actual).as(what).isEqualTo(expected);
        } else {
            assertThat(actual).as(what).isCloseTo(expected, within(relative * Math.abs(expected) + absolute));
        }
    }
}
