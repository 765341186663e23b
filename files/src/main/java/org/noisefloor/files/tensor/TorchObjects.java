package org.noisefloor.files.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Unreadable;

/**
 * What {@code torch.save} names in its pickle: tensors over storages, element types, plain containers, and the numbers of NumPy that
 * stand in checkpoints of trainers. As seen in files of PyTorch 2.15, and in its own list for {@code weights_only}.
 */
final class TorchObjects implements PickleObjects {
    private static final String TENSOR_V2 = "torch._utils._rebuild_tensor_v2";
    private static final String TENSOR_V3 = "torch._utils._rebuild_tensor_v3";
    private static final String PARAMETER = "torch._utils._rebuild_parameter";
    private static final String PARAMETER_WITH_STATE = "torch._utils._rebuild_parameter_with_state";
    private static final String FROM_TYPE = "torch._tensor._rebuild_from_type_v2";
    private static final Set<String> REBUILDS = Set.of(TENSOR_V2, TENSOR_V3, PARAMETER, PARAMETER_WITH_STATE);
    private static final Set<String> CLASSES =
            Set.of("torch.Tensor", "torch.nn.parameter.Parameter", "torch.nn.parameter.Buffer");
    private static final Set<String> SCALARS = Set.of("numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar");
    /** Of which nothing is kept. */
    private static final Set<String> HARMLESS = Set.of(
            "builtins.set",
            "builtins.frozenset",
            "builtins.bytearray",
            "builtins.complex",
            "__builtin__.set",
            "__builtin__.frozenset",
            "__builtin__.bytearray",
            "__builtin__.complex",
            "torch.serialization._get_layout",
            "numpy.ndarray",
            "numpy.core.multiarray._reconstruct",
            "numpy._core.multiarray._reconstruct");

    private static final Set<String> OTHERS =
            Set.of("collections.OrderedDict", "torch.Size", "torch.device", "_codecs.encode", "numpy.dtype", FROM_TYPE);
    private static final int MOST_DIMENSIONS = 64;
    /** Elements that a view may have beyond those of its storage, as one has that repeats a value. */
    private static final long MOST_REPEATED = 1 << 20;

    /** Bytes that tensors share, and the type that they were said to have. */
    private record Storage(Bytes bytes, TensorDtype dtype) {}

    /** A tensor without a name as yet. */
    record Tensor(StridedFile.View view) {}

    /** An element type of NumPy; its order of bytes comes as state. */
    private static final class NumpyType {
        private final String code;
        private String order = "<";

        private NumpyType(String code) {
            this.code = code;
        }
    }

    private final Path file;
    private final ZipIndex zip;
    private final String prefix;
    private final ByteOrder order;
    private final Map<String, Bytes> storages = new HashMap<>();

    /**
     * @param prefix with which the names of all entries of the zip file begin
     * @param order of the bytes of all numbers
     */
    TorchObjects(Path file, ZipIndex zip, String prefix, ByteOrder order) {
        this.file = file;
        this.zip = zip;
        this.prefix = prefix;
        this.order = order;
    }

    @Override
    public Global global(String module, String name) {
        String full = module + "." + name;
        if (REBUILDS.contains(full)
                || CLASSES.contains(full)
                || SCALARS.contains(full)
                || HARMLESS.contains(full)
                || OTHERS.contains(full)
                || TorchTypes.dtype(full).isPresent()
                || TorchTypes.storage(full).isPresent()) {
            return new Global(full);
        }
        throw new UserError(file + ": it asks for " + Shown.text(full)
                + " of Python, and nothing but tensors, numbers, texts, lists and dicts is read; save the tensors alone (a state_dict) by"
                + " torch.save or as safetensors");
    }

