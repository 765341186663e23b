package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The matrices inside an {@code .onnx} file that several parts of a cut read (tied embeddings, for instance): one copy for all of
 * them, where ONNX Runtime would make one for each. Must outlive the parts.
 *
 * <p>External data needs none of this: it is mapped. Nor can the copy be the mapped {@code .onnx} file itself, in which a
 * weight may begin at any byte, also one where no float may lie.
 */
final class SharedWeights implements AutoCloseable {
    private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

    private SharedWeights() {}

    static SharedWeights none() {
        return new SharedWeights();
    }

    static SharedWeights of(GraphCut cut, OrtEnvironment environment) {
        SharedWeights shared = new SharedWeights();
        Set<String> once = new HashSet<>();
        for (GraphCut.Part part : cut.parts()) {
            for (TensorProto weight : cut.model(part).getGraph().getInitializerList()) {
                if (!once.add(weight.getName()) && isMatrixInside(weight)) {
                    shared.tensors.computeIfAbsent(weight.getName(), name -> tensor(weight, environment));
                }
            }
        }
        return shared;
    }

    /** Those that a part reads, by name. */
    Map<String, OnnxTensor> in(ModelProto part) {
        Map<String, OnnxTensor> found = new LinkedHashMap<>();
        for (TensorProto weight : part.getGraph().getInitializerList()) {
            OnnxTensor tensor = tensors.get(weight.getName());
            if (tensor != null) {
                found.put(weight.getName(), tensor);
            }
        }
        return found;
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
        tensors.clear();
    }

    private static boolean isMatrixInside(TensorProto weight) {
        return weight.getDataType() == TensorProto.DataType.FLOAT_VALUE
                && weight.getDimsCount() == 2
                && weight.hasRawData();
    }

    private static OnnxTensor tensor(TensorProto weight, OrtEnvironment environment) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(weight.getRawData().size()).order(ByteOrder.nativeOrder());
        weight.getRawData().copyTo(bytes);
        long[] shape = {weight.getDims(0), weight.getDims(1)};
        try {
            return OnnxTensor.createTensor(environment, bytes.flip().asFloatBuffer(), shape);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
