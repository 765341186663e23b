package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.UserError;

/**
 * The element type and shape of every tensor of a graph, as far as they are known before it runs.
 *
 * <p>Most exporters do not write them down, so ONNX Runtime is asked: it loads a copy of the graph in which every larger
 * weight has become an input, with every tensor as an output, and says what it inferred. This costs no weights.
 */
final class TensorTypes {
    private static final String ORT_PREFIX = "ONNX_TENSOR_ELEMENT_DATA_TYPE_";
    /** Weights up to this many bytes stay: shape vectors and axes, without which nothing can be inferred. */
    private static final int SMALL_BYTES = 1024;

    private static final Set<TensorProto.DataType> FLOATS = Set.of(
            TensorProto.DataType.FLOAT,
            TensorProto.DataType.FLOAT16,
            TensorProto.DataType.BFLOAT16,
            TensorProto.DataType.DOUBLE);

    private final Map<String, Type> types;

    /**
     * @param element a constant of {@link TensorProto.DataType}
     * @param shape its dimensions, as far as known; without any for a scalar and where not even the rank is known
     */
    record Type(TensorProto.DataType element, TensorShapeProto shape) {
        boolean isFloat32() {
            return element == TensorProto.DataType.FLOAT;
        }

        /** Of any precision: what is not float32 is handed out as such. */
        boolean isFloat() {
            return FLOATS.contains(element);
        }

        /** The same shape of another element. */
        Type as(TensorProto.DataType other) {
            return new Type(other, shape);
        }

        int rank() {
            return shape.getDimCount();
        }

        /** Whether it is [sequences, length, width], of any width that is known. */
        boolean isRows(BatchShape batch) {
            return rank() == 3
                    && shape.getDim(0).getDimValue() == batch.sequences()
                    && shape.getDim(1).getDimValue() == batch.length()
                    && last() > 0;
        }

        /**
         * Whether it is [length, sequences, …], by the name of one of these.
         *
         * @param ids the type of what is [sequences, length]
         */
        boolean isTurned(Type ids) {
            if (rank() < 2 || ids.rank() != 2) {
                return false;
            }
            String sequences = ids.shape.getDim(0).getDimParam();
            String length = ids.shape.getDim(1).getDimParam();
            return !sequences.equals(length) && (isNamed(0, length) || isNamed(1, sequences));
        }

        private boolean isNamed(int dimension, String name) {
            return !name.isEmpty() && shape.getDim(dimension).getDimParam().equals(name);
        }

        /** The same element with three dimensions, the first of which are those of this one at two places. */
        Type rows(int first, int second) {
            return new Type(
                    element,
                    unknown(3).toBuilder()
                            .setDim(0, shape.getDim(first))
                            .setDim(1, shape.getDim(second))
                            .build());
        }

        /** Whether a dimension is the same for every batch. */
        boolean isFixed(int dimension) {
            return shape.getDim(dimension).hasDimValue();
        }

        /** The last dimension, 0 if it is not known. */
        int last() {
            return rank() == 0 ? 0 : Math.toIntExact(shape.getDim(rank() - 1).getDimValue());
        }

        /** The same element with another shape, of which only the rank is known. */
        Type ofRank(int rank) {
            return new Type(element, unknown(rank));
        }

        /** For a message: {@code float32 [batch, sequence, 16]}. */
        @Override
        public String toString() {
            return shape.getDimList().stream()
                    .map(d -> d.hasDimValue()
                            ? Long.toString(d.getDimValue())
                            : d.getDimParam().isEmpty() ? "?" : d.getDimParam())
                    .collect(Collectors.joining(", ", precision() + " [", "]"));
        }

        /** The element in words: {@code float32}. */
        String precision() {
            return isFloat32() ? "float32" : element.name().toLowerCase(Locale.ROOT);
        }
    }

    /** How an input is declared, for a message. */
    static String declared(ValueInfoProto input) {
        TypeProto.Tensor type = input.getType().getTensorType();
        TensorProto.DataType element = TensorProto.DataType.forNumber(type.getElemType());
        return new Type(element == null ? TensorProto.DataType.UNDEFINED : element, type.getShape()).toString();
    }

