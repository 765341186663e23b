package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;
import org.noisefloor.files.ModelConfig;

/**
 * An input for keys or values of earlier tokens, of which there are none: mostly [batch, heads, 0, width of a head], with sizes that
 * exporters leave open in many places.
 *
 * @param sizes its dimensions, the first for a batch of one
 */
record PastInput(OnnxJavaType type, List<Long> sizes) {
    private static final String PAST = "past_key_values.";
    private static final Pattern EARLIER = Pattern.compile("past|seq|length|len\\b");
    private static final Map<Integer, OnnxJavaType> FLOATS = Map.of(
            TensorProto.DataType.FLOAT_VALUE, OnnxJavaType.FLOAT,
            TensorProto.DataType.FLOAT16_VALUE, OnnxJavaType.FLOAT16,
            TensorProto.DataType.BFLOAT16_VALUE, OnnxJavaType.BFLOAT16,
            TensorProto.DataType.DOUBLE_VALUE, OnnxJavaType.DOUBLE,
            TensorProto.DataType.INT8_VALUE, OnnxJavaType.INT8,
            TensorProto.DataType.UINT8_VALUE, OnnxJavaType.UINT8);

    static boolean isOne(ValueInfoProto input) {
        int rank = dimensions(input).size();
        return (input.getName().startsWith(PAST) || input.getName().startsWith("past."))
                && FLOATS.containsKey(input.getType().getTensorType().getElemType())
                && (rank == 3 || rank == 4);
    }

    /** @throws UserError if a size stands neither in the graph nor in the config */
    static PastInput of(Path path, ValueInfoProto input, TensorTypes types, ModelConfig config) {
        List<TensorShapeProto.Dimension> dimensions = dimensions(input);
        int rank = dimensions.size();
        int earlier = earlier(dimensions);
        List<Long> sizes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            TensorShapeProto.Dimension dimension = dimensions.get(i);
            boolean heads = i == 0 && dimension.getDimParam().contains("head"); // [batch x heads, …], of BLOOM
            if (i == earlier) {
                sizes.add(0L);
            } else if (i == 0 && !heads) {
                sizes.add(1L);
            } else if (dimension.hasDimValue()) {
                sizes.add(dimension.getDimValue());
            } else {
                boolean ofHead = !heads && (i == rank - 1 || rank == 3);
                sizes.add(made(input, i, types)
                        .or(() -> ofHead ? headSize(config) : heads(config))
                        .orElseThrow(() -> new UserError(path + ": the input '" + input.getName() + "' "
                                + TensorTypes.declared(input) + " leaves open how "
                                + (ofHead ? "wide a head is" : "many heads there are")
                                + "; put the model's config.json or genai_config.json beside the graph")));
            }
        }
        return new PastInput(
                Objects.requireNonNull(
                        FLOATS.get(input.getType().getTensorType().getElemType())),
                sizes);
    }

    /** Its dimensions for so many sequences. */
    List<Long> sizes(int sequences) {
        List<Long> all = new ArrayList<>(sizes);
        all.set(0, sizes.get(0) * sequences);
        return all;
    }

    OnnxTensor feed(OrtEnvironment environment, int sequences) throws OrtException {
        long[] shape = sizes(sequences).stream().mapToLong(Long::longValue).toArray();
        return OnnxTensor.createTensor(environment, ByteBuffer.allocateDirect(0), shape, type);
    }

    /** Which dimension counts the earlier tokens. */
    private static int earlier(List<TensorShapeProto.Dimension> dimensions) {
        for (int i = 1; i < dimensions.size(); i++) {
            String name = dimensions.get(i).getDimParam().toLowerCase(Locale.ROOT);
            if (EARLIER.matcher(name).find()) {
                return i;
            }
        }
        return dimensions.size() == 4 ? 2 : 1;
    }

    /** The same dimension of what the graph makes of it for the next token. */
    private static Optional<Long> made(ValueInfoProto input, int dimension, TensorTypes types) {
        String rest = input.getName().replaceFirst("^past(_key_values)?", "");
        return types.of("present" + rest)
                .or(() -> types.of("present_key_values" + rest))
                .filter(type -> type.rank() > dimension && type.isFixed(dimension))
                .map(type -> type.shape().getDim(dimension).getDimValue());
    }

    private static Optional<Long> headSize(ModelConfig config) {
        return first(config, "head_dim", "kv_channels")
                .or(() -> first(config, "hidden_size", "n_embd", "d_model", "dim")
                        .flatMap(width -> first(config, "num_attention_heads", "n_head", "n_heads", "num_heads")
                                .map(heads -> width / heads)));
    }

    private static Optional<Long> heads(ModelConfig config) {
        boolean one = config.json().path("multi_query").asBoolean(false)
                && !config.json().path("new_decoder_architecture").asBoolean(false);
        return one
                ? Optional.of(1L)
                : first(
                        config,
                        "num_key_value_heads",
                        "num_kv_heads",
                        "num_attention_heads",
                        "n_head",
                        "n_heads",
                        "num_heads");
    }

    private static Optional<Long> first(ModelConfig config, String... keys) {
        JsonNode text = config.json().path("text_config");
        return Stream.of(keys)
                .flatMap(key -> Stream.of(config.json().path(key), text.path(key)))
                .filter(value -> value.isIntegralNumber() && value.longValue() > 0)
                .map(JsonNode::longValue)
                .findFirst();
    }

    private static List<TensorShapeProto.Dimension> dimensions(ValueInfoProto input) {
        return input.getType().getTensorType().getShape().getDimList();
    }
}
