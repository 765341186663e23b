package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import jdk.incubator.vector.FloatVector;

/** Σ p φ(x) and Σ p e^x for x = slope · d, which is log (q/p)^slope; without decades. */
final class PowerTotals extends Stage {
    /** Below this, nothing in float32 overflows. */
    private static final float LARGEST = 80;

    /** Steeper than this, |d| within {@link Bounds} does not make p e^x negligible where p is taken as 0. */
    private static final float STEEP = 1.5f;

    private static final float LARGEST_IF_STEEP = 30;

    private float slope = 1;
    private float largest = LARGEST;
    private final Stripes sums = new Stripes(2);

    void clear(double slope) {
        this.slope = (float) slope;
        largest = Math.abs(slope) > STEEP ? LARGEST_IF_STEEP : LARGEST;
        sums.clear();
    }

    /** The two; a stage that comes next. */
    Stripes sums() {
        return sums;
    }

    @Override
    void run(Block block) {
        float[] probabilities = block.p;
        float[] ratios = block.d;
        float factor = slope;
        float bound = largest;
        float[] partial = sums.ofBlock;
        int length = block.length;
        boolean fits = true;
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector phis = FloatVector.zero(FLOATS);
            FloatVector powers = phis;
            for (int i = stripe; i < length; i += STRIPES) {
                FloatVector x = FloatVector.fromArray(FLOATS, ratios, i).mul(factor);
                fits &= x.abs().lt(bound).allTrue();
                FloatVector rounded = Lanes.roundedBeyondNear(x);
                FloatVector r = Lanes.remainder(x, rounded);
                FloatVector s = Lanes.powerOfTwo(rounded);
                FloatVector phiR = Lanes.phi(r);
                FloatVector p = FloatVector.fromArray(FLOATS, probabilities, i);
                phis = p.fma(s.fma(phiR, s.sub(1).add(s.mul(r).sub(x))), phis);
                powers = p.fma(s.fma(r.add(phiR), s), powers);
            }
            Lanes.store(phis, partial, stripe);
            Lanes.store(powers, partial, STRIPES + stripe);
        }
        block.fits &= fits;
    }

    double phi() {
        return sums.total(0);
    }

    double power() {
        return sums.total(1);
    }
}
