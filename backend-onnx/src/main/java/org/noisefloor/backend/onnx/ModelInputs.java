package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.files.ModelConfig;

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
    /** Whether a merged decoder reads a past. */
    static final String BRANCH = "use_cache_branch";
    /** How many of the last positions get logits; all for 0, as in the exports for transformers.js. */
    private static final Set<String> KEPT = Set.of("num_logits_to_keep", "logits_to_keep");

    private final Map<String, ValueInfoProto> declared;
    private final Map<String, PastInput> past = new LinkedHashMap<>();
    private final FixedShape fixed;

    /**
     * @param config tells the sizes of heads where the graph does not
     * @throws UserError if the graph wants something that a language model is not fed with
     */
    ModelInputs(Path path, OnnxGraph graph, TensorTypes types, ModelConfig config) {
        this.declared = graph.inputs();
        if (!declared.containsKey(IDS)) {
            throw new UserError(path + ": the graph has no input 'input_ids'; it has " + declared.keySet());
        }
        declared.forEach((name, input) -> {
            if (PastInput.isOne(input)) {
                past.put(name, PastInput.of(path, input, types, config));
            } else if (!isKnown(name, input)) {
                throw new UserError(path + ": the graph has an input '" + name + "' " + TensorTypes.declared(input)
                        + " that cannot be fed; export it with input_ids, and if need be attention_mask and position_ids,"
                        + " as int64 [batch, sequence], and past_key_values.* as floats");
            }
        });
        List<TensorShapeProto> rows = Stream.of(IDS, MASK, POSITIONS)
                .map(declared::get)
                .filter(Objects::nonNull)
                .map(input -> input.getType().getTensorType().getShape())
                .toList();
        this.fixed = FixedShape.of(rows, graph, types);
    }

    private static boolean isKnown(String name, ValueInfoProto input) {
        int rank = dimensions(input).size();
        boolean integer = element(input) == TensorProto.DataType.INT64_VALUE
                || element(input) == TensorProto.DataType.INT32_VALUE;
        boolean bool = element(input) == TensorProto.DataType.BOOL_VALUE;
        return switch (name) {
            case IDS, POSITIONS -> integer && rank == 2;
            case MASK -> (integer || bool) && rank == 2;
            case BRANCH -> bool && rank == 1;
            default -> KEPT.contains(name) && integer && rank <= 1;
        };
    }

    /** The name of the input that holds the token ids. */
    String ids() {
        return IDS;
    }

    /** What the graph leaves no choice of. */
    FixedShape fixed() {
        return fixed;
    }

    /** The inputs as they are declared, with a number for every dimension that is left open. */
    Map<String, ValueInfoProto> declaredFor(BatchShape shape) {
        Map<String, ValueInfoProto> sized = new LinkedHashMap<>();
        declared.forEach((name, input) -> {
            PastInput empty = past.get(name);
            List<Long> sizes = empty != null
                    ? empty.sizes(shape.sequences())
                    : List.of((long) shape.sequences(), (long) shape.length());
            ValueInfoProto.Builder known = input.toBuilder();
            List<TensorShapeProto.Dimension.Builder> dimensions = known.getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder()
                    .getDimBuilderList();
            for (int i = 0; i < dimensions.size(); i++) {
                if (!dimensions.get(i).hasDimValue()) {
                    dimensions.get(i).setDimValue(sizes.get(i));
                }
            }
            sized.put(name, known.build());
        });
        return sized;
    }

    /** The inputs for one batch; the caller closes the tensors. */
    Map<String, OnnxTensor> feed(OrtEnvironment environment, TokenBatch batch) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, ValueInfoProto> input : declared.entrySet()) {
            String name = input.getKey();
            PastInput empty = past.get(name);
            tensors.put(
                    name,
                    empty != null
                            ? empty.feed(environment, batch.shape().sequences())
                            : integers(environment, input.getValue(), batch));
        }
        return tensors;
    }

    private static OnnxTensor integers(OrtEnvironment environment, ValueInfoProto input, TokenBatch batch)
            throws OrtException {
        boolean row = dimensions(input).size() == 2;
        BatchShape shape = row ? batch.shape() : BatchShape.of(1, 1);
        OnnxJavaType type = switch (element(input)) {
            case TensorProto.DataType.INT64_VALUE -> OnnxJavaType.INT64;
            case TensorProto.DataType.INT32_VALUE -> OnnxJavaType.INT32;
            default -> OnnxJavaType.BOOL;
        };
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(shape.rows(), type.size))
                .order(ByteOrder.nativeOrder());
        for (int s = 0; s < shape.sequences(); s++) {
            for (int t = 0; t < shape.length(); t++) {
                int value = switch (input.getName()) {
                    case IDS -> batch.token(s, t);
                    case MASK -> t < Math.max(1, batch.length(s)) ? 1 : 0;
                    case POSITIONS -> t;
                    default -> 0; // no branch that reads a past; logits of all positions
                };
                switch (type) {
                    case INT64 -> bytes.putLong(value);
                    case INT32 -> bytes.putInt(value);
                    default -> bytes.put((byte) value);
                }
            }
        }
        bytes.flip();
        long[] dimensions = row
                ? new long[] {shape.sequences(), shape.length()}
                : new long[dimensions(input).size()];
        if (!row) {
            Arrays.fill(dimensions, 1);
        }
        return OnnxTensor.createTensor(environment, bytes, dimensions, type);
    }

    private static int element(ValueInfoProto input) {
        return input.getType().getTensorType().getElemType();
    }

    private static List<TensorShapeProto.Dimension> dimensions(ValueInfoProto input) {
        TypeProto.Tensor type = input.getType().getTensorType();
        return type.getShape().getDimList();
    }
}
