package org.noisefloor.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.TokenBatch;

/** A buffer of ours, [sequences, length, width], which ONNX Runtime reads and writes without a copy. */
final class PinnedFloats implements AutoCloseable {
    private final OrtEnvironment environment;
    private final BatchShape shape;
    private final int width;
    private final FloatBuffer buffer;
    private final Map<Place, OnnxTensor> tensors = new HashMap<>();

    /** Where a tensor lies in the buffer. */
    private record Place(int first, BatchShape shape) {}

    PinnedFloats(OrtEnvironment environment, BatchShape shape, int width) {
        this.environment = environment;
        this.shape = shape;
        this.width = width;
        long bytes = (long) shape.rows() * width * Float.BYTES;
        if (bytes > Integer.MAX_VALUE) {
            throw new UserError("a batch of " + shape.sequences() + " sequences of " + shape.length() + " tokens needs "
                    + bytes + " bytes for a tensor of width " + width
                    + ", more than 2 GiB; use fewer sequences in a batch");
        }
        this.buffer = ByteBuffer.allocateDirect((int) bytes)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** A view of its own position, so that a reader cannot disturb another. */
    FloatBuffer view() {
        return buffer.duplicate();
    }

    /** What belongs to some sequences of the batch; it starts where the first of them does. */
    OnnxTensor tensor(Rows rows) {
        return tensors.computeIfAbsent(new Place(rows.first(), rows.shape()), this::tensor);
    }

    private OnnxTensor tensor(Place place) {
        int from = place.first() * shape.length() * width;
        long[] dimensions = {place.shape().sequences(), place.shape().length(), width};
        try {
            return OnnxTensor.createTensor(
                    environment, buffer.slice(from, place.shape().rows() * width), dimensions);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes 0 where a batch has no token. */
    void clearPadding(TokenBatch batch) {
        for (int s = 0; s < shape.sequences(); s++) {
            int end = (s + 1) * shape.length() * width;
            for (int i = (s * shape.length() + batch.length(s)) * width; i < end; i++) {
                buffer.put(i, 0);
            }
        }
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
        tensors.clear();
    }
}
