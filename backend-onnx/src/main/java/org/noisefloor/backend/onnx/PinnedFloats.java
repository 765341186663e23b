package org.noisefloor.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.UserError;

/** A buffer of ours, [sequences, length, width], which ONNX Runtime reads and writes without a copy. */
final class PinnedFloats implements AutoCloseable {
    private final FloatBuffer buffer;
    private final OnnxTensor tensor;

    PinnedFloats(OrtEnvironment environment, BatchShape shape, int width) {
        long bytes = (long) shape.rows() * width * Float.BYTES;
        if (bytes > Integer.MAX_VALUE) {
            throw new UserError("a batch of " + shape.sequences() + " sequences of " + shape.length() + " tokens needs "
                    + bytes + " bytes for a tensor of width " + width
                    + ", more than 2 GiB; use fewer sequences in a batch");
        }
        this.buffer = ByteBuffer.allocateDirect((int) bytes)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        try {
            this.tensor =
                    OnnxTensor.createTensor(environment, buffer, new long[] {shape.sequences(), shape.length(), width});
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A view of its own position, so that a reader cannot disturb another. */
    FloatBuffer view() {
        return buffer.duplicate();
    }

    OnnxTensor tensor() {
        return tensor;
    }

    @Override
    public void close() {
        tensor.close();
    }
}
