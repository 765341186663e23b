package org.noisefloor.plugin.kl.exact;

import org.noisefloor.api.metric.Comparison;

/**
 * Every measure from logits in scalar float64: the reference, and the path for everything unusual (−∞, large differences,
 * small vocabularies).
 *
 * <p>All care goes into d = log q − log p. Taken from two log-sum-exps, every d would carry their rounding error, which grows
 * with the logits, and a pure shift would no longer give exactly 0. Instead, with m = argmax z:
 *
 * <ol>
 *   <li>c = z̃_m − z_m and u_v = (z̃_v − z_v) − c, both with the rounding error of the differences added back: a common shift
 *       of the logits leaves no trace.
 *   <li>log Σ p e^u = log1p(Σ p (e^u − 1)). Since u_m = 0 and p_m ≥ 1/V, the argument stays well above −1.
 *   <li>d_v = u_v − log1p(Σ p (e^u − 1)).
 * </ol>
 *
 * <p>Where q all but forbids m, c = max z̃ − max z, and d_v = u_v − log (Z̃/Z) with both partitions less the highest logit.
 *
 * <p>An error common to all d changes a divergence only in second order, since q still sums to 1. StrictMath gives the same bits
 * on every machine, compiled or not.
 */
public final class ExactPath {
    /** Beyond this, e^u − 1 loses nothing when written out, and p·e^u is taken from z̃, which cannot overflow. */
    private static final double WRITTEN_OUT_ABOVE = 0.5;

    /** Beyond this, the ratio of partitions is taken from two log-sum-exps, which cannot overflow. */
    private static final double LARGEST_RISE = 30;

    private static final double MINUS_INFINITY = Double.NEGATIVE_INFINITY;

    private final Edges edges = new Edges();
    private float[] original = {};
    private float[] spliced = {};
    private int vocabulary;
    private double total;
    /** log Σ e^z, less the highest z; z less both is log p, which is finite where p is too small for float64. */
    private double logPartitionP;

    private double highestP;
    /** The same of the spliced logits. */
    private double logPartitionQ;

    private double highestQ;

    /** [vocabulary]. Where both sides forbid a token, p = q = d = 0. */
    private double[] p = {};

    private double[] q = {};
    private double[] d = {};

    /** Reads a position; everything below is about it. */
    public void read(Comparison c, DecadeSums sums) {
        original = c.original();
        spliced = c.spliced();
        vocabulary = c.vocabulary();
        if (p.length < vocabulary) {
            p = new double[vocabulary];
            q = new double[vocabulary];
            d = new double[vocabulary];
        }
        softmax(original, c.top1Original(), p);
        double partitionP = normalise(p);
        highestP = original[c.top1Original()];
        logPartitionP = StrictMath.log(partitionP);
        softmax(spliced, c.top1Spliced(), q);
        highestQ = spliced[c.top1Spliced()];
        int anchor = anchor(c.top1Original());
        double moved = logRatios(anchor);
        double partitionQ = normalise(q);
        logPartitionQ = StrictMath.log(partitionQ);
        double shift = anchor < 0 ? 0 : StrictMath.log1p(moved);
        if (anchor >= 0 && isFar(anchor)) {
            differences(highestP, highestQ);
            shift = StrictMath.log(partitionQ / partitionP);
        }
        for (int v = 0; v < vocabulary; v++) {
            d[v] = Double.isNaN(d[v]) ? 0 : d[v] - shift;
        }
        edges.at(c);
        sum(sums);
        total = sums.total(Quantity.KL);
    }

    /** e^(z − max), not yet normalised. */
    private void softmax(float[] logits, int favourite, double[] out) {
        double max = logits[favourite];
        for (int v = 0; v < vocabulary; v++) {
            out[v] = StrictMath.exp(logits[v] - max);
        }
    }

