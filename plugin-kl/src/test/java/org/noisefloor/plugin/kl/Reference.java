package org.noisefloor.plugin.kl;

import static org.noisefloor.plugin.kl.Big.HALF;
import static org.noisefloor.plugin.kl.Big.ONE;
import static org.noisefloor.plugin.kl.Big.TWO;
import static org.noisefloor.plugin.kl.Big.ZERO;
import static org.noisefloor.plugin.kl.Big.expm1;
import static org.noisefloor.plugin.kl.Big.log;
import static org.noisefloor.plugin.kl.Big.log1p;
import static org.noisefloor.plugin.kl.Big.minus;
import static org.noisefloor.plugin.kl.Big.over;
import static org.noisefloor.plugin.kl.Big.phi;
import static org.noisefloor.plugin.kl.Big.plus;
import static org.noisefloor.plugin.kl.Big.times;

import java.math.BigDecimal;
import java.util.function.IntFunction;
import org.noisefloor.api.metric.Decades;
import org.noisefloor.plugin.kl.exact.Quantity;

/**
 * Every measure of one position from the textbook's formulas in numbers of fifty digits, which neither underflow nor overflow.
 *
 * <p>What cannot be a number is infinite by the rules of degenerate input; a token that both sides forbid is in no sum.
 */
final class Reference {
    /** Which sides allow a token. */
    private enum Allowed {
        BOTH,
        ORIGINAL,
        SPLICED,
        NEITHER
    }

    private final float[] original;
    private final float[] spliced;
    private final int vocabulary;
    private final Allowed[] allowed;
    private final BigDecimal[] p;
    private final BigDecimal[] q;
    /** log q − log p where both sides allow the token, else 0. */
    private final BigDecimal[] d;

    Reference(float[] original, float[] spliced) {
        this.original = original;
        this.spliced = spliced;
        vocabulary = original.length;
        allowed = new Allowed[vocabulary];
        d = new BigDecimal[vocabulary];
        for (int v = 0; v < vocabulary; v++) {
            boolean first = original[v] != Float.NEGATIVE_INFINITY;
            boolean second = spliced[v] != Float.NEGATIVE_INFINITY;
            allowed[v] = first ? second ? Allowed.BOTH : Allowed.ORIGINAL : second ? Allowed.SPLICED : Allowed.NEITHER;
        }
        p = softmax(original);
        q = softmax(spliced);
        int anchor = Logits.favourite(original);
        if (allowed[anchor] == Allowed.BOTH) {
            ratiosFrom(anchor);
        } else {
            ratiosFromPartitions();
        }
    }

    private static BigDecimal[] softmax(float[] logits) {
        BigDecimal[] weights = new BigDecimal[logits.length];
        BigDecimal sum = ZERO;
        BigDecimal max = new BigDecimal(logits[Logits.favourite(logits)]);
        for (int v = 0; v < logits.length; v++) {
            weights[v] = logits[v] == Float.NEGATIVE_INFINITY ? ZERO : Big.exp(new BigDecimal(logits[v]).subtract(max));
            sum = plus(sum, weights[v]);
        }
        for (int v = 0; v < logits.length; v++) {
            weights[v] = over(weights[v], sum);
        }
        return weights;
    }

    /** d = u − log(1 + Σ p (e^u − 1)), u the change of a logit less that of the anchor: fifty digits of d however small it is. */
    private void ratiosFrom(int anchor) {
        BigDecimal common = rise(anchor);
        BigDecimal moved = ZERO;
        for (int v = 0; v < vocabulary; v++) {
            if (allowed[v] == Allowed.BOTH) {
                d[v] = rise(v).subtract(common);
                moved = plus(moved, times(p[v], expm1(d[v])));
            } else if (allowed[v] == Allowed.ORIGINAL) {
                moved = minus(moved, p[v]);
            } else if (allowed[v] == Allowed.SPLICED) {
                BigDecimal above = new BigDecimal(spliced[v]).subtract(new BigDecimal(spliced[anchor]));
                moved = plus(moved, times(p[anchor], Big.exp(above)));
            }
        }
        BigDecimal shift = log1p(moved);
        for (int v = 0; v < vocabulary; v++) {
            d[v] = allowed[v] == Allowed.BOTH ? minus(d[v], shift) : ZERO;
        }
    }

