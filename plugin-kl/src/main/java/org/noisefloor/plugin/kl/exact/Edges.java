package org.noisefloor.plugin.kl.exact;

import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Decades;

/**
 * The decades of p as bounds on the original's logits, so that a token's decade costs comparisons and no exponential, and is
 * the same on every path.
 */
public final class Edges {
    private static final double[] LOG_UPPER_END = new double[Decades.COUNT - 1];

    static {
        for (int i = 0; i < LOG_UPPER_END.length; i++) {
            LOG_UPPER_END[i] = StrictMath.log(Decades.upperEnd(i));
        }
    }

    private final float[] highest = new float[LOG_UPPER_END.length];

    public void at(Comparison comparison) {
        for (int i = 0; i < highest.length; i++) {
            double bound = comparison.logPartitionOriginal() + LOG_UPPER_END[i];
            float rounded = (float) bound;
            highest[i] = rounded > bound ? Math.nextDown(rounded) : rounded;
        }
    }

    /** The highest logit in a decade below the last one. */
    public float highest(int decade) {
        return highest[decade];
    }

    public int decade(float logit) {
        return decade(logit, 0);
    }

    /** @param lowest a decade that the logit's is not below */
    public int decade(float logit, int lowest) {
        int decade = lowest;
        while (decade < highest.length && logit > highest[decade]) {
            decade++;
        }
        return decade;
    }
}