    @Override
    public Object call(Global function, List<Object> arguments) {
        String name = function.name();
        if (SCALARS.contains(name)) {
            return scalar(arguments);
        }
        if (HARMLESS.contains(name)) {
            return Plain.OTHER;
        }
        return switch (name) {
            case TENSOR_V2, TENSOR_V3 -> tensor(name.equals(TENSOR_V3), arguments);
            case PARAMETER, PARAMETER_WITH_STATE -> argument(arguments, 0, Tensor.class);
            case FROM_TYPE -> subclass(arguments);
            case "collections.OrderedDict" -> ordered(arguments);
            case "torch.Size" -> argument(arguments, 0, Tuple.class);
            case "torch.device" -> device(arguments);
            case "_codecs.encode" -> argument(arguments, 0, String.class).getBytes(StandardCharsets.ISO_8859_1);
            case "numpy.dtype" -> new NumpyType(argument(arguments, 0, String.class));
            default -> throw new IllegalStateException("a call of " + name + ", which is no function");
        };
    }

    private static <T> T argument(List<Object> arguments, int index, Class<T> type) {
        if (index >= arguments.size() || !type.isInstance(arguments.get(index))) {
            throw new IllegalStateException("argument " + index + " of a call is no " + type.getSimpleName());
        }
        return type.cast(arguments.get(index));
    }

    private static Dict ordered(List<Object> arguments) {
        Dict dict = new Dict();
        if (!arguments.isEmpty()) {
            // its items as pairs
            for (Object pair : argument(arguments, 0, Items.class).items) {
                List<Object> both = pair instanceof Tuple tuple ? tuple.items : ((Items) cast(pair, Items.class)).items;
                if (both.size() != 2) {
                    throw new IllegalStateException("a dict of items that are no pairs");
                }
                dict.put(both.get(0), both.get(1));
            }
        }
        return dict;
    }

    private static Object cast(Object object, Class<?> type) {
        if (!type.isInstance(object)) {
            throw new IllegalStateException("a value is no " + type.getSimpleName());
        }
        return object;
    }

    private static String device(List<Object> arguments) {
        String kind = argument(arguments, 0, String.class);
        return arguments.size() > 1 ? kind + ":" + argument(arguments, 1, Long.class) : kind;
    }

    /** A tensor of a class of its own, or with attributes. */
    private Object subclass(List<Object> arguments) {
        Global rebuild = argument(arguments, 0, Global.class);
        Global type = argument(arguments, 1, Global.class);
        if (!REBUILDS.contains(rebuild.name()) || !CLASSES.contains(type.name())) {
            throw new IllegalStateException("a tensor of the class " + type.name());
        }
        return call(rebuild, argument(arguments, 2, Tuple.class).items);
    }

    /**
     * Storage, offset, sizes, strides, whether it requires a gradient, hooks; version 3 has the element type next, since its storage has
     * none; then, if the view is more than a choice of elements, a dict that says what.
     */
    private Tensor tensor(boolean typed, List<Object> arguments) {
        Storage storage = argument(arguments, 0, Storage.class);
        TensorDtype dtype = storage.dtype();
        if (typed) {
            String name = argument(arguments, 6, Global.class).name();
            dtype = TorchTypes.dtype(name)
                    .orElseThrow(() -> new IllegalStateException(name + " in the place of an element type"));
        }
        List<Long> shape = numbers(argument(arguments, 2, Tuple.class));
        List<Long> strides = numbers(argument(arguments, 3, Tuple.class));
        Layout layout = new Layout(shape, strides, argument(arguments, 1, Long.class));
        long cells = storage.bytes().size() / dtype.bytes();
        if (shape.size() != strides.size() || shape.size() > MOST_DIMENSIONS || !layout.fits(cells)) {
            throw new IllegalStateException("a tensor goes on behind the end of its storage");
        }
        if (layout.elements() > Math.max(cells, MOST_REPEATED)) {
            throw new UserError(file + ": a tensor of shape " + Shown.text(shape.toString()) + " is " + cells
                    + " numbers repeated; save it after .contiguous()");
        }
        boolean negated = isNegated(arguments, typed ? 7 : 6);
        if (negated && !dtype.isFloat()) {
            throw new IllegalStateException("a view of " + dtype + " that flips signs");
        }
        return new Tensor(new StridedFile.View(new Cells(storage.bytes(), 0, dtype, order, negated), layout));
    }