    private void ratiosFromPartitions() {
        BigDecimal shift = minus(logPartition(spliced, q), logPartition(original, p));
        for (int v = 0; v < vocabulary; v++) {
            d[v] = allowed[v] == Allowed.BOTH ? minus(rise(v), shift) : ZERO;
        }
    }

    private static BigDecimal logPartition(float[] logits, BigDecimal[] probabilities) {
        int favourite = Logits.favourite(logits);
        return minus(new BigDecimal(logits[favourite]), log(probabilities[favourite]));
    }

    private BigDecimal rise(int v) {
        return new BigDecimal(spliced[v]).subtract(new BigDecimal(original[v]));
    }

    /** The largest |log p|, |log q| and |d| of a token that counts: what a rounding error of a logarithm is relative to. */
    double spread() {
        double largest = 1;
        for (float[] logits : new float[][] {original, spliced}) {
            double max = logits[Logits.favourite(logits)];
            for (float logit : logits) {
                largest = logit == Float.NEGATIVE_INFINITY ? largest : Math.max(largest, max - logit);
            }
        }
        return 2 * largest;
    }

    /** The size of the logits themselves, by which the rounding of a log partition goes. */
    double size() {
        double largest = 1;
        for (int v = 0; v < vocabulary; v++) {
            largest = Math.max(largest, Double.isFinite(original[v]) ? Math.abs(original[v]) : 0);
            largest = Math.max(largest, Double.isFinite(spliced[v]) ? Math.abs(spliced[v]) : 0);
        }
        return largest;
    }

    int decade(int v) {
        int decade = 0;
        while (decade < Decades.COUNT - 1 && p[v].compareTo(new BigDecimal(Decades.upperEnd(decade))) > 0) {
            decade++;
        }
        return decade;
    }

    /** Whether some p lies so close to the end of a decade that rounding may put it into the other. */
    boolean isOnAnEdge(double within) {
        for (BigDecimal each : p) {
            for (int decade = 0; decade < Decades.COUNT - 1; decade++) {
                double end = Decades.upperEnd(decade);
                if (Math.abs(each.doubleValue() - end) < within * end) {
                    return true;
                }
            }
        }
        return false;
    }

    /** By decade of p. */
    double[] byDecade(Quantity quantity) {
        BigDecimal mean = quantity == Quantity.LOGIT_L2_SQ ? meanChange() : ZERO;
        BigDecimal[] sums = new BigDecimal[Decades.COUNT];
        boolean[] infinite = new boolean[Decades.COUNT];
        for (int decade = 0; decade < sums.length; decade++) {
            sums[decade] = ZERO;
        }
        for (int v = 0; v < vocabulary; v++) {
            if (allowed[v] == Allowed.NEITHER) {
                continue;
            }
            int decade = decade(v);
            if (isInfinite(quantity, allowed[v])) {
                infinite[decade] = true;
            } else {
                sums[decade] = plus(sums[decade], term(quantity, v, mean));
            }
        }
        double[] out = new double[sums.length];
        for (int decade = 0; decade < out.length; decade++) {
            out[decade] = infinite[decade] ? Double.POSITIVE_INFINITY : sums[decade].doubleValue();
        }
        return out;
    }

    double total(Quantity quantity) {
        BigDecimal mean = quantity == Quantity.LOGIT_L2_SQ ? meanChange() : ZERO;
        for (Allowed each : allowed) {
            if (isInfinite(quantity, each)) {
                return Double.POSITIVE_INFINITY;
            }
        }
        return sum(v -> allowed[v] == Allowed.NEITHER ? ZERO : term(quantity, v, mean))
                .doubleValue();
    }

