package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * down(φ(up(x))), or with a gate down(φ(gate(x)) ⊙ up(x)) (Shazeer 2020).
 *
 * @param gate [D] to [F]
 * @param up [D] to [F]
 * @param down [F] to [D]
 * @param clamp see {@link Experts}
 */
record Mlp(
        Kernels kernels,
        Activation activation,
        @Nullable Linear gate,
        Linear up,
        Linear down,
        Optional<Experts.Clamp> clamp) {

    /** x [.., D] to what the nonlinearity reads [.., F]. */
    PtNDArray before(PtNDArray x) {
        return (gate == null ? up : gate).of(x);
    }

    /**
     * What stands before the last projection [.., F].
     *
     * @param pre what {@link #before} gave for x, or another array in its place; is overwritten
     */
    PtNDArray after(PtNDArray pre, PtNDArray x) {
        if (clamp.isPresent()) {
            return kernels.call(
                    "clamped_gate",
                    pre,
                    up.of(x),
                    clamp.get().limit(),
                    clamp.get().alpha());
        }
        PtNDArray active = kernels.call(activation.name().toLowerCase(Locale.ROOT), pre);
        return gate == null ? active : kernels.call("times", active, up.of(x));
    }
}