    private static List<Long> numbers(Tuple tuple) {
        return tuple.items.stream().map(each -> (Long) cast(each, Long.class)).toList();
    }

    /** Of a view like the imaginary part of a conjugate, which keeps the numbers and notes that their sign is to be flipped. */
    private static boolean isNegated(List<Object> arguments, int index) {
        if (index >= arguments.size() || arguments.get(index) == Plain.NONE) {
            return false;
        }
        Map<Object, Object> notes = argument(arguments, index, Dict.class).entries;
        for (Map.Entry<Object, Object> note : notes.entrySet()) {
            // a conjugate is complex, and complex numbers are not read
            if (!note.getKey().equals("neg")
                    && !note.getKey().equals("conj")
                    && !note.getValue().equals(false)) {
                throw new IllegalStateException("a view with an unknown note");
            }
        }
        return Boolean.TRUE.equals(notes.get("neg"));
    }

    /** ('storage', class, key, device, elements). */
    @Override
    public Object persistent(Object id) {
        List<Object> parts = ((Tuple) cast(id, Tuple.class)).items;
        TensorDtype dtype = TorchTypes.storage(argument(parts, 1, Global.class).name())
                .orElseThrow(() -> new IllegalStateException("a storage of no known class"));
        String key = argument(parts, 2, String.class);
        long count = argument(parts, 4, Long.class);
        Bytes bytes = storage(key);
        if (count < 0 || count > bytes.size() / dtype.bytes()) {
            throw new UserError(file + ": the storage " + Shown.text(key) + " is said to have " + count + " numbers of "
                    + dtype + ", and the zip file has " + bytes.size() + " bytes of it; download or save it again");
        }
        return new Storage(bytes, dtype);
    }

    private Bytes storage(String key) {
        Bytes known = storages.get(key);
        if (known != null) {
            return known;
        }
        try {
            Bytes bytes = zip.bytes(prefix + "data/" + key);
            storages.put(key, bytes);
            return bytes;
        } catch (IOException failed) {
            throw Unreadable.file(file, failed);
        }
    }

    /** Attributes of dicts and tensors say nothing about numbers; of an element type of NumPy they do. */
    @Override
    public void state(Object object, Object state) {
        if (object instanceof NumpyType type
                && state instanceof Tuple tuple
                && tuple.items.size() > 1
                && tuple.items.get(1) instanceof String numpyOrder) {
            type.order = numpyOrder;
        }
    }

    /** A number of NumPy, by its type and its bytes. */
    private static Object scalar(List<Object> arguments) {
        NumpyType type = argument(arguments, 0, NumpyType.class);
        if (arguments.size() < 2 || !(arguments.get(1) instanceof byte[] bytes)) {
            return Plain.OTHER;
        }
        NpyHeader.Type described = NpyHeader.Type.of(type.order + type.code);
        if (bytes.length != described.dtype().bytes()) {
            return Plain.OTHER;
        }
        Object number = number(described.dtype(), ByteBuffer.wrap(bytes).order(described.order()));
        return number == null ? Plain.OTHER : number;
    }

    private static @Nullable Object number(TensorDtype dtype, ByteBuffer bytes) {
        return switch (dtype) {
            case BOOL -> bytes.get() != 0;
            case F16 -> (double) Decoder.halfToFloat(bytes.getShort());
            case F32 -> (double) bytes.getFloat();
            case F64 -> bytes.getDouble();
            default -> {
                long whole = dtype.integer(bytes).orElse(Long.MIN_VALUE);
                yield whole == Long.MIN_VALUE ? null : whole;
            }
        };
    }
}
