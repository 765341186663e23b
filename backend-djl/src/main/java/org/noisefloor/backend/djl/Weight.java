package org.noisefloor.backend.djl;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of a model: found in the headers of the files when the model is opened, and read when it is first needed.
 *
 * <p>What is made from several stored tensors, or from a part of one, is a weight as well: what was needed only on the way to it is freed.
 */
final class Weight {
    private final Supplier<PtNDArray> reading;
    private @Nullable PtNDArray array;

    /** @param reading makes the array, which belongs to the manager of the model */
    Weight(Supplier<PtNDArray> reading) {
        this.reading = reading;
    }

    /** What is made of this weight alone, which is freed then, unless that is a view of it. */
    Weight changed(UnaryOperator<PtNDArray> how) {
        return new Weight(() -> how.apply(reading.get()));
    }

    /** A view of this weight, of which there are others. */
    Weight view(UnaryOperator<PtNDArray> which) {
        return new Weight(() -> which.apply(array()));
    }

    /** Weights below each other; they are freed then. */
    static Weight joined(Weight... parts) {
        return new Weight(() -> JniUtils.cat(arrays(parts), 0));
    }

    /** Weights of one shape, along a new first dimension; they are freed then. */
    static Weight stacked(Weight... parts) {
        return new Weight(() -> JniUtils.stack(arrays(parts), 0));
    }

    private static PtNDArray[] arrays(Weight... parts) {
        return Stream.of(parts).map(part -> part.reading.get()).toArray(PtNDArray[]::new);
    }

    /**
     * The values.
     *
     * @throws org.noisefloor.api.UserError at the first call, if they cannot be read or are not finite
     */
    PtNDArray array() {
        if (array == null) {
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                PtNDArray read = reading.get();
                NDScope.unregister(read);
                array = read;
            }
        }
        return array;
    }
}
