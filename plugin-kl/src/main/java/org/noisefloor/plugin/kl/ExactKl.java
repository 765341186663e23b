package org.noisefloor.plugin.kl;

/**
 * KL(p‖q) from logits in scalar float64: the reference, and the path for everything unusual (−∞, large differences, small
 * vocabularies).
 *
 * <p>KL = Σ_v p_v φ(d_v) with d_v = log q_v − log p_v and φ(d) = e^d − 1 − d. No term is negative, so nothing cancels in the
 * sum; all care goes into d. Taken from two log-sum-exps, every d would carry their rounding error ε, which adds ε²/2 to KL:
 * little at ordinary sizes, but it grows with the logits, and a pure shift would no longer give exactly 0. Instead, with
 * m = argmax z:
 *
 * <ol>
 *   <li>c = z̃_m − z_m and u_v = (z̃_v − z_v) − c, both with the rounding error of the differences added back: a common shift
 *       of the logits leaves no trace.
 *   <li>log Σ p e^u = log1p(Σ p (e^u − 1)). Since u_m = 0 and p_m ≥ 1/V, the argument stays well above −1.
 *   <li>d_v = u_v − log1p(Σ p (e^u − 1)).
 * </ol>
 *
 * <p>StrictMath gives the same bits on every machine, compiled or not.
 */
final class ExactKl {
    /** Beyond this, d is so large that φ(d) loses nothing when written out, and p·e^d is taken as q, which cannot overflow. */
    private static final double WRITTEN_OUT_ABOVE = 0.5;

    /** Beyond this, KL is far from 0 and the ratio of partitions is taken from a log-sum-exp, which cannot overflow. */
    private static final double LARGEST_RISE = 30;

    private static final double MINUS_INFINITY = Double.NEGATIVE_INFINITY;

    private ExactKl() {}

    /**
     * @param p logits of the distribution that weighs
     * @param q logits of the other one
     * @param vocabulary entries in use
     * @param favourite argmax of p's logits
     * @return nats; +∞ if a token that p allows has a logit of −∞ in q. A token that is −∞ in both is left out
     */
    static double of(float[] p, float[] q, int vocabulary, int favourite) {
        double max = p[favourite];
        double anchor = q[favourite];
        double partition = 0; // Σ e^(z − max)
        double moved = 0; // Σ e^(z − max) (e^u − 1)
        double highest = anchor;
        for (int v = 0; v < vocabulary; v++) {
            if (q[v] == MINUS_INFINITY) {
                if (p[v] == MINUS_INFINITY) {
                    continue;
                }
                return Double.POSITIVE_INFINITY;
            }
            double weight = StrictMath.exp(p[v] - max);
            double u = difference(p[v], q[v], max, anchor);
            partition += weight;
            moved += Math.abs(u) <= WRITTEN_OUT_ABOVE
                    ? weight * StrictMath.expm1(u)
                    : StrictMath.exp(q[v] - anchor) - weight;
            highest = Math.max(highest, q[v]);
        }
        double shift = highest - anchor > LARGEST_RISE
                ? highest - anchor + StrictMath.log(relativePartition(q, vocabulary, highest) / partition)
                : StrictMath.log1p(moved / partition);
        double sum = 0;
        for (int v = 0; v < vocabulary; v++) {
            if (q[v] == MINUS_INFINITY) {
                continue;
            }
            double weight = StrictMath.exp(p[v] - max);
            double d = difference(p[v], q[v], max, anchor) - shift;
            sum += term(weight, d, q[v] - anchor - shift);
        }
        return sum / partition;
    }

    /** weight · φ(d); {@code logOther} is log(weight · e^d), which stays finite where the weight is 0 and d is +∞. */
    private static double term(double weight, double d, double logOther) {
        if (Math.abs(d) <= WRITTEN_OUT_ABOVE) {
            return weight * Phi.of(d);
        }
        double other = StrictMath.exp(logOther);
        return weight == 0 ? other : other - weight - weight * d; // 0·∞ = 0
    }

    /** u = (z̃ − z) − (anchor − max) as if rounded once: float32 numbers of very different size do not subtract exactly even in float64. */
    private static double difference(double z, double spliced, double max, double anchor) {
        double rise = spliced - z;
        double common = anchor - max;
        double u = rise - common;
        if (Double.isInfinite(u)) {
            return u;
        }
        double correction = lost(spliced, z, rise) - lost(anchor, max, common) + lost(rise, common, u);
        return u + correction;
    }

    /** What rounding took from a − b: (a − b) − difference exactly (Knuth's two-sum). */
    private static double lost(double a, double b, double difference) {
        double bRounded = a - difference;
        double aRounded = difference + bRounded;
        return (a - aRounded) + (bRounded - b);
    }

    private static double relativePartition(float[] logits, int vocabulary, double max) {
        double sum = 0;
        for (int v = 0; v < vocabulary; v++) {
            sum += StrictMath.exp(logits[v] - max);
        }
        return sum;
    }
}