    private double normalise(double[] weights) {
        double sum = 0;
        for (int v = 0; v < vocabulary; v++) {
            sum += weights[v];
        }
        for (int v = 0; v < vocabulary; v++) {
            weights[v] /= sum;
        }
        return sum;
    }

    /** p's favourite or, where q forbids that, the best of those that both allow; −1 if there is none, and every d infinite. */
    private int anchor(int favourite) {
        if (spliced[favourite] != MINUS_INFINITY) {
            return favourite;
        }
        int best = -1;
        float highest = Float.NEGATIVE_INFINITY;
        for (int v = 0; v < vocabulary; v++) {
            if (spliced[v] != MINUS_INFINITY && original[v] > highest) {
                best = v;
                highest = original[v];
            }
        }
        return best;
    }

    /**
     * Puts u into {@link #d}; NaN where both sides forbid the token. Needs p normalised.
     *
     * @return Σ p (e^u − 1), if p is highest at the anchor
     */
    private double logRatios(int anchor) {
        double top = anchor < 0 ? 0 : original[anchor];
        double topSpliced = anchor < 0 ? 0 : spliced[anchor];
        double weight = anchor < 0 ? 0 : p[anchor];
        differences(top, topSpliced);
        double moved = 0;
        for (int v = 0; v < vocabulary; v++) {
            if (Math.abs(d[v]) <= WRITTEN_OUT_ABOVE) {
                moved += p[v] * StrictMath.expm1(d[v]);
            } else if (!Double.isNaN(d[v])) {
                moved += weight * StrictMath.exp(spliced[v] - topSpliced) - p[v];
            }
        }
        return moved;
    }

    /**
     * Whether Σ p (e^u − 1) may overflow. Then u is taken from the highest logit of either side in place of the anchor, and its shift from two
     * log-sum-exps: with the anchor's, u and shift would be large and their difference lose digits.
     */
    private boolean isFar(int anchor) {
        return highestP != original[anchor] || highestQ - spliced[anchor] > LARGEST_RISE;
    }

    /** Puts (z̃ − z) − (topSpliced − top) into {@link #d}; NaN where both sides forbid the token. */
    private void differences(double top, double topSpliced) {
        for (int v = 0; v < vocabulary; v++) {
            d[v] = difference(original[v], spliced[v], top, topSpliced);
        }
    }

    private void sum(DecadeSums sums) {
        sums.clear();
        double mean = meanChange();
        for (int v = 0; v < vocabulary; v++) {
            if (isForbidden(v)) {
                continue;
            }
            int decade = edges.decade(original[v]);
            sums.addWeighted(decade, p[v], q[v], d[v]);
            double fromMean = Double.isInfinite(d[v]) ? d[v] : d[v] - mean;
            sums.add(Quantity.LOGPROB_L2_SQ, decade, Quantity.LOGPROB_L2_SQ.term(p[v], q[v], d[v]));
            sums.add(Quantity.LOGIT_L2_SQ, decade, fromMean * fromMean);
            sums.add(Quantity.TOKENS, decade, 1);
        }
    }

    /** Over the tokens that both sides allow. */
    private double meanChange() {
        double sum = 0;
        int finite = 0;
        for (int v = 0; v < vocabulary; v++) {
            if (!isForbidden(v) && !Double.isInfinite(d[v])) {
                sum += d[v];
                finite++;
            }
        }
        return finite == 0 ? 0 : sum / finite;
    }

    private boolean isForbidden(int v) {
        return original[v] == MINUS_INFINITY && spliced[v] == MINUS_INFINITY;
    }

