package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.TokenBatch;

/**
 * What a graph wants to be fed, and the tensors for a batch.
 *
 * <p>Sequences are padded on the right, so that in a causal model no token sees padding; the attention mask (1 on tokens, 0 on
 * padding) says the same once more. An empty sequence gets a mask of 1 at its first position: a row that may attend to
 * nothing would be NaN in some exports.
 */
final class ModelInputs {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String POSITIONS = "position_ids";
    private static final String PAST = "past_key_values.";

    private final Path path;
    private final Map<String, ValueInfoProto> declared;

    /** @throws UserError if the graph wants something that a language model is not fed with */
    ModelInputs(Path path, Map<String, ValueInfoProto> declared) {
        this.path = path;
        this.declared = declared;
        if (!declared.containsKey(IDS)) {
            throw new UserError(path + ": the graph has no input 'input_ids'; it has " + declared.keySet());
        }
        declared.forEach((name, input) -> {
            boolean integer = element(input) == TensorProto.DataType.INT64_VALUE
                    || element(input) == TensorProto.DataType.INT32_VALUE;
            boolean known = switch (name) {
                case IDS, MASK, POSITIONS -> integer && dimensions(input).size() == 2;
                default ->
                    name.startsWith(PAST)
                            && element(input) == TensorProto.DataType.FLOAT_VALUE
                            && dimensions(input).size() == 4;
            };
            if (!known) {
                throw new UserError(path + ": the graph has an input '" + name + "' " + description(input)
                        + " that cannot be fed; export it with input_ids, and if need be attention_mask and position_ids,"
                        + " as int64 [batch, sequence] (for a merged decoder: without past)");
            }
        });
    }

    /** The name of the input that holds the token ids. */
    String ids() {
        return IDS;
    }

    /** Whether the graph can run one sequence by itself. */
    boolean takesOneSequence() {
        return fixed(0).orElse(1) == 1;
    }

    /** How many sequences it takes, if it was exported for one alone. */
    OptionalInt sequences() {
        OptionalInt fixed = fixed(0);
        return fixed.orElse(0) == 1 ? fixed : OptionalInt.empty();
    }

    /** At how many positions so many tokens run: as many, unless the graph was exported for one length. */
    int lengthFor(int tokens) {
        return fixed(1).orElse(tokens);
    }

    /** A dimension of the ids and what lies beside them, where the graph says a number. */
    private OptionalInt fixed(int dimension) {
        return Stream.of(IDS, MASK, POSITIONS)
                .map(declared::get)
                .filter(Objects::nonNull)
                .map(input -> dimensions(input).get(dimension))
                .filter(TensorShapeProto.Dimension::hasDimValue)
                .mapToInt(size -> Math.toIntExact(size.getDimValue()))
                .findFirst();
    }

    /**
     * One sequence at a time it takes any number of.
     *
     * @throws UserError if the graph was exported for one shape only, and this is another one
     */
    void check(BatchShape shape) {
        for (String name : List.of(IDS, MASK, POSITIONS)) {
            ValueInfoProto input = declared.get(name);
            if (input != null) {
                TensorShapeProto.Dimension batch = dimensions(input).get(0);
                TensorShapeProto.Dimension sequence = dimensions(input).get(1);
                if ((batch.hasDimValue() && batch.getDimValue() != 1 && batch.getDimValue() != shape.sequences())
                        || (sequence.hasDimValue() && sequence.getDimValue() != shape.length())) {
                    throw new UserError(path + ": the graph was exported for '" + name + "' " + description(input)
                            + " only, not for [" + shape.sequences() + ", " + shape.length()
                            + "]; export it with dynamic axes");
                }
            }
        }
    }

    /** The inputs for one batch; the caller closes the tensors. */
    Map<String, OnnxTensor> feed(OrtEnvironment environment, TokenBatch batch) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, ValueInfoProto> input : declared.entrySet()) {
            String name = input.getKey();
            tensors.put(
                    name,
                    name.startsWith(PAST)
                            ? emptyPast(environment, input.getValue(), batch.shape())
                            : integers(environment, input.getValue(), batch));
        }
        return tensors;
    }

    private static OnnxTensor integers(OrtEnvironment environment, ValueInfoProto input, TokenBatch batch)
            throws OrtException {
        BatchShape shape = batch.shape();
        boolean wide = element(input) == TensorProto.DataType.INT64_VALUE;
        ByteBuffer bytes = direct((long) shape.rows() * (wide ? Long.BYTES : Integer.BYTES));
        for (int s = 0; s < shape.sequences(); s++) {
            for (int t = 0; t < shape.length(); t++) {
                int value = switch (input.getName()) {
                    case IDS -> batch.token(s, t);
                    case MASK -> t < Math.max(1, batch.length(s)) ? 1 : 0;
                    default -> t;
                };
                if (wide) {
                    bytes.putLong(value);
                } else {
                    bytes.putInt(value);
                }
            }
        }
        bytes.flip();
        long[] dimensions = {shape.sequences(), shape.length()};
        return wide
                ? OnnxTensor.createTensor(environment, bytes.asLongBuffer(), dimensions)
                : OnnxTensor.createTensor(environment, bytes.asIntBuffer(), dimensions);
    }

    /** Keys and values of no earlier tokens: [batch, heads, 0, width of a head]. */
    private static OnnxTensor emptyPast(OrtEnvironment environment, ValueInfoProto input, BatchShape shape)
            throws OrtException {
        List<TensorShapeProto.Dimension> dimensions = dimensions(input);
        long[] sizes = new long[dimensions.size()];
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = i == 0
                    ? shape.sequences()
                    : dimensions.get(i).hasDimValue() ? dimensions.get(i).getDimValue() : 0;
        }
        return OnnxTensor.createTensor(environment, direct(0).asFloatBuffer(), sizes);
    }

    private static ByteBuffer direct(long bytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }

    private static int element(ValueInfoProto input) {
        return input.getType().getTensorType().getElemType();
    }

    private static List<TensorShapeProto.Dimension> dimensions(ValueInfoProto input) {
        TypeProto.Tensor type = input.getType().getTensorType();
        return type.getShape().getDimList();
    }

    private static String description(ValueInfoProto input) {
        List<String> sizes = new ArrayList<>();
        for (TensorShapeProto.Dimension dimension : dimensions(input)) {
            sizes.add(dimension.hasDimValue() ? Long.toString(dimension.getDimValue()) : dimension.getDimParam());
        }
        return sizes.toString();
    }
}
