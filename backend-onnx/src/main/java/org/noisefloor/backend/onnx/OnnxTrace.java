package org.noisefloor.backend.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;

/** The original run of a batch: the inputs, the sites' activations and everything else that crosses a cut, by tensor name. */
final class OnnxTrace implements Trace, AutoCloseable {
    private final CutOnnxModel model;
    private final TokenBatch batch;
    private final Map<String, OnnxTensor> tensors = new HashMap<>();
    private final List<AutoCloseable> owned = new ArrayList<>();

    OnnxTrace(CutOnnxModel model, TokenBatch batch, Map<String, OnnxTensor> inputs) {
        this.model = model;
        this.batch = batch;
        tensors.putAll(inputs);
        owned.addAll(inputs.values());
    }

    @Override
    public TokenBatch batch() {
        return batch;
    }

    @Override
    public FloatBuffer logits() {
        return model.originalLogits(this);
    }

    @Override
    public FloatBuffer activation(Site site) {
        return model.originalActivation(this, site);
    }

    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    /** Takes over what a segment made. */
    void add(OrtSession.Result result) {
        owned.add(result);
        CutOnnxModel.collect(result, tensors);
    }

    @Override
    public void close() {
        for (AutoCloseable value : owned) {
            try {
                value.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        owned.clear();
        tensors.clear();
    }
}