    /** A shape of a rank. */
    private static TensorShapeProto unknown(int rank) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int i = 0; i < rank; i++) {
            shape.addDimBuilder();
        }
        return shape.build();
    }

    /** The shape of a list. */
    static TensorShapeProto sizes(int size) {
        return TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size))
                .build();
    }

    private TensorTypes(Map<String, Type> types) {
        this.types = types;
    }

    /** @throws UserError if ONNX Runtime cannot load the graph */
    static TensorTypes infer(Path path, OnnxGraph graph, OrtEnvironment environment) {
        return infer(path, graph, graph.inputs().values(), OrtSession.SessionOptions.OptLevel.NO_OPT, environment);
    }

    /**
     * The shapes for one size of the inputs. Sizes are computed along the graph, as far as constants can be folded.
     *
     * @param inputs their declarations, with that size
     */
    static TensorTypes sized(
            Path path, OnnxGraph graph, Collection<ValueInfoProto> inputs, OrtEnvironment environment) {
        return infer(path, graph, inputs, OrtSession.SessionOptions.OptLevel.BASIC_OPT, environment);
    }

    private static TensorTypes infer(
            Path path,
            OnnxGraph graph,
            Collection<ValueInfoProto> inputs,
            OrtSession.SessionOptions.OptLevel folding,
            OrtEnvironment environment) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(folding);
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            try (OrtSession session =
                    environment.createSession(withoutWeights(graph, inputs).toByteArray(), options)) {
                Map<String, Type> types = new HashMap<>();
                add(session.getOutputInfo(), types);
                add(session.getInputInfo(), types);
                return new TensorTypes(types);
            }
        } catch (OrtException e) {
            throw new UserError(path + ": ONNX Runtime cannot load the graph: " + OrtFailure.sentence(e), e);
        }
    }

    /** With those of tensors that are put into the graph. */
    TensorTypes with(Collection<Insertion> insertions) {
        Map<String, Type> all = new HashMap<>(types);
        insertions.forEach(insertion -> all.putAll(insertion.types()));
        return new TensorTypes(all);
    }

    /** Empty for what is not a tensor. */
    Optional<Type> of(String tensor) {
        return Optional.ofNullable(types.get(tensor));
    }

    /** The declaration of a tensor as an input of a part of the graph, which must have a type. */
    Optional<ValueInfoProto> declaration(String tensor) {
        return of(tensor).map(type -> {
            TypeProto.Tensor.Builder tensorType =
                    TypeProto.Tensor.newBuilder().setElemType(type.element().getNumber());
            if (type.rank() > 0) { // ONNX Runtime shows a scalar and a tensor of unknown rank alike
                tensorType.setShape(type.shape());
            }
            return ValueInfoProto.newBuilder()
                    .setName(tensor)
                    .setType(TypeProto.newBuilder().setTensorType(tensorType))
                    .build();
        });
    }

    private static ModelProto withoutWeights(OnnxGraph graph, Collection<ValueInfoProto> inputs) {
        GraphProto original = graph.model().getGraph();
        GraphProto.Builder bare =
                original.toBuilder().clearInitializer().clearInput().clearOutput();
        inputs.forEach(bare::addInput);
        for (TensorProto weight : original.getInitializerList()) {
            long bytes = OnnxFile.bytes(weight);
            if (weight.getDataLocation() != TensorProto.DataLocation.EXTERNAL && bytes >= 0 && bytes <= SMALL_BYTES) {
                bare.addInitializer(weight);
            } else {
                TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
                weight.getDimsList().forEach(size -> shape.addDimBuilder().setDimValue(size));
                bare.addInput(ValueInfoProto.newBuilder()
                        .setName(weight.getName())
                        .setType(TypeProto.newBuilder()
                                .setTensorType(TypeProto.Tensor.newBuilder()
                                        .setElemType(weight.getDataType())
                                        .setShape(shape))));
            }
        }
        graph.tensors()
                .forEach(tensor -> bare.addOutput(ValueInfoProto.newBuilder().setName(tensor)));
        return graph.model().toBuilder().setGraph(bare).build();
    }

    private static void add(Map<String, NodeInfo> infos, Map<String, Type> types) {
        infos.forEach((name, info) -> {
            if (info.getInfo() instanceof TensorInfo tensor) {
                // ONNX Runtime numbers the types differently from the file format, but names them alike
                String element = tensor.onnxType.name().substring(ORT_PREFIX.length());
                types.put(name, new Type(TensorProto.DataType.valueOf(element), shape(tensor)));
            }
        });
    }

    private static TensorShapeProto shape(TensorInfo info) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        long[] sizes = info.getShape();
        String[] names = info.getDimensionNames();
        for (int i = 0; i < sizes.length; i++) {
            TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
            if (sizes[i] >= 0) {
                dimension.setDimValue(sizes[i]);
            } else if (!names[i].isEmpty()) {
                dimension.setDimParam(names[i]);
            }
        }
        return shape.build();
    }
}
