package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * x W' + b.
 *
 * @param weight [out, in]
 * @param bias [out]
 */
record Linear(Kernels kernels, Weight weight, @Nullable Weight bias) {

    /** The same part of the rows of weight and bias. */
    Linear view(UnaryOperator<PtNDArray> which) {
        return new Linear(kernels, weight.view(which), bias == null ? null : bias.view(which));
    }

    /** x [B, T, in] to [B, T, out]. */
    PtNDArray of(PtNDArray x) {
        return bias == null
                ? kernels.call("linear", x, weight.array())
                : kernels.call("linear_bias", x, weight.array(), bias.array());
    }
}
