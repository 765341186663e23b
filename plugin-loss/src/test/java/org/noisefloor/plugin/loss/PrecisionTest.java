package org.noisefloor.plugin.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.testkit.metric.Comparisons;

/**
 * Every column against fifty digits, for logits up to ±5,000 and −∞.
 *
 * <p>{@code size} is 8 plus the largest finite |z|. A log partition is rounded once, to 2^-53 of itself, and so is what is subtracted from
 * it; so log p_y, log q_y and their difference have an absolute error of {@code 2^-51 size}, and p_y and q_y that relative one. A change
 * of probability, p (e^d − 1), is off by that much of the larger of p and q: no more than its own digits where |d| is large, and where
 * it is small all that a rounded d can tell. Entropy is made from gaps between logits instead, each exact, with a relative error of
 * {@code 2^-51 (8 + gap + V)}. What is below 1e-300 counts as 0. Ranks and shares are exact.
 */
class PrecisionTest {
    private static final MathContext DIGITS = new MathContext(50);
    private static final float NONE = Float.NEGATIVE_INFINITY;
    private static final double[] SCALES = {0.01, 1, 8, 40, 300, 5_000};
    private static final double THETA = 0.5;
    private static final double UNDERFLOW = 1e-300;

    private final BigDecimal one = BigDecimal.ONE;

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void everyColumnHasItsDigits(@ForAll @IntRange(min = 2, max = 300) int most, @ForAll long seed) {
        Random random = new Random(seed);
        int vocabulary = random.nextInt(4) == 0 ? most : 2 + random.nextInt(Math.min(most, 30));
        float[] original = logits(vocabulary, random);
        float[] spliced = changed(original, random);
        forbid(original, random);
        forbid(spliced, random);
        Comparison c = Comparisons.of(original, spliced, random.nextInt(vocabulary));
        lossAgrees(c);
        changeOfProbabilityAgrees(c);
        entropyAgrees(c);
        ranksAgree(c);
        confidentMistakesAgree(c);
    }

    private void lossAgrees(Comparison c) {
        double[] actual = Scores.at(new Loss().create(new NoOptions(), Scores.CONTEXT), c);
        double absolute = 0x1p-51 * size(c);
        boolean before = c.original()[c.target()] != NONE;
        boolean after = c.spliced()[c.target()] != NONE;
        agrees("ce", actual[0], before ? -logP(c.original(), c).doubleValue() : Double.POSITIVE_INFINITY, absolute);
        agrees(
                "ce_spliced",
                actual[1],
                after ? -logP(c.spliced(), c).doubleValue() : Double.POSITIVE_INFINITY,
                absolute);
        agrees("ce_delta", actual[2], rise(c, c.target()), absolute);
        assertThat(actual[3]).isEqualTo(before || after ? 0 : 1);
    }

    private void changeOfProbabilityAgrees(Comparison c) {
        double[] actual = Scores.at(new DeltaP().create(new NoOptions(), Scores.CONTEXT), c);
        double expected = change(c, c.target());
        double absolute = UNDERFLOW + 0x1p-51 * size(c) * larger(c, c.target());
        agrees("delta_p", actual[0], expected, absolute);
        agrees("delta_p_squared", actual[1], expected * expected, UNDERFLOW + 3 * absolute * larger(c, c.target()));
    }

    private void entropyAgrees(Comparison c) {
        double max = c.original()[c.top1Original()];
        BigDecimal others = BigDecimal.ZERO;
        BigDecimal below = BigDecimal.ZERO;
        double largest = 0;
        for (int v = 0; v < c.vocabulary(); v++) {
            if (v != c.top1Original() && c.original()[v] != NONE) {
                BigDecimal gap = new BigDecimal(max).subtract(new BigDecimal(c.original()[v]));
                BigDecimal weight = BigDecimalMath.exp(gap.negate(), DIGITS);
                others = others.add(weight, DIGITS);
                below = below.add(weight.multiply(gap, DIGITS), DIGITS);
                largest = Math.max(largest, gap.doubleValue());
            }
        }
        BigDecimal square = others.multiply(others, DIGITS);
        BigDecimal log = others.compareTo(new BigDecimal("1e-20")) < 0
                ? others.subtract(square.divide(new BigDecimal(2), DIGITS), DIGITS)
                : BigDecimalMath.log(one.add(others, DIGITS), DIGITS);
        double expected =
                log.add(below.divide(one.add(others, DIGITS), DIGITS), DIGITS).doubleValue();
        double actual = OriginalEntropy.nats(c);
        agrees("entropy", actual, expected, UNDERFLOW + 0x1p-51 * (8 + largest + c.vocabulary()) * expected);
    }

    private static void ranksAgree(Comparison c) {
        double[] actual = Scores.at(new Rank().create(new NoOptions(), Scores.CONTEXT), c);
        assertThat(actual).containsExactly(rank(c.original(), c.target()), rank(c.spliced(), c.target()));
        double[] flips = Scores.at(new Flips().create(new NoOptions(), Scores.CONTEXT), c);
        assertThat(flips)
                .containsExactly(actual[0] == 1 && actual[1] > 1 ? 1 : 0, actual[1] == 1 && actual[0] > 1 ? 1 : 0);
    }

    /** By sorting; a stable sort leaves equals in the order of their ids. */
    private static double rank(float[] logits, int token) {
        return 1
                + IntStream.range(0, logits.length)
                        .boxed()
                        .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                        .toList()
                        .indexOf(token);
    }

