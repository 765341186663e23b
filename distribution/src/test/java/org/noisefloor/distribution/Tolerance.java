package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How far rounding alone may move each figure of the demo, whatever the processor and the engine. The rules come from the figures'
 * formulas and from one number, {@link #LOGIT}; none was fitted to what a machine gave.
 *
 * <p><b>One number.</b> η is how far a logit, less the log of their sum, is moved at a position, as p weighs it. A logit of the demo is
 * up to 16, where float32 numbers are 2⁻²⁰ ≈ 1e-6 apart. Some hundred roundings of random sign (thirteen stages in each of two engines,
 * each a sum of a few hundred terms in lanes) come to √100 = 10 of these: η = 1e-5. A mean over positions gets no credit for their
 * number: an approximation of exp, tanh or erf errs alike at all of them.
 *
 * <p><b>What cancels.</b> With δ in the logits of p and q, |δ| ≤ η:
 *
 * <ul>
 *   <li>log p(v) moves by (δ_v − Σpδ), at most 2η. So {@code ce} moves by 2η and {@code ce_delta}, a difference, by 4η: absolutely,
 *       since its terms have both signs and their mean says nothing of their size. p itself moves by p(1 − p)·2η ≤ η/2.
 *   <li>∂KL/∂z̃ = q − p and ∂KL/∂z = p(log(p/q) − KL). By Pinsker Σ|q − p| ≤ √(2KL) and Σp|log(p/q)| ≤ KL + √(2KL). So KL moves by
 *       at most 2η(√(2KL) + KL), and by η² where it is 0. Means obey it too, for the square root is concave. JS likewise, and a
 *       Rényi divergence of order α max(1, α) times as much, since its gradient is that of KL at the escort distribution.
 *   <li>A part of KL (at a token, in a decade of p) is moved besides by what moves between the parts: twice that, with √(2·part·mass)
 *       where the part holds little of the probability. For the signed summand p log(p/q) the mass itself stays: η·mass, though
 *       the sum be 0.
 *   <li>The entropy moves by η·sd(log p), which for V tokens is below ½ log V: 4η.
 *   <li>TV and Hellinger are metrics, so they move by no more than p and q do: η. The length of a vector of log-probabilities moves
 *       by the length of its change, 2 · 2η√V; a sum of squares S by 2√S times that.
 *   <li>A quotient a/b moves by (τ_a + |a/b|·τ_b)/|b|: a share of {@code ce_delta} or of a small KL by much. The ends of its
 *       interval come from resamples, whose b may be smaller: twice as much ({@link #END}). The end of any other interval is the
 *       figure of a resample and moves as the figure does.
 * </ul>
 *
 * <p><b>What may flip.</b> A count moves by whole positions. The texts of {@code golden/demo_tokens.jsonl} hold no position that may
 * choose another feature, and none at which the {@code sae} is near the threshold of a class: {@code margins} in
 * {@code golden/demo_reference.json} are at least 7e-5 of a feature's activation and 2e-4 of a probability, so its counts are exact. Of
 * the other arms, whose margins nobody listed, two tokens are within 2η of each other at 0.05 positions of 1,240 where the
 * gap has a density of 1 per nat: {@link #FLIPS one position} may flip, and brings to a class's mean what one position can.
 *
 * <p>What random draws and resamples of another generator may do is of another kind, and stands in {@link GoldenRun}.
 *
 * @param logit η
 */
record Tolerance(double logit) {
    /** η in nats where nothing but float32 arithmetic differs. */
    static final double LOGIT = 1e-5;

    /**
     * What an activation moves by, relative to its length: 2⁻²⁴ times the 16 that some 250 roundings of random sign come to. An error
     * of a quarter of the activation, of which figures of reconstruction are made, moves by four times, its square by eight times that.
     */
    static final double RECONSTRUCTION = 8 * 16 * 0x1p-24;

    /** Positions that may flip in an arm whose margins are not known. */
    static final int FLIPS = 1;

    /**
     * Where a position is compared with several others, the tenth token with the next, with some ten a nat, or an intervention with draws:
     * half a flip is to be expected, and three at most.
     */
    static final int FLIPS_AMONG_SEVERAL = 3;

    /** What an end of a quotient's interval is given more than the quotient. */
    static final double END = 2;

    /** V of the demo. */
    static final int VOCABULARY = 2_048;

    /** Of p in tokens with p ≤ 1e-4: {@code mass_p} in {@code golden/demo_reference.json}, rounded up. */
    static final double TAIL_MASS = 0.02;

    /** Nothing but arithmetic differs. */
    static final Tolerance ARITHMETIC = new Tolerance(LOGIT);

    /** The largest part of its tolerance that a figure took in this JVM, for whoever runs these tests on another processor. */
    private static double largest;

    private static String where = "";

    /**
     * Of an arm whose activations are rounded to a shorter format, whose numbers are {@code spacing} apart: where two engines lie on
     * both sides of a boundary, the entry is rounded the other way. That is the share f = 4e-7/spacing of the entries, 4e-7 being
     * 2⁻²⁴ times an activation's typical entry of 1.2 and the √26 of thirteen stages in two engines. Each moves by the spacing, whose
     * √12th the rounding error has in the mean, so the error that was spliced in moves by √(12f) of its own length, and the logits by as
     * much of √(2KL). Each position throws its own coins, so here their number counts: six standard deviations of a mean.
     */
    static Tolerance rounded(String arm, double kl, double positions) {
        double spacing = switch (arm) {
            case "rounded_float16" -> 0x1p-10; // of numbers from 1 to 2
            case "rounded_bfloat16" -> 0x1p-7;
            case "rounded_int8" -> 5 / 127.0; // of a largest entry of 5
            default -> Double.POSITIVE_INFINITY;
        };
        return new Tolerance(
                LOGIT + 6 / Math.sqrt(Math.max(1, positions)) * Math.sqrt(12 * 4e-7 / spacing) * Math.sqrt(2 * kl));
    }

    /**
     * Of a figure by its name in the report, a mean over positions.
     *
     * @param value its size
     * @param positions how many it is a mean of
     */
    double of(String figure, double value, double positions) {
        double size = Math.abs(value);
        return switch (figure) {
            case "kl", "kl_reverse", "js", "renyi_0_5" -> divergence(size);
            case "renyi_2" -> 2 * divergence(size);
            case "renyi_inf", "ce_delta", "confidently_wrong_ce_delta", "entropy" -> 4 * logit;
            case "kl_correct", "kl_others", "kl_wrong_token", "kl_rest" -> part(size, 1);
            case "ce", "ce_spliced" -> 2 * logit;
            case "perplexity", "perplexity_spliced" -> 2 * logit * size;
            case "tv", "hellinger", "delta_p", "delta_p_rms", "confidently_wrong_delta_w" -> logit;
            case "logprob_l2", "logit_l2" -> 4 * logit * Math.sqrt(VOCABULARY);
            case "rank_original", "rank_spliced" -> VOCABULARY * logit; // at most V/2 tokens a nat, which move by 2η
            case "topk_overlap" -> FLIPS_AMONG_SEVERAL / 10.0 / positions;
            case "top1_agreement", "right_to_wrong", "wrong_to_right", "flips_net", "newly_confidently_wrong" ->
                FLIPS / positions;
            default -> figure.startsWith("confidently_wrong") ? FLIPS / positions : RECONSTRUCTION * size;
        };
    }

    /** Of KL or JS. */
    double divergence(double value) {
        return 2 * logit * (Math.sqrt(2 * value) + value) + logit * logit;
    }

    /** Of a part of a divergence, in tokens that hold {@code mass} of p. */
    double part(double value, double mass) {
        return 4 * logit * (Math.sqrt(2 * value * mass) + value) + logit * logit;
    }

    /** Of a quotient whose numerator may move by {@code above} and whose denominator by {@code below}. */
    static double quotient(double quotient, double above, double below, double denominator) {
        return (above + Math.abs(quotient) * below) / Math.abs(denominator);
    }

    /** Of a share of a figure's total: what moves the whole may move the part as much. */
    double share(String figure, double share, double whole, double positions) {
        double moved = of(figure, whole, positions);
        return quotient(share, moved, moved, whole);
    }

    /**
     * Of the sum of a quantity in a decade of p or in its tail, a mean over positions.
     *
     * @param kl the same part of KL, which bounds what signed terms there come to
     * @param mass of p in it
     * @param beside the larger sum of the decades beside it, of which 2η of a nat may cross an edge
     */
    double sum(String quantity, double value, double kl, double mass, double beside) {
        double size = Math.abs(value);
        double moved = switch (quantity) {
            case "kl_signed" -> 4 * logit * mass + part(kl, mass);
            case "mass_p", "mass_q" -> 4 * logit * size;
            case "tv" -> 2 * logit * (size + mass);
            case "logprob_l2_sq", "logit_l2_sq" -> 8 * logit * Math.sqrt(VOCABULARY * size);
            case "tokens" -> 0;
            default -> part(size, mass);
        };
        return moved + 4 * logit * Math.max(size, Math.abs(beside));
    }

    /** Of the share of the tail in a quantity whose mean over positions is {@code whole}. */
    double tail(String quantity, double share, double kl, double whole) {
        double below = quantity.equals("kl_signed") ? divergence(whole) : sum(quantity, whole, whole, 1, 0);
        return quotient(share, sum(quantity, share * whole, kl, TAIL_MASS, 0), below, whole);
    }

    /** Of a class's mean if {@code flips} positions are in the class for one side alone: each may bring ten times the mean. */
    static double moved(double mean, double flips, double positions) {
        return flips == 0 ? 0 : 10 * flips * Math.abs(mean) / Math.max(1, positions);
    }

    /**
     * Of the rank correlation of two measures over some positions. One position that flips in a measure of two values moves its rank by
     * up to half of all, which is 3/n; of the others, neighbours change places.
     */
    static double spearman(double positions) {
        return 3.0 * FLIPS / positions;
    }

    /** Fails if a figure is further off than it may be. */
    static void check(String figure, double actual, double expected, double tolerance) {
        assertThat(actual).as(figure).isCloseTo(expected, within(tolerance));
        note(figure, Math.abs(actual - expected) / tolerance);
    }

    /** Keeps the largest share, in the file that the property names. */
    private static synchronized void note(String figure, double share) {
        String file = System.getProperty("noisefloor.tolerance");
        if (file != null && share > largest) {
            largest = share;
            where = figure;
            try {
                Files.writeString(Path.of(file), String.format(Locale.ROOT, "%.2f of %s%n", largest, where));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