    /** KL split at a token; all of it at the token if p or q allows no other. */
    public ChainRule split(int token) {
        double maxP = highestOther(original, token);
        double maxQ = highestOther(spliced, token);
        if (maxP == MINUS_INFINITY || maxQ == MINUS_INFINITY) {
            return new ChainRule(total, 0);
        }
        double restP = rest(p, token);
        double restQ = rest(q, token);
        double othersQ = StrictMath.log(relativePartition(spliced, token, maxQ));
        // log of the ratio of the rests, from the one term in which all of their change shows
        double moved = -Terms.moved(p[token], q[token], d[token]) / restP;
        double change = Math.abs(moved) <= WRITTEN_OUT_ABOVE
                ? StrictMath.log1p(moved)
                : (maxQ - highestQ + othersQ - logPartitionQ) - logRestP(token, maxP);
        double others = 0;
        for (int v = 0; v < vocabulary; v++) {
            if (v != token && !isForbidden(v)) {
                others += Terms.kl(p[v], restP * StrictMath.exp(spliced[v] - maxQ - othersQ), d[v] - change);
            }
        }
        double at = Terms.kl(p[token], q[token], d[token]) + Terms.kl(restP, restQ, change);
        return new ChainRule(at, others);
    }

    /** log Σ p without the token, in log space: the sum may be too small for float64. */
    private double logRestP(int token, double highest) {
        return highest - highestP + StrictMath.log(relativePartition(original, token, highest)) - logPartitionP;
    }

    private double highestOther(float[] logits, int token) {
        double highest = MINUS_INFINITY;
        for (int v = 0; v < vocabulary; v++) {
            if (v != token) {
                highest = Math.max(highest, logits[v]);
            }
        }
        return highest;
    }

    private double relativePartition(float[] logits, int token, double max) {
        double sum = 0;
        for (int v = 0; v < vocabulary; v++) {
            sum += v == token ? 0 : StrictMath.exp(logits[v] - max);
        }
        return sum;
    }

    private double rest(double[] weights, int token) {
        double sum = 0;
        for (int v = 0; v < vocabulary; v++) {
            sum += v == token ? 0 : weights[v];
        }
        return sum;
    }

    /** Rényi divergence of an order that is neither 1 nor ∞. */
    public double renyi(double order) {
        double moved = 0;
        for (int v = 0; v < vocabulary; v++) {
            if (order > 1 && d[v] == MINUS_INFINITY) {
                return Double.POSITIVE_INFINITY; // also where p, though allowed, is too small for float64
            }
            moved += isForbidden(v) ? 0 : Terms.power(order, p[v], q[v], d[v], logP(v), logQ(v));
        }
        return Math.abs(moved) <= WRITTEN_OUT_ABOVE
                ? Math.max(0, StrictMath.log1p(moved) / (order - 1))
                : renyiFromLogs(order - 1);
    }

    /**
     * log Σ e^(log p − slope d) / slope, with the largest term taken out, as {@code t} such that slope · t is its logarithm: nothing
     * overflows, whatever the order.
     *
     * @param slope α − 1
     */
    private double renyiFromLogs(double slope) {
        double largest = slope > 0 ? MINUS_INFINITY : Double.POSITIVE_INFINITY;
        for (int v = 0; v < vocabulary; v++) {
            if (original[v] != MINUS_INFINITY) {
                double t = logP(v) / slope - d[v];
                largest = slope > 0 ? Math.max(largest, t) : Math.min(largest, t);
            }
        }
        if (Double.isInfinite(largest)) {
            return largest; // no token that both sides allow
        }
        double sum = 0;
        for (int v = 0; v < vocabulary; v++) {
            if (original[v] != MINUS_INFINITY) {
                sum += StrictMath.exp(slope * (logP(v) / slope - d[v] - largest));
            }
        }
        return largest + StrictMath.log(sum) / slope;
    }

    private double logP(int v) {
        return original[v] - highestP - logPartitionP;
    }

    private double logQ(int v) {
        return spliced[v] - highestQ - logPartitionQ;
    }

    /** max over p_v > 0 of −d_v. */
    public double largestFall() {
        double largest = 0;
        for (int v = 0; v < vocabulary; v++) {
            if (original[v] != MINUS_INFINITY) {
                largest = Math.max(largest, -d[v]);
            }
        }
        return largest;
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
}
