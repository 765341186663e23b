package org.noisefloor.backend.djl;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import org.jspecify.annotations.Nullable;

/**
 * x W' + b.
 *
 * @param weight [out, in]
 * @param bias [out]
 */
record Linear(PtNDArray weight, @Nullable PtNDArray bias) {

    /** x [B, T, in] to [B, T, out]. */
    @SuppressWarnings("NullAway") // DJL takes null for no bias
    PtNDArray of(PtNDArray x) {
        return JniUtils.linear(x, weight, bias);
    }
}
