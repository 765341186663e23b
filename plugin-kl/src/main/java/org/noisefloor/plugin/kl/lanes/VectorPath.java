package org.noisefloor.plugin.kl.lanes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.plugin.kl.exact.ChainRule;
import org.noisefloor.plugin.kl.exact.DecadeSums;
import org.noisefloor.plugin.kl.exact.Edges;
import org.noisefloor.plugin.kl.exact.ExactPath;
import org.noisefloor.plugin.kl.exact.Quantity;
import org.noisefloor.plugin.kl.exact.Terms;

/**
 * Every measure in float32 lanes, to about 1e-7 relative: what {@link ExactPath} gives, in a fraction of its time. It declines
 * what float32 cannot do (a logit that is not finite, |d| above 80).
 *
 * <p>A block of tokens at a time goes through a row of {@link Stage}s over scratch that stays in the first cache: d
 * ({@link LogRatios}), p ({@link Probabilities}), functions of d/2 ({@link Halves}), terms, sums by decade ({@link DecadePass}). The correct token and the original's
 * favourite are left out of the sums that probabilities weigh and treated in float64, so that the sums of the others, of which
 * the chain-rule parts are made, hold their digits.
 */
public final class VectorPath {
    /** Where 1 − p_y is less, the change of the rest is taken from the rest itself: log q_y − log p_y holds too few digits of it. */
    private static final double SMALL_REST = 1e-6;

    /** What a sum of float32 terms may cancel to. */
    private static final double LEAST_LEFT = 0.1;

    /** Where 1 − p_y or 1 − q_y is less, float32 may not see the rest at all. */
    private static final double SMALLEST_REST = 1e-30;

    /**
     * What all tokens but one add to KL is their KL among themselves and what they moved by as one. The former is the difference, which holds
     * its digits where it is at least this share.
     */
    private static final double LEAST_SHARE = 0.5;

    /**
     * Where those tokens' part of KL times their p is less, the rounding of log partitions (1e-12 for logits of thousands) shows in that
     * difference.
     */
    private static final double LEAST_KL = 1e-8;

    /** By what Σ p φ((1 − α) d) and (1 − α) Σ p φ(d) may exceed their difference, of which float32 then has too few digits. */
    private static final double MOST_CANCELLED = 4;

    private final Edges edges = new Edges();
    private final Block block = new Block();
    /** d and p, with which nearly every pass begins. */
    private final Stage[] ratiosAndProbabilities = {new LogRatios(), new Bounds(), new Probabilities(), new LeaveOut()};

    private final Set<Quantity> asked = EnumSet.copyOf(Quantity.THAT_COME_WITH_KL);
    private DecadePass pass = passOverAsked();
    private final KlTotal klTotal = new KlTotal();
    private final Stage[] klAlone = row(klTotal.new Near(), klTotal.new Far(), klTotal.sum());
    private final Changes changes = new Changes();
    private final Stage[] changesAlone = {changes, changes.sum()};
    private final PowerTotals powerTotals = new PowerTotals();
    private final Stage[] powers = row(powerTotals, powerTotals.sums());

    private final SingleToken favourite = new SingleToken();
    /** Of no meaning where there is no correct token, or where it is the favourite. */
    private final SingleToken correct = new SingleToken();

    /** KL's part, Σ p and Σ p (e^d − 1) without the correct token and the favourite. */
    private double restKl;

    private double restMass;

    private double restMoved;

    private Stage[] row(Stage... further) {
        return Stream.of(ratiosAndProbabilities, further).flatMap(Stream::of).toArray(Stage[]::new);
    }

    /**
     * @param quantities what to sum besides what comes with KL and what earlier calls named
     * @return false if the position is one for {@link ExactPath}; the sums are then of no use
     */
    public boolean read(Comparison c, Set<Quantity> quantities, DecadeSums sums) {
        if (asked.addAll(quantities)) {
            pass = passOverAsked();
        }
        if (asked.contains(Quantity.LOGIT_L2_SQ)) {
            block.mean = (float) meanChange(c);
        }
        if (!pass.read(block, c, sums)) {
            return false;
        }
        restKl = sums.total(Quantity.KL);
        restMass = pass.mass();
        restMoved = sums.total(Quantity.KL) - sums.total(Quantity.KL_SIGNED);
        add(c, favourite.at(c, c.top1Original()), sums);
        if (hasOther(c)) {
            add(c, correct.at(c, c.target()), sums);
        }
        // p log(p/q) sums to KL, but its first-order terms of either sign hold fewer digits than KL's own:
        // what is off goes to the decade with the largest of them
        sums.add(
                Quantity.KL_SIGNED,
                edges.decade(c.original()[c.top1Original()]),
                sums.total(Quantity.KL) - sums.total(Quantity.KL_SIGNED));
        return true;
    }

    private DecadePass passOverAsked() {
        List<Stage> terms = new ArrayList<>(List.of(row(new Halves.Near(), new Halves.Far(), new KlTerms())));
        if (asked.contains(Quantity.JS) || !Collections.disjoint(asked, MassTerms.BESIDE_Q)) {
            terms.add(new MassTerms());
        } else if (asked.contains(Quantity.MASS_Q)) {
            terms.add(new MassQTerms());
        }
        if (asked.contains(Quantity.JS)) {
            terms.add(new JsTerms.Near());
            terms.add(new JsTerms.Far());
        }
        if (!Collections.disjoint(asked, SquareTerms.BESIDE_LOGPROB)) {
            terms.add(new SquareTerms());
        } else if (asked.contains(Quantity.LOGPROB_L2_SQ)) {
            terms.add(new LogprobTerms());
        }
        return new DecadePass(List.copyOf(asked), edges, terms);
    }

