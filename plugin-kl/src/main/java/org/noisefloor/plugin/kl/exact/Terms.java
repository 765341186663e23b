package org.noisefloor.plugin.kl.exact;

/**
 * One token's part of each divergence, in scalar float64, from p, q and d = log q − log p.
 *
 * <p>d is −∞ where q alone forbids the token and +∞ where p alone does. Where d is small, every term is a function of p and d,
 * so that nothing is lost to p − q. Elsewhere it is a function of p and q, which stays finite where d does not, with 0·∞ = 0.
 */
public final class Terms {
    /** Beyond this, q − p and its like lose nothing when written out. */
    private static final double WRITTEN_OUT_ABOVE = 0.5;

    /** Beyond this, the two halves of JS no longer cancel when written out. */
    private static final double JS_WRITTEN_OUT_ABOVE = 2;

    /** Beyond this, p may be too small for float64 and p e^x not. */
    private static final double LARGEST_EXPONENT = 30;

    private static final double LN_2 = StrictMath.log(2);

    private Terms() {}

    /** p φ(d) = q − p − p d, never negative. */
    public static double kl(double p, double q, double d) {
        if (Math.abs(d) <= WRITTEN_OUT_ABOVE) {
            return p * Phi.of(d);
        }
        if (d == Double.NEGATIVE_INFINITY) {
            return Double.POSITIVE_INFINITY; // also where p, though allowed, is too small for float64
        }
        return p == 0 ? q : q - p - p * d;
    }

    /** p log(p/q). */
    public static double klSigned(double p, double d) {
        if (d == Double.NEGATIVE_INFINITY) {
            return Double.POSITIVE_INFINITY;
        }
        return p == 0 ? 0 : -p * d;
    }

    /** q − p. */
    public static double moved(double p, double q, double d) {
        return Math.abs(d) <= WRITTEN_OUT_ABOVE ? p * StrictMath.expm1(d) : q - p;
    }

    public static double tv(double p, double q, double d) {
        return Math.abs(moved(p, q, d)) / 2;
    }

    /** (√p − √q)²/2. */
    public static double hellingerSquare(double p, double q, double d) {
        double change =
                Math.abs(d) <= WRITTEN_OUT_ABOVE ? Math.sqrt(p) * StrictMath.expm1(d / 2) : Math.sqrt(q) - Math.sqrt(p);
        return change * change / 2;
    }

    /**
     * (p log(p/m) + q log(q/m))/2, m = (p + q)/2.
     *
     * <p>With h = d/2 this is (p/2) [(e^d − 1) h − (e^d + 1) log cosh h], and log cosh h = log1p(expm1(h)² / (2 e^h)).
     */
    public static double js(double p, double q, double d) {
        double size = Math.abs(d);
        if (size <= JS_WRITTEN_OUT_ABOVE) {
            double h = d / 2;
            double rise = StrictMath.expm1(h);
            double logCosh = StrictMath.log1p(rise * rise / (2 * (1 + rise)));
            double moved = StrictMath.expm1(d);
            return p / 2 * (moved * h - (moved + 2) * logCosh);
        }
        double small = Math.min(p, q);
        double log = StrictMath.log1p(StrictMath.exp(-size));
        return (Math.max(p, q) * (LN_2 - log) + (small == 0 ? 0 : small * (LN_2 - log - size))) / 2;
    }

    /**
     * p^α q^(1−α) − α p − (1−α) q, of which the sum over tokens is Σ p^α q^(1−α) − 1, since p and q sum to 1.
     *
     * <p>By the inequality of the means it has the sign of α − 1 for every token, so that nothing cancels in the sum. It is
     * p [φ((1−α) d) − (1−α) φ(d)], and as well the same with p and q, and α and 1−α, exchanged: of the two differences, the one
     * that loses fewer digits is taken.
     *
     * @param order α, neither 1 nor ∞; d is not −∞ if it is above 1
     * @param logP −∞ where p forbids the token
     * @param logQ −∞ where q forbids it
     */
    static double power(double order, double p, double q, double d, double logP, double logQ) {
        return order >= 0.5 ? power(1 - order, p, q, d, logP) : power(order, q, p, -d, logQ);
    }

    /** Far from d = 0, where p may be too small for float64 and p^α q^(1−α) not, it is written out. */
    private static double power(double slope, double p, double q, double d, double logP) {
        double exponent = slope * d;
        if (Math.abs(exponent) > LARGEST_EXPONENT) {
            double power = logP == Double.NEGATIVE_INFINITY ? 0 : StrictMath.exp(logP + exponent);
            return power - p - slope * moved(p, q, d);
        }
        return Math.abs(d) > LARGEST_EXPONENT
                ? p * StrictMath.expm1(exponent) - slope * moved(p, q, d)
                : p * (Phi.of(exponent) - slope * Phi.of(d));
    }
}
