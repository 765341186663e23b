package org.noisefloor.backend.djl;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.noisefloor.backend.djl.DjlOptions.Dtype;

/** What depends on the length T of the sequences alone: rotations and masks. Made once for a cut. */
final class SequenceTables {
    private final Kernels kernels;
    private final Dtype type;
    private final int length;
    private final @Nullable PtNDArray cos;
    private final @Nullable PtNDArray sin;
    private final Map<Integer, PtNDArray> masks = new HashMap<>();

    /** @param manager owns the tables */
    SequenceTables(Architecture model, int length, Dtype type, Kernels kernels, PtNDManager manager) {
        this.kernels = kernels;
        this.type = type;
        this.length = length;
        Rotary rotary = model.rotary().orElse(null);
        this.cos = rotary == null ? null : table(rotary, manager, Math::cos);
        this.sin = rotary == null ? null : table(rotary, manager, Math::sin);
        for (int window : model.windows()) {
            if (!seesAll(window) || model.attentionCap().isPresent()) {
                masks.computeIfAbsent(window, w -> mask(w, manager));
            }
        }
    }

    /** A function of the angles t f_i, [T, r/2]; angles are float32, as in transformers. */
    private PtNDArray table(Rotary rotary, PtNDManager manager, DoubleUnaryOperator of) {
        List<Float> frequencies = rotary.frequencies();
        ByteBuffer bytes = direct(length * frequencies.size());
        FloatBuffer values = bytes.asFloatBuffer();
        for (int t = 0; t < length; t++) {
            for (float frequency : frequencies) {
                values.put((float) of.applyAsDouble(t * frequency));
            }
        }
        return array(bytes, new Shape(length, frequencies.size()), manager);
    }

    /** 0 where position i sees position j: i − window < j ≤ i; else −∞. [T, T]. */
    private PtNDArray mask(int window, PtNDManager manager) {
        ByteBuffer bytes = direct(length * length);
        FloatBuffer values = bytes.asFloatBuffer();
        for (int i = 0; i < length; i++) {
            for (int j = 0; j < length; j++) {
                values.put(j <= i && i - j < window ? 0 : Float.NEGATIVE_INFINITY);
            }
        }
        return array(bytes, new Shape(length, length), manager);
    }

    private static ByteBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder());
    }

    /** A copy in PyTorch's memory. */
    private PtNDArray array(ByteBuffer bytes, Shape shape, PtNDManager manager) {
        try (PtNDArray floats = manager.create(bytes, shape, DataType.FLOAT32)) {
            return kernels.call("to", floats, type.code());
        }
    }

    boolean seesAll(int window) {
        return window >= length;
    }

    PtNDArray cos() {
        return there(cos);
    }

    PtNDArray sin() {
        return there(sin);
    }

    PtNDArray mask(int window) {
        return there(masks.get(window));
    }

    private static PtNDArray there(@Nullable PtNDArray table) {
        if (table == null) {
            throw new IllegalStateException("a table that this model does not need");
        }
        return table;
    }
}