    private static boolean isInfinite(Quantity quantity, Allowed allowed) {
        return switch (quantity) {
            case KL, KL_SIGNED -> allowed == Allowed.ORIGINAL;
            case KL_REVERSE -> allowed == Allowed.SPLICED;
            case LOGPROB_L2_SQ, LOGIT_L2_SQ -> allowed == Allowed.ORIGINAL || allowed == Allowed.SPLICED;
            default -> false;
        };
    }

    int vocabulary() {
        return vocabulary;
    }

    double largestRise() {
        double largest = 0;
        for (BigDecimal each : d) {
            largest = Math.max(largest, each.doubleValue());
        }
        return largest;
    }

    /** The largest |d|; 1 at least if one side alone forbids a token, which is so much of what moves between the others. */
    double largestChange() {
        double largest = 0;
        for (int v = 0; v < vocabulary; v++) {
            boolean oneSided = allowed[v] == Allowed.ORIGINAL || allowed[v] == Allowed.SPLICED;
            largest = Math.max(largest, oneSided ? 1 : d[v].abs().doubleValue());
        }
        return largest;
    }

    /** Σ p |d| by decade: what the rounding of the textbook's summands is relative to. */
    double[] sizeOfSigned() {
        double[] sizes = new double[Decades.COUNT];
        for (int v = 0; v < vocabulary; v++) {
            sizes[decade(v)] += times(p[v], d[v]).abs().doubleValue();
        }
        return sizes;
    }

    private BigDecimal term(Quantity quantity, int v, BigDecimal mean) {
        return switch (quantity) {
            case MASS_P -> p[v];
            case MASS_Q -> q[v];
            case TOKENS -> ONE;
            case KL -> klTerm(v);
            case KL_SIGNED -> times(p[v], d[v]).negate();
            case KL_REVERSE -> allowed[v] == Allowed.BOTH ? times(q[v], phi(d[v].negate())) : p[v];
            case JS -> jsTerm(v);
            case TV -> over(moved(v).abs(), TWO);
            case HELLINGER_SQ -> hellingerTerm(v);
            case LOGPROB_L2_SQ -> times(d[v], d[v]);
            case LOGIT_L2_SQ -> times(minus(d[v], mean), minus(d[v], mean));
        };
    }

    /** p φ(d), finite; q where p forbids the token. */
    private BigDecimal klTerm(int v) {
        return allowed[v] == Allowed.SPLICED ? q[v] : times(p[v], phi(d[v]));
    }

    /** q − p. */
    private BigDecimal moved(int v) {
        return allowed[v] == Allowed.BOTH ? times(p[v], expm1(d[v])) : minus(q[v], p[v]);
    }

    private BigDecimal jsTerm(int v) {
        if (allowed[v] != Allowed.BOTH) {
            return over(times(plus(p[v], q[v]), log(TWO)), TWO);
        }
        if (d[v].abs().compareTo(TWO) > 0) { // p/m = 2/(1 + e^d), q/m = 2/(1 + e^−d)
            BigDecimal ofP = log1p(over(expm1(d[v]), TWO)).negate();
            BigDecimal ofQ = log1p(over(expm1(d[v].negate()), TWO)).negate();
            return over(plus(times(p[v], ofP), times(q[v], ofQ)), TWO);
        }
        // (p/2) [(e^d − 1) h − (e^d + 1) log cosh h], h = d/2; log cosh h = log(1 + (e^h − 1)²/(2 e^h))
        BigDecimal h = over(d[v], TWO);
        BigDecimal rise = expm1(h);
        BigDecimal logCosh = log1p(over(times(rise, rise), times(TWO, plus(ONE, rise))));
        BigDecimal moved = expm1(d[v]);
        BigDecimal bracket = minus(times(moved, h), times(plus(moved, TWO), logCosh));
        return over(times(p[v], bracket), TWO);
    }

    private BigDecimal hellingerTerm(int v) {
        if (allowed[v] != Allowed.BOTH) {
            return over(plus(p[v], q[v]), TWO);
        }
        BigDecimal change = expm1(over(d[v], TWO));
        return over(times(p[v], times(change, change)), TWO);
    }

