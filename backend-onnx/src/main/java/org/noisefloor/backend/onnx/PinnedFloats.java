package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.TokenBatch;

/**
 * A buffer of ours, [sequences, length, width], which ONNX Runtime reads and writes without a copy. Where the graph has another precision,
 * ONNX Runtime writes into a buffer of that, and float32 is what {@link #widen} makes of it.
 */
final class PinnedFloats implements AutoCloseable {
    private final OrtEnvironment environment;
    private final BatchShape shape;
    private final int width;
    private final OnnxJavaType type;
    /** With room for the sequences that fill up the last pass. */
    private final ByteBuffer exported;

    private final FloatBuffer floats;
    private final Map<Place, OnnxTensor> tensors = new HashMap<>();

    /** Where a tensor lies in the buffer. */
    private record Place(int first, BatchShape shape) {}

    /** @param element the precision in the graph */
    PinnedFloats(
            OrtEnvironment environment, BatchShape shape, FixedShape fixed, int width, TensorProto.DataType element) {
        this.environment = environment;
        this.shape = shape;
        this.width = width;
        this.type = switch (element) {
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case DOUBLE -> OnnxJavaType.DOUBLE;
            default -> OnnxJavaType.FLOAT;
        };
        BatchShape filled = BatchShape.of(fixed.filled(shape.sequences()), shape.length());
        this.exported = room(filled, width, type);
        this.floats = type == OnnxJavaType.FLOAT
                ? exported.asFloatBuffer()
                : room(shape, width, OnnxJavaType.FLOAT).asFloatBuffer();
    }

    private static ByteBuffer room(BatchShape shape, int width, OnnxJavaType type) {
        long bytes = (long) shape.rows() * width * type.size;
        if (bytes > Integer.MAX_VALUE) {
            throw new UserError("a batch of " + shape.sequences() + " sequences of " + shape.length() + " tokens needs "
                    + bytes + " bytes for a tensor of width " + width
                    + ", more than 2 GiB; use fewer sequences in a batch");
        }
        return ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.nativeOrder());
    }

    /** A view of its own position, so that a reader cannot disturb another. */
    FloatBuffer view() {
        return floats.slice(0, shape.rows() * width);
    }

    /** What belongs to some sequences of the batch; it starts where the first of them does. */
    OnnxTensor tensor(Rows rows) {
        return tensors.computeIfAbsent(new Place(rows.first(), rows.shape()), this::tensor);
    }

    private OnnxTensor tensor(Place place) {
        int number = width * type.size;
        int from = place.first() * shape.length() * number;
        long[] dimensions = {place.shape().sequences(), place.shape().length(), width};
        try {
            ByteBuffer part =
                    exported.slice(from, place.shape().rows() * number).order(ByteOrder.nativeOrder());
            return OnnxTensor.createTensor(environment, part, dimensions, type);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes float32 of what ONNX Runtime has written. */
    void widen() {
        int numbers = shape.rows() * width;
        switch (type) {
            case FLOAT16 -> {
                for (int i = 0; i < numbers; i++) {
                    floats.put(i, Fp16Conversions.fp16ToFloat(exported.getShort(i * Short.BYTES)));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < numbers; i++) {
                    floats.put(i, Fp16Conversions.bf16ToFloat(exported.getShort(i * Short.BYTES)));
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < numbers; i++) {
                    floats.put(i, (float) exported.getDouble(i * Double.BYTES));
                }
            }
            default -> {} // ONNX Runtime has written float32
        }
    }

    /** What fills up the last pass becomes what its first sequence is now. */
    void fill(FixedShape fixed) {
        int filled = fixed.filled(shape.sequences());
        int first = filled - fixed.inOnePass(shape.sequences());
        for (int s = shape.sequences(); s < filled; s++) {
            copy(first, s);
        }
    }

    /** Whether a sequence, padding included, has the bits of one in another buffer of the same kind. */
    boolean isSame(int sequence, PinnedFloats other, int its) {
        return holds(sequence, other.part(its));
    }

    /** Whether a sequence, padding included, has some bits. */
    boolean holds(int sequence, ByteBuffer bits) {
        return part(sequence).equals(bits.duplicate());
    }

    /** The bits of a sequence, to keep. */
    ByteBuffer bits(int sequence) {
        return ByteBuffer.allocateDirect(bytes()).put(part(sequence)).flip();
    }

    /** Gives a sequence the bits of one in another buffer of the same kind. */
    void put(int sequence, ByteBuffer bits) {
        part(sequence).put(bits.duplicate());
    }

    /** Gives a sequence what another has. */
    void copy(int from, int to) {
        put(to, part(from));
    }

    /** How many one sequence takes. */
    int bytes() {
        return shape.length() * width * type.size;
    }

    private ByteBuffer part(int sequence) {
        return exported.slice(sequence * bytes(), bytes());
    }

    /** Writes 0 where a batch has no token. */
    void clearPadding(TokenBatch batch) {
        for (int s = 0; s < shape.sequences(); s++) {
            int end = (s + 1) * shape.length() * width;
            for (int i = (s * shape.length() + batch.length(s)) * width; i < end; i++) {
                floats.put(i, 0);
            }
        }
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
        tensors.clear();
    }
}
