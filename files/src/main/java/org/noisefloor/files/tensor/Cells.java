package org.noisefloor.files.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Numbers of one type, one behind the other.
 *
 * @param start the first byte
 * @param negated whether each stands for its opposite, as in some views of PyTorch
 */
record Cells(Bytes bytes, long start, TensorDtype dtype, ByteOrder order, boolean negated) {
    /** Fills the rest of a buffer with the bytes from a cell on, and flips it. */
    void read(long cell, ByteBuffer into) throws IOException {
        bytes.read(start + cell * dtype.bytes(), into);
        into.flip().order(order);
    }
}
