package org.noisefloor.backend.djl;

import org.noisefloor.api.Option;

/**
 * The options of {@code djl}.
 *
 * @param dtype the precision of weights and activations; logits and activations are handed out as float32
 */
public record DjlOptions(
        @Option(doc = "the precision in which the model is computed", orElse = "float32")
        Dtype dtype) {

    /** A floating-point format. */
    public enum Dtype {
        FLOAT32(6),
        BFLOAT16(15),
        FLOAT16(5);

        private final long code;

        Dtype(long code) {
            this.code = code;
        }

        /** PyTorch's number of the type (c10/core/ScalarType.h). */
        long code() {
            return code;
        }
    }
}
