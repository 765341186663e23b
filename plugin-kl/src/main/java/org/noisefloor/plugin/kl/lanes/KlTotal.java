package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Σ p φ(d) over all tokens, without decades: φ straight from d, as {@link Lanes#roundedBeyondOne} says. */
final class KlTotal implements Stage {
    private final float[] partial = new float[STRIPES];
    private final double[] totals = new double[STRIPES];

    void clear() {
        Arrays.fill(totals, 0);
    }

    @Override
    public void run(Block block) {
        float[] probabilities = block.p;
        float[] ratios = block.d;
        int length = block.length;
        for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int i = stripe; i < length; i += STRIPES) {
                FloatVector d = FloatVector.fromArray(FLOATS, ratios, i);
                FloatVector rounded = Lanes.roundedBeyondOne(d);
                FloatVector r = Lanes.remainder(d, rounded);
                FloatVector s = Lanes.powerOfTwo(rounded);
                FloatVector phi =
                        s.fma(Lanes.phiNearZero(r), s.sub(1).add(s.mul(r).sub(d)));
                sum = FloatVector.fromArray(FLOATS, probabilities, i).fma(phi, sum);
            }
            sum.intoArray(partial, stripe);
        }
        Lanes.addTo(totals, partial, STRIPES);
    }

    double value() {
        return Lanes.sum(totals, 0);
    }
}
