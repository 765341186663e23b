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
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.noisefloor.backend.djl.DjlOptions.Dtype;

/** What depends on the lengths of sequences alone: rotations and masks. Made once for a cut; some rotations for each batch. */
final class SequenceTables {
    private final Kernels kernels;
    private final Architecture model;
    private final Dtype type;
    private final int length;
    private final PtNDManager manager;
    private final Alibis alibis;
    private final Map<Rotary, PtNDArray[]> turns = new HashMap<>();
    private final Map<Integer, PtNDArray> masks = new HashMap<>();
    private final @Nullable PtNDArray growth;
    private List<Integer> lengths = List.of();

    /** @param manager owns the tables */
    SequenceTables(Architecture model, int length, Dtype type, Kernels kernels, PtNDManager manager) {
        this.kernels = kernels;
        this.model = model;
        this.type = type;
        this.length = length;
        this.manager = manager;
        this.alibis =
                new Alibis(model.family().alibi(), model.heads(), model.scales().attention());
        this.growth = growth(model.scales().queries());
        for (Rotary rotary : rotaries(false)) {
            turns.put(rotary, tables(rotary, List.of(length)));
        }
        for (int window : model.windows()) {
            if (needsMask(window)
                    || model.attentionCap().isPresent()
                    || model.family().modules().sinks() != null) {
                masks.computeIfAbsent(window, this::made);
            }
        }
    }

    private List<Rotary> rotaries(boolean byLength) {
        return model.rotaries().stream()
                .flatMap(Optional::stream)
                .distinct()
                .filter(rotary -> rotary.scaling().dependsOnLength() == byLength)
                .toList();
    }

    /** Makes the tables of rotations that depend on how long each sequence is. */
    void prepare(List<Integer> ofBatch) {
        if (!ofBatch.equals(lengths)) {
            for (Rotary rotary : rotaries(true)) {
                PtNDArray[] old = turns.put(rotary, tables(rotary, ofBatch));
                if (old != null) {
                    old[0].close();
                    old[1].close();
                }
            }
            lengths = List.copyOf(ofBatch);
        }
    }

    /** Cosine and sine of the angles t f_i, [n, 1, T, r/2] for sequences of n lengths; angles are float32, as in transformers. */
    private PtNDArray[] tables(Rotary rotary, List<Integer> ofSequences) {
        return new PtNDArray[] {
            rounded(table(rotary, ofSequences, Math::cos)), rounded(table(rotary, ofSequences, Math::sin))
        };
    }

    /** As the family rounds them; in the type in which heads are turned. */
    private PtNDArray rounded(PtNDArray table) {
        return switch (model.family().rounding()) {
            case ALL -> as(type, table);
            case TABLES -> as(Dtype.FLOAT32, as(type, table));
            case RESULT -> as(Dtype.FLOAT32, table);
        };
    }

    /** A copy on the device, in the place of an array of any. */
    private PtNDArray as(Dtype other, PtNDArray array) {
        try (array) {
            return kernels.put(array, other.code());
        }
    }

    private PtNDArray table(Rotary rotary, List<Integer> ofSequences, DoubleUnaryOperator of) {
        int half = rotary.rotated() / 2;
        float factor = (float) rotary.scaling().factor();
        ByteBuffer bytes = direct(ofSequences.size() * length * half);
        FloatBuffer values = bytes.asFloatBuffer();
        for (int sequence : ofSequences) {
            List<Float> frequencies = rotary.frequencies(sequence);
            for (int t = 0; t < length; t++) {
                for (float frequency : frequencies) {
                    values.put((float) of.applyAsDouble(t * frequency) * factor);
                }
            }
        }
        return manager.create(bytes, new Shape(ofSequences.size(), 1, length, half), DataType.FLOAT32);
    }

    /** [T, 1] */
    private @Nullable PtNDArray growth(Architecture.@Nullable Growth queries) {
        if (queries == null) {
            return null;
        }
        ByteBuffer bytes = direct(length);
        FloatBuffer values = bytes.asFloatBuffer();
        for (int t = 0; t < length; t++) {
            values.put((float) (1 + queries.beta() * Math.log1p(Math.floor(t / queries.length()))));
        }
        return as(type, manager.create(bytes, new Shape(length, 1), DataType.FLOAT32));
    }

    /** 0, or ALiBi, where position i sees position j: i − window < j ≤ i; else −∞. [T, T], with ALiBi [H, T, T]. */
    private PtNDArray made(int window) {
        int heads = alibis.any() ? model.heads() : 1;
        ByteBuffer bytes = direct(heads * length * length);
        FloatBuffer values = bytes.asFloatBuffer();
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < length; i++) {
                for (int j = 0; j < length; j++) {
                    values.put(j <= i && i - j < window ? alibis.of(head, i, j) : Float.NEGATIVE_INFINITY);
                }
            }
        }
        Shape shape = alibis.any() ? new Shape(heads, length, length) : new Shape(length, length);
        return as(type, manager.create(bytes, shape, DataType.FLOAT32));
    }

    private static ByteBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(floats, Float.BYTES))
                .order(ByteOrder.nativeOrder());
    }

    boolean needsMask(int window) {
        return window < length || alibis.any();
    }

    PtNDArray cos(Rotary rotary) {
        return there(turns.get(rotary))[0];
    }

    PtNDArray sin(Rotary rotary) {
        return there(turns.get(rotary))[1];
    }

    PtNDArray growth() {
        return there(growth);
    }

    PtNDArray mask(int window) {
        return there(masks.get(window));
    }

    private static <T> T there(@Nullable T table) {
        if (table == null) {
            throw new IllegalStateException("a table that this model does not need");
        }
        return table;
    }
}
