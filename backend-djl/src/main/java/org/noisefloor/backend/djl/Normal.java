package org.noisefloor.backend.djl;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import org.jspecify.annotations.Nullable;
import org.noisefloor.backend.djl.DjlOptions.Dtype;

/**
 * Normalises each row x: w (x − mean) / √(variance + ε) + b (layer norm; Ba et al. 2016), or without mean and bias
 * w x / √(mean x² + ε) (RMS norm; Zhang and Sennrich 2019).
 *
 * @param weight [D]
 * @param bias [D], null for RMS norm
 * @param type of the rows
 */
record Normal(Kernels kernels, PtNDArray weight, @Nullable PtNDArray bias, double epsilon, Dtype type) {

    /** x [B, T, D] to [B, T, D]. */
    PtNDArray of(PtNDArray x) {
        return bias == null
                ? kernels.call("rms_norm", x, weight, epsilon)
                : JniUtils.layerNorm(x, new Shape(weight.getShape().get(0)), weight, bias, epsilon);
    }

    /** What {@code hook_normalized} holds: of a layer norm the result, of an RMS norm that before its weight, in float32. */
    PtNDArray hooked(PtNDArray x) {
        return bias == null ? kernels.call("rms_unscaled", x, epsilon) : of(x);
    }

    /** The rest: what {@link #hooked} gave to what {@link #of} gives, bit for bit. */
    PtNDArray rest(PtNDArray hooked) {
        return bias == null ? kernels.call("rms_scaled", hooked, weight, type.code()) : hooked;
    }
}
