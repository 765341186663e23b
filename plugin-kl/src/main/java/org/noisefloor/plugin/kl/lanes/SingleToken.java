package org.noisefloor.plugin.kl.lanes;

import org.noisefloor.api.metric.Comparison;
import org.noisefloor.plugin.kl.exact.Phi;
import org.noisefloor.plugin.kl.exact.Terms;

/** A token that is treated in float64, and what several sums ask of it, worked out once for a position. */
final class SingleToken {
    int token = -1;
    double p;
    double q;
    /** log q − log p. */
    double d;

    private double logP;

    SingleToken at(Comparison c, int token) {
        this.token = token;
        logP = c.logProbOriginal(token);
        p = StrictMath.exp(logP);
        q = StrictMath.exp(c.logProbSpliced(token));
        d = c.logProbChange(token);
        return this;
    }

    double kl() {
        return Terms.kl(p, q, d);
    }

    /** p (e^d − 1). */
    double moved() {
        return Terms.moved(p, q, d);
    }

    /** p φ(slope · d). */
    double phi(double slope) {
        return p * Phi.of(slope * d);
    }

    /** p e^(slope · d). */
    double power(double slope) {
        return StrictMath.exp(logP + slope * d);
    }
}
