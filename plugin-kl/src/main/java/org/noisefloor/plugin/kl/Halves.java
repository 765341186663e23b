package org.noisefloor.plugin.kl;

import static org.noisefloor.plugin.kl.Lanes.BLOCK;
import static org.noisefloor.plugin.kl.Lanes.COUNT;
import static org.noisefloor.plugin.kl.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Functions of h = d/2 for a block of tokens, in float32, from which every divergence is made: with E = e^h − 1 and
 * φ(x) = e^x − 1 − x, φ(d) = E² + 2φ(h) has no cancellation, whatever d.
 *
 * <p>h = k ln 2 + r, s = 2^k: φ(h) = s φ(r) + (s − 1) + (s r − h). For |h| ≤ 1 k is held at 0, where the rest is exactly 0 and the
 * series alone remains; beyond, φ(h) is above 0.36 and nothing cancels.
 */
final class Halves {
    /** 1/2!, …, 1/11!: the first term left out of φ(r), |r| ≤ 1, is 4e-9 of it. */
    private static final float[] SERIES = new float[10];

    static {
        double factorial = 1;
        for (int n = 0; n < SERIES.length; n++) {
            factorial *= n + 2;
            SERIES[n] = (float) (1 / factorial);
        }
    }

    /** e^h − 1. */
    final float[] rise = new float[BLOCK];
    /** e^h. */
    final float[] ratio = new float[BLOCK];
    /** φ(d). */
    final float[] phi = new float[BLOCK];

    void of(float[] d, int length) {
        for (int i = 0; i < length; i += COUNT) {
            FloatVector h = FloatVector.fromArray(FLOATS, d, i).mul(0.5f);
            VectorMask<Float> small = h.abs().compare(VectorOperators.LE, 1f);
            FloatVector rounded = Lanes.rounded(h).blend(Lanes.ROUND, small);
            FloatVector r = Lanes.remainder(h, rounded);
            FloatVector s = Lanes.powerOfTwo(rounded);
            FloatVector phiR = series(r).mul(r).mul(r);
            FloatVector moved = r.add(phiR);
            FloatVector sLess1 = s.sub(1);
            FloatVector e = s.fma(moved, sLess1);
            FloatVector phiH = s.fma(phiR, sLess1.add(s.mul(r).sub(h)));
            e.intoArray(rise, i);
            s.fma(moved, s).intoArray(ratio, i);
            e.fma(e, phiH.add(phiH)).intoArray(phi, i);
        }
    }

    /** φ(r)/r². */
    private static FloatVector series(FloatVector r) {
        return FloatVector.broadcast(FLOATS, SERIES[9])
                .fma(r, FloatVector.broadcast(FLOATS, SERIES[8]))
                .fma(r, FloatVector.broadcast(FLOATS, SERIES[7]))
                .fma(r, FloatVector.broadcast(FLOATS, SERIES[6]))
                .fma(r, FloatVector.broadcast(FLOATS, SERIES[5]))
                .fma(r, FloatVector.broadcast(FLOATS, SERIES[4]))
                .fma(r, FloatVector.broadcast(FLOATS, SERIES[3]))
                .fma(r, FloatVector.broadcast(FLOATS, SERIES[2]))
                .fma(r, FloatVector.broadcast(FLOATS, SERIES[1]))
                .fma(r, FloatVector.broadcast(FLOATS, SERIES[0]));
    }
}
