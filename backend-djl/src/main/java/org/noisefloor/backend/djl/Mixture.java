package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.List;

/**
 * The experts of a layer.
 *
 * @param router [D] to [E]
 */
record Mixture(Kernels kernels, Experts choice, Linear router, List<Mlp> experts) {

    /** x [B, T, D] to the weighted sum of the experts that are chosen at each position, [B, T, D]. */
    PtNDArray of(PtNDArray x) {
        // [B T, E], 0 for those not chosen
        PtNDArray weights = kernels.call("route", router.of(x), (long) choice.chosen(), choice.normalised() ? 1L : 0L);
        PtNDArray sum = kernels.call("zeros_like", x);
        for (int e = 0; e < experts.size(); e++) {
            PtNDArray rows = kernels.call("chosen", weights, (long) e);
            if (rows.getShape().get(0) > 0) {
                Mlp expert = experts.get(e);
                PtNDArray read = kernels.call("rows", x, rows);
                PtNDArray made = expert.down().of(expert.after(expert.before(read), read));
                kernels.call("add_rows", sum, rows, made, weights, (long) e);
            }
        }
        return sum;
    }
}
