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

/**
 * The original run of a batch, in one pass or in several: of each the inputs, the sites' activations and everything else that crosses
 * a cut, by tensor name.
 */
final class OnnxTrace implements Trace, AutoCloseable {
    private final CutOnnxModel model;
    private final TokenBatch batch;
    private final boolean alone;
    private final List<Pass> passes = new ArrayList<>();
    private final List<AutoCloseable> owned = new ArrayList<>();

    /** What some sequences of the batch gave together, by tensor name. */
    record Pass(Rows rows, Map<String, OnnxTensor> tensors) {}

    /** @param alone whether each sequence has a pass of its own */
    OnnxTrace(CutOnnxModel model, TokenBatch batch, boolean alone) {
        this.model = model;
        this.batch = batch;
        this.alone = alone;
    }

    /** A pass that begins with its inputs. */
    Pass begin(Rows rows, Map<String, OnnxTensor> inputs) {
        owned.addAll(inputs.values());
        Pass pass = new Pass(rows, new HashMap<>(inputs));
        passes.add(pass);
        return pass;
    }

    List<Pass> passes() {
        return passes;
    }

    boolean isAlone() {
        return alone;
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

    /** Takes over what a segment made. */
    void add(Pass pass, OrtSession.Result result) {
        owned.add(result);
        CutOnnxModel.collect(result, pass.tensors());
    }

    @Override
    public void close() {
        close(owned);
        owned.clear();
        passes.clear();
    }

    /** Frees what belongs to ONNX Runtime. */
    static void close(List<AutoCloseable> values) {
        for (AutoCloseable value : values) {
            try {
                value.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