    private void confidentMistakesAgree(Comparison c) {
        double p = probability(c.original(), c, c.top1Original()).doubleValue();
        double q = probability(c.spliced(), c, c.top1Spliced()).doubleValue();
        if (Math.abs(p - THETA) < 1e-9 || Math.abs(q - THETA) < 1e-9) {
            return; // rounding may put it on either side
        }
        double[] actual = Scores.at(new ConfidentlyWrong().create(new ConfidenceOptions(THETA), Scores.CONTEXT), c);
        boolean mistake = c.top1Original() != c.target() && p > THETA;
        boolean after = c.top1Spliced() != c.target() && q > THETA;
        assertThat(actual[0]).isEqualTo(mistake ? 1 : 0);
        assertThat(actual[1]).isEqualTo(!mistake && after ? 1 : 0);
        int w = c.top1Original();
        double absolute = 0x1p-51 * size(c);
        agrees("delta_w", actual[2], mistake ? change(c, w) : 0, UNDERFLOW + absolute * larger(c, w));
        agrees("ce_delta of a mistake", actual[3], mistake ? rise(c, c.target()) : 0, absolute);
        boolean forbidden = c.original()[c.target()] == NONE && c.spliced()[c.target()] == NONE;
        assertThat(actual[4]).isEqualTo(mistake && forbidden ? 1 : 0);
        assertThat(IntStream.range(5, 11).mapToDouble(i -> actual[i]).sum()).isEqualTo(mistake ? 1 : 0);
    }

    @Test
    void aSmallEntropyHasItsDigitsHoweverLargeTheLogits() {
        double tiny = Math.exp(-40);
        float[] logits = {5_000, 4_960};
        assertThat(OriginalEntropy.nats(Comparisons.of(logits, logits.clone(), 0)))
                .isCloseTo(41 * tiny, within(1e-14 * tiny));
    }

    /** log p_y − log q_y; 0 where both forbid the token. */
    private double rise(Comparison c, int token) {
        boolean before = c.original()[token] != NONE;
        boolean after = c.spliced()[token] != NONE;
        if (before && after) {
            return log(c.original(), c, token)
                    .subtract(log(c.spliced(), c, token))
                    .doubleValue();
        }
        return before ? Double.POSITIVE_INFINITY : after ? Double.NEGATIVE_INFINITY : 0;
    }

    private double change(Comparison c, int token) {
        return probability(c.spliced(), c, token)
                .subtract(probability(c.original(), c, token))
                .doubleValue();
    }

    private double larger(Comparison c, int token) {
        return probability(c.spliced(), c, token)
                .max(probability(c.original(), c, token))
                .doubleValue();
    }

    private BigDecimal logP(float[] logits, Comparison c) {
        return log(logits, c, c.target());
    }

    private BigDecimal log(float[] logits, Comparison c, int token) {
        return BigDecimalMath.log(probability(logits, c, token), DIGITS);
    }

    private static BigDecimal probability(float[] logits, Comparison c, int token) {
        if (logits[token] == NONE) {
            return BigDecimal.ZERO;
        }
        BigDecimal own = new BigDecimal(logits[token]);
        BigDecimal sum = BigDecimal.ZERO;
        for (int v = 0; v < c.vocabulary(); v++) {
            if (logits[v] != NONE) {
                sum = sum.add(BigDecimalMath.exp(new BigDecimal(logits[v]).subtract(own), DIGITS), DIGITS);
            }
        }
        return BigDecimal.ONE.divide(sum, DIGITS);
    }

    private static double size(Comparison c) {
        double size = 8;
        for (int v = 0; v < c.vocabulary(); v++) {
            size = Math.max(size, c.original()[v] == NONE ? 0 : 8 + Math.abs(c.original()[v]));
            size = Math.max(size, c.spliced()[v] == NONE ? 0 : 8 + Math.abs(c.spliced()[v]));
        }
        return size;
    }

    private static float[] logits(int vocabulary, Random random) {
        float[] logits = new float[vocabulary];
        double scale = SCALES[random.nextInt(SCALES.length)];
        boolean mixed = random.nextBoolean();
        for (int v = 0; v < vocabulary; v++) {
            double size = mixed ? SCALES[random.nextInt(SCALES.length)] : scale;
            logits[v] = (float) Math.max(-5_000, Math.min(5_000, size * random.nextGaussian()));
        }
        return logits;
    }

    private static float[] changed(float[] original, Random random) {
        float[] other = logits(original.length, random);
        if (random.nextInt(3) == 0) {
            return other;
        }
        float[] changed = original.clone();
        boolean all = random.nextBoolean();
        for (int v = 0; v < changed.length; v++) {
            if (all || random.nextInt(changed.length) == 0) {
                changed[v] = Math.max(-5_000, Math.min(5_000, changed[v] + other[v]));
            }
        }
        return changed;
    }

    /** Sometimes half of the tokens, and equals among the others. */
    private static void forbid(float[] logits, Random random) {
        if (random.nextInt(3) == 0) {
            for (int v = 1; v < logits.length; v++) {
                logits[v] = random.nextBoolean() ? NONE : random.nextInt(4) == 0 ? logits[0] : logits[v];
            }
        }
    }

    private static void agrees(String what, double actual, double expected, double absolute) {
        if (Double.isInfinite(expected)) {
            assertThat(actual).as(what).isEqualTo(expected);
        } else {
            assertThat(actual).as(what).isCloseTo(expected, within(absolute));
        }
    }
}
