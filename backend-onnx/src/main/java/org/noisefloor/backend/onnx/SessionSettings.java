package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How a graph's sessions differ from ONNX Runtime's defaults: not at all in what they compute.
 *
 * <p>Packing weights beforehand decides in some operators which kernel runs: MatMulNBits of accuracy level 4 multiplies with int8 activations
 * only if its weights are packed. So memory is spared by turning it off only where nothing but the order of sums hangs on it: in a graph of
 * standard operators whose every number is float32. Whatever else there is, also what nobody here has heard of, runs as everybody runs it.
 *
 * @param sparing whether weights are used where they lie
 */
record SessionSettings(boolean sparing) {
    private static final String PREPACKING = "session.disable_prepacking";
    private static final String FOLDING = "optimization.constant_folding_max_output_size_in_bytes";
    /** Constants up to this size are computed on loading: all but matrices. */
    private static final String FOLDED_BYTES = Integer.toString(1 << 20);

    private static final Set<String> STANDARD = Set.of("", "ai.onnx");
    private static final Set<Integer> PLAIN = Set.of(
            TensorProto.DataType.FLOAT_VALUE,
            TensorProto.DataType.INT64_VALUE,
            TensorProto.DataType.INT32_VALUE,
            TensorProto.DataType.BOOL_VALUE);

    static SessionSettings of(OnnxGraph graph) {
        boolean plain = graph.model().getGraph().getInitializerList().stream().allMatch(SessionSettings::isPlain)
                && graph.model().getGraph().getNodeList().stream().allMatch(SessionSettings::isPlain);
        return new SessionSettings(plain);
    }

    private static boolean isPlain(TensorProto tensor) {
        return PLAIN.contains(tensor.getDataType());
    }

    private static boolean isPlain(NodeProto node) {
        return STANDARD.contains(node.getDomain())
                && !node.getOpType().toLowerCase(Locale.ROOT).contains("quantize")
                && node.getAttributeList().stream()
                        .allMatch(attribute -> (!attribute.hasT() || isPlain(attribute.getT()))
                                && (!attribute.hasG()
                                        || attribute.getG().getNodeList().stream()
                                                .allMatch(SessionSettings::isPlain)));
    }

    void apply(OrtSession.SessionOptions options) throws OrtException {
        if (sparing) {
            // weights are mapped from their files and used as they lie there; packing them beforehand would copy
            // each one, and for batches of this size gains no time
            options.addConfigEntry(PREPACKING, "1");
            // so would transposing a matrix once on loading; else that is fused with the product that reads it
            options.addConfigEntry(FOLDING, FOLDED_BYTES);
        }
    }

    /** For provenance. */
    Map<String, String> inWords(String version) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("onnxruntime", version);
        if (sparing) {
            words.put(PREPACKING, "1, to spare memory");
            words.put(FOLDING, FOLDED_BYTES + ", to spare memory");
        }
        return words;
    }
}
