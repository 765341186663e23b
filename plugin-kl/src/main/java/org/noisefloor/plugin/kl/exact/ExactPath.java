package org.noisefloor.plugin.kl.exact;

import org.noisefloor.api.Comparison;

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
 * <p>An error common to all d changes a divergence only in second order, since q still sums to 1. StrictMath gives the same bits
 * on every machine, compiled or not.
 */
public final class ExactPath {
    /** Beyond this, e^u − 1 loses nothing when written out, and p·e^u is taken from z̃, which cannot overflow. */
    private static final double WRITTEN_OUT_ABOVE = 0.5;

    /** Beyond this, all divergences are far from 0 and the ratio of partitions is taken from two log-sum-exps, which cannot overflow. */
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
        softmax(original, c.favouriteOriginal(), p);
        double partitionP = normalise(p);
        highestP = original[c.favouriteOriginal()];
        logPartitionP = StrictMath.log(partitionP);
        softmax(spliced, c.favouriteSpliced(), q);
        double moved = logRatios(c.favouriteOriginal());
        double partitionQ = normalise(q);
        double rise = spliced[c.favouriteSpliced()] - (double) spliced[c.favouriteOriginal()];
        double shift;
        if (rise <= LARGEST_RISE) {
            shift = StrictMath.log1p(moved);
        } else {
            // where q forbids p's favourite, u was taken from z̃ − z itself
            double anchored = Double.isInfinite(rise)
                    ? (double) spliced[c.favouriteSpliced()] - original[c.favouriteOriginal()]
                    : rise;
            shift = anchored + StrictMath.log(partitionQ / partitionP);
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

    /**
     * Puts u into {@link #d}; NaN where both sides forbid the token. Needs p normalised.
     *
     * @return Σ p (e^u − 1)
     */
    private double logRatios(int favourite) {
        boolean anchored = spliced[favourite] != Float.NEGATIVE_INFINITY;
        double max = anchored ? original[favourite] : 0;
        double anchor = anchored ? spliced[favourite] : 0;
        double moved = 0;
        for (int v = 0; v < vocabulary; v++) {
            d[v] = difference(original[v], spliced[v], max, anchor);
            if (Math.abs(d[v]) <= WRITTEN_OUT_ABOVE) {
                moved += p[v] * StrictMath.expm1(d[v]);
            } else if (!Double.isNaN(d[v])) {
                moved += p[favourite] * StrictMath.exp(spliced[v] - anchor) - p[v];
            }
        }
        return moved;
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
        double logRestQ = maxQ + StrictMath.log(relativePartition(spliced, token, maxQ));
        // log of the ratio of the rests, from the one term in which all of their change shows
        double moved = -Terms.moved(p[token], q[token], d[token]) / restP;
        double change =
                Math.abs(moved) <= WRITTEN_OUT_ABOVE ? StrictMath.log1p(moved) : logRatio(token, maxP, logRestQ);
        double others = 0;
        for (int v = 0; v < vocabulary; v++) {
            if (v != token && !isForbidden(v)) {
                others += Terms.kl(p[v], restP * StrictMath.exp(spliced[v] - logRestQ), d[v] - change);
            }
        }
        double at = Terms.kl(p[token], q[token], d[token]) + Terms.kl(restP, restQ, change);
        return new ChainRule(at, others);
    }

    /** log of Σ q over Σ p, both without the token, in log space: either sum may be too small for float64. */
    private double logRatio(int token, double maxP, double logRestQ) {
        double logRestP = maxP + StrictMath.log(relativePartition(original, token, maxP));
        return (logRestQ - logPartition(spliced)) - (logRestP - logPartition(original));
    }

    private double logPartition(float[] logits) {
        double max = highestOther(logits, -1);
        return max + StrictMath.log(relativePartition(logits, -1, max));
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

    /** Rényi divergence of an order that is neither 1 nor ∞: log Σ p e^((1 − α) d) / (α − 1). */
    public double renyi(double order) {
        double slope = 1 - order;
        double moved = 0;
        double highest = MINUS_INFINITY;
        for (int v = 0; v < vocabulary; v++) {
            if (original[v] != MINUS_INFINITY) {
                double exponent = slope * d[v];
                if (exponent == Double.POSITIVE_INFINITY) {
                    return exponent; // also where p, though allowed, is too small for float64
                }
                moved += p[v] == 0 ? 0 : p[v] * StrictMath.expm1(exponent);
                highest = Math.max(highest, logP(v) + exponent);
            }
        }
        if (Math.abs(moved) <= WRITTEN_OUT_ABOVE) {
            return Math.max(0, StrictMath.log1p(moved) / -slope);
        }
        return logMean(slope, highest) / -slope;
    }

    /** log Σ p e^(slope d), which may be far beyond what e^x can say. */
    private double logMean(double slope, double highest) {
        if (Double.isInfinite(highest)) {
            return highest;
        }
        double sum = 0;
        for (int v = 0; v < vocabulary; v++) {
            sum += original[v] == MINUS_INFINITY ? 0 : StrictMath.exp(logP(v) + slope * d[v] - highest);
        }
        return highest + StrictMath.log(sum);
    }

    private double logP(int v) {
        return original[v] - highestP - logPartitionP;
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
