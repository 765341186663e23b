package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import org.jspecify.annotations.Nullable;
import org.noisefloor.backend.djl.DjlOptions.Dtype;

/**
 * Normalises each row x: w (x − mean) / √(variance + ε) + b (layer norm; Ba et al. 2016), or without mean and bias
 * w x / √(mean x² + ε) (RMS norm; Zhang and Sennrich 2019).
 *
 * @param rms which of the two
 * @param weight [D], null for 1
 * @param bias [D], null for 0
 * @param type of the rows
 */
record Normal(
        Kernels kernels,
        boolean rms,
        @Nullable Weight weight,
        @Nullable Weight bias,
        double epsilon,
        Dtype type) {

    /** x [.., D] to [.., D]. */
    PtNDArray of(PtNDArray x) {
        if (weight != null && bias != null) {
            return JniUtils.layerNorm(x, weight.array().getShape(), weight.array(), bias.array(), epsilon);
        }
        if (weight == null) {
            return kernels.call("layer_plain", x, epsilon);
        }
        return kernels.call(rms ? "rms_norm" : "layer_norm", x, weight.array(), epsilon);
    }

    /** What {@code hook_normalized} holds: of a layer norm the result, of an RMS norm that before its weight, in float32. */
    PtNDArray hooked(PtNDArray x) {
        return rms ? kernels.call("rms_unscaled", x, epsilon) : of(x);
    }

    /** The rest: what {@link #hooked} gave to what {@link #of} gives, bit for bit. */
    PtNDArray rest(PtNDArray hooked) {
        return rms && weight != null ? kernels.call("rms_scaled", hooked, weight.array(), type.code()) : hooked;
    }
}
