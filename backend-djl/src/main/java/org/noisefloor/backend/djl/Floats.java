package org.noisefloor.backend.djl;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.noisefloor.api.UserError;

/** A float32 array in PyTorch's memory and the same memory as a buffer. */
final class Floats {
    private final PtNDArray array;
    private final FloatBuffer buffer;

    /**
     * @param what it is, for the message
     * @throws UserError if it would be larger than a buffer can be
     */
    Floats(PtNDManager manager, String what, long... shape) {
        Shape sizes = new Shape(shape);
        if (sizes.size() > Integer.MAX_VALUE / Float.BYTES) {
            throw new UserError(what + " of shape " + sizes + " take " + ((sizes.size() * Float.BYTES) >> 20)
                    + " MiB, and a buffer holds 2047 MiB; make batches smaller or sequences shorter");
        }
        this.array = manager.create(sizes, DataType.FLOAT32);
        this.buffer = array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    PtNDArray array() {
        return array;
    }

    /** Valid while the array is. */
    FloatBuffer view() {
        return buffer.duplicate();
    }
}