    /** KL and nothing else; needs no {@link #read}. Empty if the position is one for {@link ExactPath}. */
    public OptionalDouble klAlone(Comparison c) {
        klTotal.sum().clear();
        if (!block.pass(c, 0, klAlone)) {
            return OptionalDouble.empty();
        }
        double kl = klTotal.sum().total(0) + favourite.at(c, c.top1Original()).kl();
        return OptionalDouble.of(hasOther(c) ? kl + correct.at(c, c.target()).kl() : kl);
    }

    /** The mean of d over the vocabulary. */
    private double meanChange(Comparison c) {
        changes.sum().clear();
        block.pass(c, 0, changesAlone);
        double filledUp = block.padding() * c.logProbChange(c.top1Original());
        return (changes.sum().total(0) - filledUp) / c.vocabulary();
    }

    /** Whether there is a correct token and it is not the favourite. */
    private static boolean hasOther(Comparison c) {
        return c.target() >= 0 && c.target() != c.top1Original();
    }

    private void add(Comparison c, SingleToken each, DecadeSums sums) {
        sums.addWeighted(asked, edges.decade(c.original()[each.token]), each.p, each.q, each.d);
    }

    /**
     * As {@link ExactPath#split}, after {@link #read}; empty if the rest is too small for float32.
     *
     * @param token the correct token or the favourite
     */
    public Optional<ChainRule> split(Comparison c, int token) {
        SingleToken apart = token == favourite.token ? favourite : correct;
        double kl = restKl;
        double restP = restMass;
        double moved = restMoved;
        SingleToken companion = apart != favourite ? favourite : hasOther(c) ? correct : null;
        if (companion != null) {
            kl += companion.kl();
            restP += companion.p;
            moved += companion.moved();
        }
        if (restP > SMALL_REST) {
            moved = -apart.moved();
        }
        double restQ = restQ(c.logProbSpliced(token), restP, moved);
        if (restP < SMALLEST_REST || restQ < SMALL_REST * restP) {
            return Optional.empty();
        }
        double change = Math.abs(moved) <= restP / 2 ? StrictMath.log1p(moved / restP) : StrictMath.log(restQ / restP);
        double ofRest = Terms.kl(restP, restQ, change);
        double at = apart.kl() + ofRest;
        double others = kl - ofRest;
        if (others >= LEAST_SHARE * kl && restP * kl >= LEAST_KL) {
            return Optional.of(new ChainRule(at, others));
        }
        klTotal.sum().clear();
        if (!block.pass(c, change, klAlone)) {
            return Optional.empty();
        }
        others = klTotal.sum().total(0);
        if (companion != null) {
            others += Terms.kl(companion.p, companion.q / restQ * restP, companion.d - change);
        }
        return Optional.of(new ChainRule(at, others));
    }

    /**
     * 1 − q_y. From the sum in which few digits cancel; from log q_y where they do, unless the rounding of its log partition shows.
     *
     * @return 0 if neither has its digits
     */
    private static double restQ(double logQ, double restP, double moved) {
        double sum = restP + moved;
        if (sum >= restP / 2) {
            return sum;
        }
        double less = -StrictMath.expm1(logQ);
        if (less > SMALL_REST) {
            return less;
        }
        return sum >= LEAST_LEFT * restP ? sum : 0;
    }

    /**
     * As {@link ExactPath#renyi}, after {@link #read}; empty if some e^((1 − α) d) is too large for float32, or too few digits are left
     * (for small α, or where tokens that fell by many nats decide).
     */
    public OptionalDouble renyi(Comparison c, double kl, double order) {
        double slope = 1 - order;
        powerTotals.clear(slope);
        if (!block.pass(c, 0, powers)) {
            return OptionalDouble.empty();
        }
        double phi = powerTotals.phi() + favourite.phi(slope);
        double ratio = powerTotals.power() + favourite.power(slope);
        if (hasOther(c)) {
            phi += correct.phi(slope);
            ratio += correct.power(slope);
        }
        if (Double.isInfinite(ratio)) {
            return OptionalDouble.empty();
        }
        double moved = phi - slope * kl; // Σ p (e^x − 1), x = slope · d, since Σ p d = −KL
        boolean small = Math.abs(moved) <= 0.5;
        if (small && phi > MOST_CANCELLED * Math.abs(moved)) {
            return OptionalDouble.empty();
        }
        double log = small ? StrictMath.log1p(moved) : StrictMath.log(ratio);
        return OptionalDouble.of(Math.max(0, log / -slope));
    }

    /** As {@link ExactPath#largestFall}; needs no {@link #read}. */
    public static double largestFall(Comparison c) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int v = 0; v < c.vocabulary(); v++) {
            double fall = (double) c.original()[v] - c.spliced()[v];
            if (fall > largest) {
                largest = fall;
            }
        }
        return Math.max(0, largest + (c.logPartitionSpliced() - c.logPartitionOriginal()));
    }
}
