package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.noisefloor.files.ComputeDevice;

/**
 * Where a graph's sessions run, and how they differ from ONNX Runtime's defaults: on the processor not at all in what they compute.
 *
 * <p>Packing weights beforehand decides in some operators which kernel runs: MatMulNBits of accuracy level 4 multiplies with int8 activations
 * only if its weights are packed. So memory is spared by turning it off only where nothing but the order of sums hangs on it: in a graph of
 * standard operators whose every number is float32. Whatever else there is, also what nobody here has heard of, runs as everybody runs it.
 * On a GPU there is nothing to spare, since weights are copied to it. Of a small model it is not worth what it costs: where packing is off, how
 * many terms are added at a time depends on how many columns a thread gets, if these are 64 or fewer, and so last digits on the threads
 * (ONNX Runtime 1.28.0 and 1.32.0, findings/onnxruntime-unpacked-weights-feel-threads.sh).
 *
 * <p>Layer norms are the exception, in the same graphs of whatever size: {@link LayerNorms} says why.
 *
 * @param plain whether it is a graph of standard operators whose every number is float32, on the processor
 * @param sparing whether weights are used where they lie
 */
record SessionSettings(ComputeDevice.Placed device, boolean plain, boolean sparing) {
    /** Norms that are written out already stay so but for the last step: ONNX Runtime makes an RMS norm of it. */
    private static final String LEFT_OUT = "optimization.disable_specified_optimizers";

    private static final String LAYER_NORMS = "LayerNormFusionL1;LayerNormFusionL2";
    private static final String PREPACKING = "session.disable_prepacking";
    private static final String FOLDING = "optimization.constant_folding_max_output_size_in_bytes";
    /** Constants up to this size are computed on loading: all but matrices. */
    private static final String FOLDED_BYTES = Integer.toString(1 << 20);

    /** Bytes of weights up to which a graph is a small one. */
    static final long SMALL = 256L << 20;

    /** The domains of the standard operators. */
    static final Set<String> STANDARD = Set.of("", "ai.onnx");

    private static final Set<Integer> PLAIN = Set.of(
            TensorProto.DataType.FLOAT_VALUE,
            TensorProto.DataType.INT64_VALUE,
            TensorProto.DataType.INT32_VALUE,
            TensorProto.DataType.BOOL_VALUE);

    /** @param small bytes of weights up to which memory is not spared */
    static SessionSettings of(OnnxGraph graph, ComputeDevice.Placed device, long small) {
        boolean plain = device.gpu().isEmpty() && isPlain(graph.model().getGraph());
        return new SessionSettings(device, plain, plain && bytes(graph) > small);
    }

    private static long bytes(OnnxGraph graph) {
        return graph.model().getGraph().getInitializerList().stream()
                .mapToLong(each -> each.getDimsList().stream().reduce(1L, (a, b) -> a * b) * Float.BYTES)
                .sum();
    }

    private static boolean isPlain(GraphProto graph) {
        return graph.getInitializerList().stream().allMatch(SessionSettings::isPlain)
                && graph.getNodeList().stream().allMatch(SessionSettings::isPlain);
    }

    private static boolean isPlain(TensorProto tensor) {
        return PLAIN.contains(tensor.getDataType());
    }

    private static boolean isPlain(NodeProto node) {
        return STANDARD.contains(node.getDomain())
                && !node.getOpType().toLowerCase(Locale.ROOT).contains("quantize")
                && node.getAttributeList().stream()
                        .allMatch(attribute -> (!attribute.hasT() || isPlain(attribute.getT()))
                                && (!attribute.hasG() || isPlain(attribute.getG())));
    }

    /** Whether weights are used by the processor, which several sessions may do with the same ones. */
    boolean onCpu() {
        return device.gpu().isEmpty();
    }

    /**
     * A graph, or one that was made of it, as its sessions are given it.
     *
     * @param sites the tensors in whose place others may be put
     */
    OnnxGraph prepared(OnnxGraph graph, Collection<String> sites) {
        return plain ? SoftmaxGuards.inOnePass(LayerNorms.writtenOut(graph), sites) : graph;
    }

    void apply(OrtSession.SessionOptions options) throws OrtException {
        if (device.gpu().isPresent()) {
            Cuda.add(options, device.gpu().getAsInt());
        }
        if (plain) {
            options.addConfigEntry(LEFT_OUT, LAYER_NORMS);
        }
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
        words.put("device", device.inWords());
        if (!onCpu()) {
            words.put(Cuda.TF32, "0, so that float32 is computed as such");
        }
        if (plain) {
            words.put(LEFT_OUT, LAYER_NORMS + ", since mean and RMS norm are more exact and quicker");
        }
        if (sparing) {
            words.put(PREPACKING, "1, to spare memory");
            words.put(FOLDING, FOLDED_BYTES + ", to spare memory");
        }
        return words;
    }
}
