package org.noisefloor.backend.djl;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import org.jspecify.annotations.Nullable;

/**
 * Normalises each row x: w (x − mean) / √(variance + ε) + b (layer norm; Ba et al. 2016), or without mean and bias
 * w x / √(mean x² + ε) (RMS norm; Zhang and Sennrich 2019).
 *
 * @param weight [D]
 * @param bias [D], null for RMS norm
 */
record Normal(Kernels kernels, PtNDArray weight, @Nullable PtNDArray bias, double epsilon) {

    /** x [B, T, D] to [B, T, D]. */
    PtNDArray of(PtNDArray x) {
        return bias == null
                ? kernels.call("rms_norm", x, weight, epsilon)
                : JniUtils.layerNorm(x, new Shape(weight.getShape().get(0)), weight, bias, epsilon);
    }
}