    private BigDecimal meanChange() {
        int count = 0;
        BigDecimal sum = ZERO;
        for (int v = 0; v < vocabulary; v++) {
            if (allowed[v] == Allowed.BOTH) {
                sum = plus(sum, d[v]);
                count++;
            }
        }
        return count == 0 ? ZERO : over(sum, BigDecimal.valueOf(count));
    }

    private BigDecimal sum(IntFunction<BigDecimal> term) {
        BigDecimal sum = ZERO;
        for (int v = 0; v < vocabulary; v++) {
            sum = plus(sum, term.apply(v));
        }
        return sum;
    }

    /** log Σ p^α q^(1−α) / (α − 1). */
    double renyi(double order) {
        if (order == 1) {
            return total(Quantity.KL);
        }
        if (Double.isInfinite(order)) {
            return largestFall();
        }
        BigDecimal slope = ONE.subtract(new BigDecimal(order));
        BigDecimal moved = ZERO; // Σ p^α q^(1−α) − 1, less the first-order terms, which sum to 0
        for (int v = 0; v < vocabulary; v++) {
            if (allowed[v] == Allowed.ORIGINAL && order > 1) {
                return Double.POSITIVE_INFINITY;
            }
            BigDecimal change = allowed[v] == Allowed.BOTH ? times(p[v], expm1(times(slope, d[v]))) : p[v].negate();
            moved = plus(moved, minus(change, times(slope, moved(v))));
        }
        if (moved.abs().compareTo(HALF) < 0) {
            return over(log1p(moved), slope.negate()).doubleValue();
        }
        // of positive terms, so that it has its digits where it is far below 1
        BigDecimal power = sum(v -> allowed[v] == Allowed.BOTH ? times(p[v], Big.exp(times(slope, d[v]))) : ZERO);
        return power.signum() == 0
                ? Double.POSITIVE_INFINITY
                : over(log(power), slope.negate()).doubleValue();
    }

    private double largestFall() {
        BigDecimal largest = ZERO;
        for (int v = 0; v < vocabulary; v++) {
            if (allowed[v] == Allowed.ORIGINAL) {
                return Double.POSITIVE_INFINITY;
            }
            largest = allowed[v] == Allowed.BOTH ? largest.max(d[v].negate()) : largest;
        }
        return largest.doubleValue();
    }

    /** [kl at the token, kl among the others]. */
    double[] split(int token) {
        BigDecimal restP = sum(v -> v == token ? ZERO : p[v]);
        BigDecimal restQ = sum(v -> v == token ? ZERO : q[v]);
        if (restP.signum() == 0 || restQ.signum() == 0) {
            return new double[] {total(Quantity.KL), 0};
        }
        BigDecimal ratio = over(minus(restQ, restP), restP);
        BigDecimal fromToken = over(moved(token).negate(), restP);
        BigDecimal change = fromToken.abs().compareTo(HALF) < 0
                ? log1p(fromToken)
                : ratio.abs().compareTo(HALF) < 0 ? log1p(ratio) : log(over(restQ, restP));
        boolean infiniteOthers = false;
        BigDecimal others = ZERO;
        for (int v = 0; v < vocabulary; v++) {
            if (v != token) {
                infiniteOthers |= allowed[v] == Allowed.ORIGINAL;
                others = plus(
                        others,
                        allowed[v] == Allowed.BOTH
                                ? times(p[v], phi(minus(d[v], change)))
                                : allowed[v] == Allowed.SPLICED ? times(over(q[v], restQ), restP) : ZERO);
            }
        }
        BigDecimal at = plus(klTerm(token), times(restP, phi(change)));
        return new double[] {
            allowed[token] == Allowed.ORIGINAL ? Double.POSITIVE_INFINITY : at.doubleValue(),
            infiniteOthers ? Double.POSITIVE_INFINITY : others.doubleValue()
        };
    }
}
