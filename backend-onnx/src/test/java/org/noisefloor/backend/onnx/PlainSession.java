package org.noisefloor.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.files.ModelConfig;

/** What everybody runs: a session of ONNX Runtime of a graph as it lies there, without any option. */
final class PlainSession {
    private PlainSession() {}

    /** All logits of a batch. */
    static float[] logits(Path model, TokenBatch batch) throws OrtException {
        OrtEnvironment environment = NativeLibrary.load(Fixtures.CONTEXT.cache());
        Path file = Files.isDirectory(model) ? model.resolve("model.onnx") : model;
        OnnxGraph graph = new OnnxGraph(file, OnnxFile.read(file).model());
        ModelInputs inputs = new ModelInputs(
                file,
                graph,
                TensorTypes.infer(file, graph, environment),
                ModelConfig.read(ModelFiles.locate(file, Optional.empty()).folders()));
        Map<String, OnnxTensor> fed = inputs.feed(environment, batch);
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(file.toString(), options);
                OrtSession.Result result = session.run(fed, Set.of("logits"))) {
            FloatBuffer logits = ((OnnxTensor) result.get("logits").orElseThrow()).getFloatBuffer();
            float[] all = new float[logits.remaining()];
            logits.get(all);
            return all;
        } finally {
            fed.values().forEach(OnnxTensor::close);
        }
    }
}
