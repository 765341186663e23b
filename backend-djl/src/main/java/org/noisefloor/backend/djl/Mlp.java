package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * down(φ(up(x))), or with a gate down(φ(gate(x)) ⊙ up(x)) (Shazeer 2020).
 *
 * @param gate [D] to [F]
 * @param up [D] to [F]
 * @param down [F] to [D]
 */
record Mlp(Kernels kernels, Activation activation, @Nullable Linear gate, Linear up, Linear down) {

    /** x [B, T, D] to what stands before the last projection [B, T, F]. */
    PtNDArray inside(PtNDArray x) {
        String nonlinearity = activation.name().toLowerCase(Locale.ROOT);
        return gate == null
                ? kernels.call(nonlinearity, up.of(x))
                : kernels.call("times", kernels.call(nonlinearity, gate.of(x)), up.of(x));
    }
}
