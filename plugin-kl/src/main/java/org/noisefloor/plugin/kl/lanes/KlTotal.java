package org.noisefloor.plugin.kl.lanes;

import static org.noisefloor.plugin.kl.lanes.Lanes.COUNT;
import static org.noisefloor.plugin.kl.lanes.Lanes.FLOATS;
import static org.noisefloor.plugin.kl.lanes.Lanes.STRIPES;

import jdk.incubator.vector.FloatVector;

/** Σ p φ(d) over all tokens, without decades, in two loops: one for the blocks in which all d are near 0, one for the others. */
final class KlTotal {
    private final Stripes sum = new Stripes(1);

    /** The sum; a stage that comes next. */
    Stripes sum() {
        return sum;
    }

    /** φ straight from d. */
    final class Near extends Stage {
        @Override
        void run(Block block) {
            if (block.largest > Lanes.NEAR) {
                return;
            }
            float[] probabilities = block.p;
            float[] ratios = block.d;
            float[] partial = sum.ofBlock;
            int length = block.length;
            for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
                FloatVector total = FloatVector.zero(FLOATS);
                for (int i = stripe; i < length; i += STRIPES) {
                    FloatVector phi = Lanes.phi(FloatVector.fromArray(FLOATS, ratios, i));
                    total = FloatVector.fromArray(FLOATS, probabilities, i).fma(phi, total);
                }
                Lanes.store(total, partial, stripe);
            }
        }
    }

    /** As {@link Lanes#roundedBeyondNear} says; the same bits as the other where both could do it. */
    final class Far extends Stage {
        @Override
        void run(Block block) {
            if (block.largest <= Lanes.NEAR) {
                return;
            }
            float[] probabilities = block.p;
            float[] ratios = block.d;
            float[] partial = sum.ofBlock;
            int length = block.length;
            for (int stripe = 0; stripe < STRIPES; stripe += COUNT) {
                FloatVector total = FloatVector.zero(FLOATS);
                for (int i = stripe; i < length; i += STRIPES) {
                    FloatVector d = FloatVector.fromArray(FLOATS, ratios, i);
                    FloatVector rounded = Lanes.roundedBeyondNear(d);
                    FloatVector r = Lanes.remainder(d, rounded);
                    FloatVector s = Lanes.powerOfTwo(rounded);
                    FloatVector phi = s.fma(Lanes.phi(r), s.sub(1).add(s.mul(r).sub(d)));
                    total = FloatVector.fromArray(FLOATS, probabilities, i).fma(phi, total);
                }
                Lanes.store(total, partial, stripe);
            }
        }
    }
}
