package org.noisefloor.backend.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;

/** One part of a cut graph, loaded. */
final class Segment implements AutoCloseable {
    private final OnnxFile file;
    private final GraphCut.Part part;
    private final OrtSession session;

    /**
     * @param graph what it is a part of
     * @param shared weights that it need not hold itself; they must outlive it
     * @throws UserError if ONNX Runtime cannot load the part
     */
    Segment(ModelGraph graph, GraphCut cut, GraphCut.Part part, SharedWeights shared) {
        this.file = graph.file();
        this.part = part;
        ModelProto model = cut.model(part);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setIntraOpNumThreads(graph.threads());
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            graph.settings().apply(options);
            options.addConfigEntry(
                    "session.model_external_initializers_file_folder_path",
                    file.folder().toString());
            for (Map.Entry<String, OnnxTensor> weight : shared.in(model).entrySet()) {
                options.addInitializer(weight.getKey(), weight.getValue());
            }
            this.session = graph.environment().createSession(bytes(model), options);
        } catch (OrtException e) {
            throw new UserError(file.path() + ": ONNX Runtime cannot load the graph: " + OrtFailure.sentence(e), e);
        }
    }

    GraphCut.Part part() {
        return part;
    }

    /**
     * Runs the part.
     *
     * @param known tensors by name, from which it takes what it reads
     * @param pinned where some of its outputs go; the others are in the result
     */
    OrtSession.Result run(Map<String, OnnxTensor> known, Map<String, OnnxTensor> pinned) {
        Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
        Stream.concat(part.inputs().stream(), part.carried().stream()).forEach(name -> {
            OnnxTensor tensor = known.get(name);
            if (tensor == null) {
                throw new IllegalStateException("'" + name + "' is read before it is made");
            }
            inputs.put(name, tensor);
        });
        Set<String> requested = new LinkedHashSet<>(part.outputs());
        requested.removeAll(pinned.keySet());
        try {
            return session.run(inputs, requested, pinned);
        } catch (OrtException e) {
            throw new UserError(file.path() + ": ONNX Runtime cannot run the graph: " + OrtFailure.sentence(e), e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Off the heap, since with inline weights this can be as large as the model; ONNX Runtime copies what it needs. */
    private static ByteBuffer bytes(ModelProto model) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(model.getSerializedSize());
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            model.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException("the size of the model changed while it was written", e);
        }
        return bytes.rewind();
    }
}
