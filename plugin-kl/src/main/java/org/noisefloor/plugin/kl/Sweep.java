package org.noisefloor.plugin.kl;

import static org.noisefloor.plugin.kl.Lanes.BLOCK;
import static org.noisefloor.plugin.kl.Lanes.COUNT;
import static org.noisefloor.plugin.kl.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.Lanes.STRIPES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Plain sums over blocks, without decades: Σ p φ(x) and Σ p e^x for x = slope · d. */
final class Sweep {
    private static final int PHI = 0;
    private static final int RATIO = 1;

    /** Below this, nothing in float32 overflows. */
    private static final float LARGEST = 80;

    private final float[] partial = new float[2 * STRIPES];
    private final double[] totals = new double[partial.length];
    private final float[] scaled = new float[BLOCK];

    void clear() {
        Arrays.fill(totals, 0);
    }

    /** @return false if some |slope · d| is too large for float32 */
    boolean add(Block block, Halves halves, float slope) {
        boolean fits = slope == 1 || scale(block, slope);
        halves.of(slope == 1 ? block.d : scaled, block.length);
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector phis = FloatVector.zero(FLOATS);
            FloatVector ratios = phis;
            for (int i = stripe; i < block.length; i += STRIPES) {
                FloatVector p = FloatVector.fromArray(FLOATS, block.p, i);
                FloatVector root = FloatVector.fromArray(FLOATS, halves.ratio, i);
                phis = p.fma(FloatVector.fromArray(FLOATS, halves.phi, i), phis);
                ratios = p.mul(root).fma(root, ratios);
            }
            phis.intoArray(partial, PHI * STRIPES + stripe);
            ratios.intoArray(partial, RATIO * STRIPES + stripe);
        }
        Lanes.addTo(totals, partial, partial.length);
        return fits;
    }

    private boolean scale(Block block, float slope) {
        boolean fits = true;
        for (int i = 0; i < block.length; i += COUNT) {
            FloatVector x = FloatVector.fromArray(FLOATS, block.d, i).mul(slope);
            fits &= x.abs().lt(LARGEST).allTrue();
            x.intoArray(scaled, i);
        }
        return fits;
    }

    double phi() {
        return Lanes.sum(totals, PHI);
    }

    double ratio() {
        return Lanes.sum(totals, RATIO);
    }
}
