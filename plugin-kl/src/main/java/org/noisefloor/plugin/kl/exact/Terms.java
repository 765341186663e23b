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
}
