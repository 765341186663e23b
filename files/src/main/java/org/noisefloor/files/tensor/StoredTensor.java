package org.noisefloor.files.tensor;

import java.util.List;
import org.noisefloor.api.UserError;

/** A tensor as it stands in a {@link TensorFile}: what is said of it, without its values. */
public interface StoredTensor {
    /** Its name in the file; what is nested there is joined by points ({@code model.layers.0.weight}). */
    String name();

    TensorDtype dtype();

    /** In row-major order, whatever the order of its values in the file; empty for a single number. */
    List<Long> shape();

    /** The product of its {@link #shape}. */
    long elements();

    /** "FILE: tensor NAME", with which messages begin. */
    String where();

    /** @throws UserError if its values are not floating-point numbers that can be read as float32 */
    default void checkFloats() {
        if (!dtype().isFloat()) {
            throw new UserError(where() + " is " + dtype() + ", expected one of " + TensorDtype.floats());
        }
    }
}
