package org.noisefloor.backend.djl;

import org.noisefloor.api.Option;
import org.noisefloor.files.ComputeDevice;

/**
 * The options of {@code djl}.
 *
 * @param dtype the precision of weights and activations; logits and activations are handed out as float32
 * @param device where it is computed: {@code auto}, {@code cpu} or {@code cuda:N}
 */
public record DjlOptions(
        @Option(doc = "the precision in which the model is computed", orElse = "float32")
        Dtype dtype,

        @Option(
                doc = "where it is computed: cpu, cuda:N (a GPU by its number), or auto, a GPU if one can be used",
                orElse = ComputeDevice.AUTO)
        String device) {

    /** @throws IllegalArgumentException if there is no such device */
    public DjlOptions {
        new ComputeDevice(device);
    }

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
