package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ONNX Runtime's execution provider for GPUs. */
final class Cuda {
    static final String TF32 = "use_tf32";

    private static final Pattern LIBRARY = Pattern.compile("Failed to load library \\S+ with error: (.*)");
    private static final Pattern FAILURE = Pattern.compile("(CUDA failure \\d+: [^;]*?) ?;.*");
    private static final Pattern NUMBER = Pattern.compile("(Invalid device ID.*)");

    private Cuda() {}

    /**
     * Lets a session compute on a GPU, by the provider's defaults but one: products of float32 are not rounded to TF32, which has the
     * mantissa of float16.
     *
     * @throws OrtException with what is missing: a library that the provider needs, the driver, or the GPU
     */
    static void add(OrtSession.SessionOptions options, int gpu) throws OrtException {
        // addCUDA(int) says only that something failed
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(gpu)) {
            cuda.add(TF32, "0");
            options.addCUDA(cuda);
        }
    }

    /** Tries a GPU with a graph of one node: why it cannot be computed on, in a sentence; empty if it can. */
    static Optional<String> whyNot(OrtEnvironment environment, int gpu) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            add(options, gpu);
            environment.createSession(identity().toByteArray(), options).close();
            return Optional.empty();
        } catch (OrtException e) {
            return Optional.of(reason(OrtFailure.sentence(e)));
        }
    }

    /** The point of what ONNX Runtime says, which stands behind the places in its sources through which it went. */
    static String reason(String said) {
        Matcher library = LIBRARY.matcher(said);
        if (library.find()) {
            boolean driver = library.group(1).startsWith("libcuda.so")
                    || library.group(1).startsWith("nvcuda");
            return "ONNX Runtime's provider for CUDA cannot be loaded: " + library.group(1)
                    + (driver
                            ? "; that library comes with NVIDIA's driver, which is not installed"
                            : "; it needs CUDA 12 and cuDNN 9, whose folders of libraries must be found (LD_LIBRARY_PATH;"
                                    + " PATH on Windows)");
        }
        for (Pattern point : new Pattern[] {FAILURE, NUMBER}) {
            Matcher found = point.matcher(said);
            if (found.find()) {
                return found.group(1);
            }
        }
        return said;
    }

    private static ModelProto identity() {
        TypeProto one = TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE))
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .setGraph(GraphProto.newBuilder()
                        .setName("identity")
                        .addInput(ValueInfoProto.newBuilder().setName("x").setType(one))
                        .addOutput(ValueInfoProto.newBuilder().setName("y").setType(one))
                        .addNode(NodeProto.newBuilder()
                                .setOpType("Identity")
                                .addInput("x")
                                .addOutput("y")))
                .build();
    }
}
